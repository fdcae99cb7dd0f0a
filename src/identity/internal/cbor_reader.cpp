#include "identity/internal/cbor_reader.h"

#include <cbor.h>

#include <optional>

#include "identity/webauthn.h"

namespace gatehouse::identity::webauthn {
namespace {

using Item = CborReader::Item;
using Kind = Item::Kind;

// What the decoder's callbacks are given as context. An item that they leave empty is of indefinite
// length, which the canonical form of CTAP2 does not allow.
std::optional<Item>& found(void* context) { return *static_cast<std::optional<Item>*>(context); }

template <class Value>
void on_number(void* context, Value) {
  found(context) = Item{.kind = Kind::number, .content = {}};
}
template <class Value>
void on_other(void* context, Value) {
  found(context) = Item{.kind = Kind::other, .content = {}};
}
void on_simple(void* context) { found(context) = Item{.kind = Kind::other, .content = {}}; }
void on_tag(void* context, std::uint64_t) {
  found(context) = Item{.kind = Kind::tag, .content = {}};
}
void on_bytes(void* context, cbor_data data, std::size_t size) {
  found(context) = Item{.kind = Kind::bytes, .content = {data, size}};
}
void on_text(void* context, cbor_data data, std::size_t size) {
  found(context) = Item{.kind = Kind::text, .content = {data, size}};
}
void on_list(void* context, std::size_t size) {
  found(context) = Item{.kind = Kind::list, .size = size, .content = {}};
}
void on_map(void* context, std::size_t size) {
  found(context) = Item{.kind = Kind::map, .size = size, .content = {}};
}

cbor_callbacks make_callbacks() {
  cbor_callbacks calls = cbor_empty_callbacks;
  calls.uint8 = calls.negint8 = &on_number<std::uint8_t>;
  calls.uint16 = calls.negint16 = &on_number<std::uint16_t>;
  calls.uint32 = calls.negint32 = &on_number<std::uint32_t>;
  calls.uint64 = calls.negint64 = &on_number<std::uint64_t>;
  calls.byte_string = &on_bytes;
  calls.string = &on_text;
  calls.array_start = &on_list;
  calls.map_start = &on_map;
  calls.tag = &on_tag;
  calls.float2 = calls.float4 = &on_other<float>;
  calls.float8 = &on_other<double>;
  calls.boolean = &on_other<bool>;
  calls.null = calls.undefined = &on_simple;
  return calls;
}

std::unexpected<Error> refuse(std::string_view why) {
  return fail(Error{kPasskeyRefused}.because(std::string{"CBOR: "} + std::string{why}));
}

}  // namespace

Result<CborReader::Item> CborReader::next() {
  static const cbor_callbacks calls = make_callbacks();
  std::optional<Item> item;
  const cbor_decoder_result read = cbor_stream_decode(rest_.data(), rest_.size(), &calls, &item);
  if (read.status != CBOR_DECODER_FINISHED || !item)
    return refuse("cut short, malformed or of no length");
  rest_ = rest_.subspan(read.read);
  // Each element takes an octet at least.
  if (item->size > rest_.size()) return refuse("a list or map claims more than there is");
  return *item;
}

Result<> CborReader::skip(int depth) {
  if (depth < 0) return refuse("nested too deeply");
  TRY(const Item item, next());
  std::size_t inside = 0;
  if (item.kind == Kind::list) inside = item.size;
  if (item.kind == Kind::map) inside = 2 * item.size;
  if (item.kind == Kind::tag) inside = 1;
  for (; inside > 0; --inside) TRY_VOID(skip(depth - 1));
  return {};
}

}  // namespace gatehouse::identity::webauthn

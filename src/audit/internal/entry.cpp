#include "audit/internal/entry.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/note.h"

namespace gatehouse::audit::internal {

namespace {

constexpr std::uint8_t kEncoding = 1;
constexpr std::uint8_t kEncodingWithKey = 2;
constexpr std::uint32_t kAbsent = 0xffffffff;
constexpr std::size_t kAddressSize = 16;

void put_length(Bytes& out, std::uint32_t length) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(length >> shift));
}
void put(Bytes& out, BytesView bytes) {
  put_length(out, static_cast<std::uint32_t>(bytes.size()));
  out.insert(out.end(), bytes.begin(), bytes.end());
}
void put(Bytes& out, std::string_view text) { put(out, as_bytes(text)); }
void put(Bytes& out, std::int64_t number) {
  put_length(out, sizeof number);
  for (int shift = 56; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> shift));
}
template <class T>
void put(Bytes& out, const std::optional<T>& value) {
  if (value)
    put(out, *value);
  else
    put_length(out, kAbsent);
}

vault::Place place_of(BytesView mark) { return {"audit_entry", "personal", mark}; }

template <class T>
Result<T> or_damaged(std::optional<T> value, std::int64_t number, std::string_view column) {
  if (value) return *value;
  return fail(Error{store::kDamaged}.because(fmt::format("audit entry {}: {}", number, column)));
}

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> exactly(BytesView bytes) {
  if (bytes.size() != N) return std::nullopt;
  std::array<std::uint8_t, N> out;
  std::ranges::copy(bytes, out.begin());
  return out;
}

Result<> open_personal(const vault::Keyring& keys, const EntryRow& row, Entry& entry) {
  TRY(const Bytes plain, keys.open(vault::Purpose::audit_detail, place_of(row.mark), row.personal));
  if (plain.size() < kAddressSize)
    return fail(Error{store::kDamaged}.because("audit entry without an address"));
  IpAddress::Octets octets;
  std::ranges::copy_n(plain.begin(), kAddressSize, octets.begin());
  if (octets != IpAddress::Octets{}) entry.address = IpAddress::from_octets(octets).text();
  const std::string_view detail = as_text(BytesView{plain}.subspan(kAddressSize));
  if (!detail.empty()) entry.detail = std::string{detail};
  return {};
}

}  // namespace

Digest leaf_of(const LeafContent& content) {
  Bytes out;
  out.reserve(384);
  out.push_back(content.api_key ? kEncodingWithKey : kEncoding);
  put(out, std::int64_t{content.at.time_since_epoch().count()});
  put(out, content.event);
  put(out, content.outcome);
  put(out, content.actor_kind);
  put(out, content.actor);
  put(out, content.object);
  put(out, content.control);
  put(out, content.reason);
  put(out, content.times);
  put(out, content.correlation);
  put(out, content.mark);
  put(out, BytesView{crypto::sha256(content.personal)});
  if (content.api_key) put(out, *content.api_key);
  return leaf_hash(out);
}

LeafContent EntryRow::content() const {
  return {at,     event, outcome,     actor_kind, actor,    object, control,
          reason, times, correlation, mark,       personal, api_key};
}

Bytes seal_personal(const vault::Keyring& keys, BytesView mark, const IpAddress& address,
                    std::string_view detail) {
  Bytes plain;
  plain.reserve(kAddressSize + detail.size());
  plain.insert(plain.end(), address.octets().begin(), address.octets().end());
  plain.insert(plain.end(), detail.begin(), detail.end());
  return keys.seal(vault::Purpose::audit_detail, place_of(mark), plain);
}

Result<Entry> opened(const vault::Keyring& keys, const EntryRow& row) {
  TRY(const Event event, or_damaged(named<Event>(row.event), row.number, "event"));
  TRY(const Outcome outcome, or_damaged(named<Outcome>(row.outcome), row.number, "outcome"));
  TRY(const ActorKind kind, or_damaged(named<ActorKind>(row.actor_kind), row.number, "actor kind"));
  TRY(const auto actor, or_damaged(exactly<16>(row.actor), row.number, "actor"));
  Entry entry{.number = row.number,
              .at = row.at,
              .event = event,
              .outcome = outcome,
              .actor_kind = kind,
              .actor = actor,
              .object = row.object,
              .control = row.control,
              .reason = row.reason,
              .times = row.times,
              .address = std::nullopt,
              .detail = std::nullopt,
              .correlation = std::nullopt,
              .key = std::nullopt};
  TRY_VOID(open_personal(keys, row, entry));
  if (row.correlation) {
    TRY(const auto bits, or_damaged(exactly<16>(*row.correlation), row.number, "correlation"));
    entry.correlation = RequestId::from_bits(bits).text();
  }
  if (row.api_key) {
    TRY(const auto bits, or_damaged(exactly<16>(*row.api_key), row.number, "key"));
    entry.key = ApiKeyId::from_bits(bits);
  }
  return entry;
}

std::string checkpoint_body(TenantId tenant, std::int64_t size, BytesView root) {
  const std::string log = tenant.is_nil() ? std::string{"installation"} : tenant.text();
  return crypto::checkpoint_body("gatehouse/" + log, size, root);
}

}  // namespace gatehouse::audit::internal

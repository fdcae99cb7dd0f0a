#include "base/json.h"

#include <algorithm>

#include "base/control.h"
#include "base/text.h"

namespace gatehouse::json::internal {
namespace {

using Kind = Node::Kind;

bool is_control(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet < 0x20 || octet == 0x7f;
}

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// U+0080 to U+009F, in UTF-8.
bool has_c1_control(std::string_view text) {
  for (auto at = text.find('\xc2'); at != text.npos; at = text.find('\xc2', at + 1))
    if (static_cast<unsigned char>(text[at + 1]) < 0xa0) return true;
  return false;
}

bool is_of_kind(std::string_view text, TextKind kind) {
  switch (kind) {
    case TextKind::token:
      return std::ranges::all_of(text, is_token_character);
    case TextKind::line:
      return std::ranges::none_of(text, is_control) && !has_c1_control(text);
    case TextKind::plain:
      break;
  }
  const auto unwanted = [](char c) { return is_control(c) && c != '\n' && c != '\t'; };
  return std::ranges::none_of(text, unwanted) && !has_c1_control(text);
}

bool is_within(std::size_t size, const TextLimit& limit) {
  return size >= limit.least && size <= limit.most;
}

template <class Number>
bool is_within(Number number, const WholeLimit& limit) {
  if constexpr (std::floating_point<Number>)
    return number >= static_cast<double>(limit.least) && number <= static_cast<double>(limit.most);
  else
    return std::cmp_greater_equal(number, limit.least) && std::cmp_less_equal(number, limit.most);
}

constexpr WholeLimit kNoLimit = range_of<std::int64_t>();

}  // namespace

bool read_bool(Failure& failure, const Node& node, bool& out) {
  if (node.kind != Kind::boolean) return failure.refuse(kWrongType);
  out = node.boolean;
  return true;
}

bool read_text(Failure& failure, const Node& node, std::string& out, TextLimit limit) {
  if (node.kind != Kind::text) return failure.refuse(kWrongType);
  const std::size_t length = code_points(node.text);
  if (enforced<"EDGE-12"> && !is_within(length, limit)) return failure.refuse(kOutOfRange);
  if (enforced<"EDGE-12"> && !is_of_kind(node.text, limit.kind)) return failure.refuse(kBadText);
  out.assign(node.text);
  return true;
}

bool read_whole(Failure& failure, const Node& node, std::int64_t& out, WholeLimit type,
                WholeLimit declared) {
  if (node.kind == Kind::large) return failure.refuse(kOutOfRange);
  if (node.kind != Kind::whole) return failure.refuse(kWrongType);
  if (!is_within(node.whole, type)) return failure.refuse(kOutOfRange);
  if (enforced<"EDGE-12"> && !is_within(node.whole, declared)) return failure.refuse(kOutOfRange);
  out = node.whole;
  return true;
}

bool read_large(Failure& failure, const Node& node, std::uint64_t& out, WholeLimit declared) {
  if (node.kind != Kind::whole && node.kind != Kind::large) return failure.refuse(kWrongType);
  if (node.kind == Kind::whole && node.whole < 0) return failure.refuse(kOutOfRange);
  const std::uint64_t value =
      node.kind == Kind::large ? node.large : static_cast<std::uint64_t>(node.whole);
  // Without a declared limit the type's own range counts, which reaches further than int64.
  const bool allowed = declared.most == kNoLimit.most || is_within(value, declared);
  if (enforced<"EDGE-12"> && !allowed) return failure.refuse(kOutOfRange);
  out = value;
  return true;
}

bool read_real(Failure& failure, const Node& node, double& out, WholeLimit declared) {
  double value = 0;
  switch (node.kind) {
    case Kind::real:
      value = node.real;
      break;
    case Kind::whole:
      value = static_cast<double>(node.whole);
      break;
    case Kind::large:
      value = static_cast<double>(node.large);
      break;
    default:
      return failure.refuse(kWrongType);
  }
  const bool allowed = declared.most == kNoLimit.most || is_within(value, declared);
  if (enforced<"EDGE-12"> && !allowed) return failure.refuse(kOutOfRange);
  out = value;
  return true;
}

bool read_instant(Failure& failure, const Node& node, Instant& out) {
  if (node.kind != Kind::text) return failure.refuse(kWrongType);
  const auto at = parse_rfc3339(node.text);
  if (!at) return failure.refuse(kOutOfRange);
  out = *at;
  return true;
}

bool is_object_of(Failure& failure, const Node& node, std::span<const std::string_view> names) {
  if (node.kind != Kind::object) return failure.refuse(kWrongType);
  for (const Node* member = node.first(); member != node.next(); member = member->next()) {
    const bool known = std::ranges::find(names, member->name) != names.end();
    if (enforced<"EDGE-07"> && !known) {
      failure.refuse(kUnknownMember);
      return failure.under(member->name);
    }
  }
  return true;
}

bool is_list_of(Failure& failure, const Node& node, std::size_t most) {
  if (node.kind != Kind::list) return failure.refuse(kWrongType);
  if (enforced<"EDGE-12"> && node.count > most) return failure.refuse(kOutOfRange);
  return true;
}

// The last one of that name: there is only one, as long as duplicates are refused.
const Node* find(const Node& object, std::string_view name) {
  const Node* found = nullptr;
  for (const Node* member = object.first(); member != object.next(); member = member->next())
    if (member->name == name) found = member;
  return found;
}

}  // namespace gatehouse::json::internal

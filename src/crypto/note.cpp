#include "crypto/note.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace gatehouse::crypto {

namespace {

constexpr std::uint8_t kEd25519 = 0x01;
constexpr std::string_view kDash = "— ";
constexpr std::size_t kLongestNote = 16 * 1024;
constexpr std::size_t kHashSize = 4;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t from = text.find_first_not_of(kSpace);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kSpace) - from + 1);
}

// "name must be non-empty and must not contain any Unicode spaces or plus".
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 200 &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
}

// Takes one line off the front, without its line feed; nothing when there is no whole line.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

// Of a signature line, when it is by this key: the signature's octets.
std::optional<Bytes> signature_in(std::string_view line, const VerifierKey& key) {
  if (!line.starts_with(kDash)) return std::nullopt;
  line.remove_prefix(kDash.size());
  if (!line.starts_with(key.name() + " ")) return std::nullopt;
  const auto bytes = from_base64(line.substr(key.name().size() + 1));
  if (!bytes || bytes->size() <= kHashSize) return std::nullopt;
  if (!std::ranges::equal(BytesView{*bytes}.first(kHashSize), key.hash())) return std::nullopt;
  return Bytes{bytes->begin() + kHashSize, bytes->end()};
}

}  // namespace

VerifierKey::VerifierKey(std::string name, std::array<std::uint8_t, 32> key)
    : name_{std::move(name)}, key_{key} {
  CHECK(is_name(name_));
}

std::array<std::uint8_t, 4> VerifierKey::hash() const {
  Bytes typed{kEd25519};
  typed.insert(typed.end(), key_.begin(), key_.end());
  const Digest digest = sha256(as_bytes(name_ + "\n"), typed);
  std::array<std::uint8_t, 4> hash;
  std::ranges::copy_n(digest.begin(), hash.size(), hash.begin());
  return hash;
}

std::string VerifierKey::text() const {
  Bytes typed{kEd25519};
  typed.insert(typed.end(), key_.begin(), key_.end());
  return fmt::format("{}+{}+{}", name_, hex(hash()), base64(typed));
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  text = trimmed(text);
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return fail(kBadVerifierKey);
  const std::size_t second = text.find('+', first + 1);  // base64 may hold more of them
  if (second == std::string_view::npos || !is_name(text.substr(0, first)))
    return fail(kBadVerifierKey);
  const auto typed = from_base64(text.substr(second + 1));
  std::array<std::uint8_t, 32> bits;
  if (!typed || typed->size() != bits.size() + 1 || typed->front() != kEd25519)
    return fail(kBadVerifierKey);
  std::ranges::copy(BytesView{*typed}.subspan(1), bits.begin());
  VerifierKey key{std::string{text.substr(0, first)}, bits};
  if (text.substr(first + 1, second - first - 1) != hex(key.hash()))
    return fail(Error{kBadVerifierKey}.because("a character is wrong: its hash does not fit"));
  return key;
}

std::string sign_note(std::string_view body, const VerifierKey& key, const SigningKey& signer) {
  const auto signature = signer.sign(as_bytes(body));
  const auto hash = key.hash();
  Bytes signed_by{hash.begin(), hash.end()};
  signed_by.insert(signed_by.end(), signature.begin(), signature.end());
  return fmt::format("{}\n{}{} {}\n", body, kDash, key.name(), base64(signed_by));
}

Result<std::string_view> open_note(std::string_view note, const VerifierKey& key) {
  if (note.size() > kLongestNote) return fail(Error{kBadNote}.because("too long"));
  // The last empty line: a text may hold empty lines, the list of signatures may not.
  const std::size_t border = note.rfind("\n\n");
  if (border == std::string_view::npos || !note.ends_with('\n')) return fail(kBadNote);
  const std::string_view body = note.substr(0, border + 1);
  std::string_view rest = note.substr(border + 2);
  while (const auto line = take_line(rest)) {
    const auto signature = signature_in(*line, key);
    if (!signature) continue;
    if (verify_ed25519(key.key(), as_bytes(body), *signature)) return body;
    return fail(Error{kForeignNote}.because("its signature does not fit its text"));
  }
  return fail(kForeignNote);
}

std::string checkpoint_body(std::string_view origin, std::int64_t size, BytesView root) {
  return fmt::format("{}\n{}\n{}\n", origin, size, base64(root));
}

std::string sign_checkpoint(const TreeHead& head, const VerifierKey& key,
                            const SigningKey& signer) {
  return sign_note(checkpoint_body(key.name(), head.size, head.root), key, signer);
}

Result<TreeHead> open_checkpoint(std::string_view note, const VerifierKey& key) {
  TRY(std::string_view body, open_note(note, key));
  const auto origin = take_line(body);
  const auto size = take_line(body);
  const auto root = take_line(body);
  if (!root || *origin != key.name()) return fail(Error{kBadNote}.because("no checkpoint of it"));
  TreeHead head{};
  const auto [end, wrong] = std::from_chars(size->data(), size->data() + size->size(), head.size);
  const auto bytes = from_base64(*root);
  if (wrong != std::errc{} || end != size->data() + size->size() || head.size < 0 ||
      fmt::format("{}", head.size) != *size || !bytes || bytes->size() != head.root.size())
    return fail(Error{kBadNote}.because("no size and root in it"));
  std::ranges::copy(*bytes, head.root.begin());
  return head;
}

}  // namespace gatehouse::crypto

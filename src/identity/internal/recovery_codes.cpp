#include "identity/internal/recovery_codes.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base 32
constexpr std::size_t kCharacters = 12;
constexpr std::size_t kGroup = 4;

std::string grouped(std::string_view code) {
  std::string out;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (at > 0 && at % kGroup == 0) out += '-';
    out += code[at];
  }
  return out;
}

char meant(char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (c == 'o') return '0';
  if (c == 'i' || c == 'l') return '1';
  return c;
}

}  // namespace

std::vector<std::string> new_recovery_codes(Random& random) {
  std::vector<std::string> codes;
  while (codes.size() < kRecoveryCodes) {
    std::string code;
    for (const std::uint8_t octet : random.bytes<kCharacters>()) code += kAlphabet[octet % 32];
    codes.push_back(grouped(code));
  }
  return codes;
}

std::optional<std::string> normalised_recovery_code(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    const char one = meant(c);
    if (!kAlphabet.contains(one) || code.size() == kCharacters) return std::nullopt;
    code += one;
  }
  if (code.size() != kCharacters) return std::nullopt;
  return code;
}

crypto::Digest hash_of_recovery_code(const Secret& key, PersonId person,
                                     std::string_view normalised) {
  Bytes whole{person.bits().begin(), person.bits().end()};
  whole.insert(whole.end(), normalised.begin(), normalised.end());
  const crypto::Digest hash = crypto::hmac_sha256(key, whole);
  wipe(whole);
  return hash;
}

}  // namespace gatehouse::identity::internal

#include "assurance/probes/key_tools.h"

#include <atomic>

namespace gatehouse::assurance {

namespace {

constexpr std::size_t kSize = 80;
constexpr std::size_t kSecretAt = 31;
constexpr std::size_t kSecretSize = 43;
constexpr std::size_t kChecksumAt = kSecretAt + kSecretSize;
constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// Bit by bit, as ITU-T V.42 8.1.1.6.2 has it.
std::string checksum(std::string_view text) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : text) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320U : crc >> 1;
  }
  std::uint32_t rest = ~crc;
  std::string digits(6, '0');
  for (std::size_t place = digits.size(); place > 0; --place) {
    digits[place - 1] = kDigits[rest % kDigits.size()];
    rest /= kDigits.size();
  }
  return digits;
}

}  // namespace

Key new_key(const Attacker& owner, std::string body) {
  Answer answer = owner.post("/api/v1/keys", std::move(body));
  Key key{answer.text_at("/key/id"), answer.text_at("/token"), {}};
  key.answer = std::move(answer);
  return key;
}

Attacker machine(Target& target, const Key& key) {
  Attacker attacker = target.stranger();
  attacker.identity = {{"Authorization", "Bearer " + key.token}};
  return attacker;
}

bool is_recognisable(std::string_view token) {
  return token.size() == kSize && token.starts_with("ghk_") && token[kSecretAt - 1] == '_' &&
         token.substr(kSecretAt).find_first_not_of(kDigits) == std::string_view::npos &&
         token.substr(kChecksumAt) == checksum(token.substr(0, kChecksumAt));
}

std::string secret_of(std::string_view token) {
  return std::string{token.substr(std::min(kSecretAt, token.size()), kSecretSize)};
}

std::string with_wrong_checksum(std::string token) {
  if (!token.empty()) token.back() = token.back() == 'a' ? 'b' : 'a';
  return token;
}

std::string made_up_token() {
  static std::atomic<unsigned> next = 0;
  std::string token = fmt::format("ghk_01{:024}_{:043}", ++next, next.load());
  return token + checksum(token);
}

std::string member_of(const Answer& list, std::string_view id, std::string_view name) {
  const std::size_t item = list.body.find(fmt::format(R"("id":"{}")", id));
  if (item == std::string::npos) return {};
  const std::string member = fmt::format(R"("{}":")", name);
  const std::size_t begin = list.body.find(member, item);
  if (begin == std::string::npos) return {};
  const std::size_t value = begin + member.size();
  return list.body.substr(value, list.body.find('"', value) - value);
}

}  // namespace gatehouse::assurance

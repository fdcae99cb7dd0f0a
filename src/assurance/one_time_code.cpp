#include "assurance/one_time_code.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include <fmt/format.h>

#include "base/bytes.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t kStepSeconds = 30;

Bytes from_base32(std::string_view text) {
  Bytes out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = kBase32.find(c);
    if (value == std::string_view::npos) continue;
    held = held << 5 | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(static_cast<std::uint8_t>(held >> bits));
  }
  return out;
}

}  // namespace

std::string one_time_code(std::string_view secret, Instant at) {
  const std::int64_t step =
      std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / kStepSeconds;
  std::array<std::uint8_t, 8> counter;
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[i] = static_cast<std::uint8_t>(step >> (56 - 8 * i));
  const Bytes key = from_base32(secret);
  std::array<std::uint8_t, 20> hash;
  CHECK(HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(),
             hash.data(), nullptr) != nullptr);
  const std::size_t from = hash.back() & 0x0f;
  const std::uint32_t number = static_cast<std::uint32_t>(hash[from] & 0x7f) << 24 |
                               static_cast<std::uint32_t>(hash[from + 1]) << 16 |
                               static_cast<std::uint32_t>(hash[from + 2]) << 8 | hash[from + 3];
  return fmt::format("{:06}", number % 1'000'000);
}

}  // namespace gatehouse::assurance

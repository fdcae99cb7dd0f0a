#include "base/id.h"

#include <algorithm>
#include <atomic>

namespace gatehouse::id_text {
namespace {

using Bits = std::array<std::uint8_t, 16>;

// Crockford's base32 in lower case. Each id has one spelling: no upper case, no look-alikes.
constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kDigits = 26;
constexpr std::uint8_t kNoDigit = 0xff;

consteval std::array<std::uint8_t, 256> digit_table() {
  std::array<std::uint8_t, 256> table;
  table.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    table[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}
constexpr auto kDigitOf = digit_table();

__extension__ using Wide = unsigned __int128;

// Milliseconds and a count within the millisecond (RFC 9562 6.2, method 1), so that ids made one
// after the other sort that way. Ten milliseconds of haste, or of a clock set back, are bridged.
std::uint64_t next_moment(std::uint64_t millis, std::uint64_t start_of_count) {
  constexpr std::uint64_t kBridge = 10ull << 12;
  static std::atomic<std::uint64_t> last{0};
  const std::uint64_t fresh = (millis << 12) | start_of_count;
  std::uint64_t seen = last.load(std::memory_order_relaxed);
  std::uint64_t next;
  do {
    next = fresh <= seen && seen - fresh < kBridge ? seen + 1 : fresh;
  } while (!last.compare_exchange_weak(seen, next, std::memory_order_relaxed));
  return next;
}

}  // namespace

std::string write(std::string_view prefix, const Bits& bits) {
  Wide value = 0;
  for (const std::uint8_t byte : bits) value = (value << 8) | byte;
  std::string out;
  out.reserve(prefix.size() + 1 + kDigits);
  out += prefix;
  out += '_';
  out.resize(prefix.size() + 1 + kDigits);
  for (std::size_t i = 0; i < kDigits; ++i, value >>= 5)
    out[out.size() - 1 - i] = kAlphabet[static_cast<std::size_t>(value & 31)];
  return out;
}

Result<Bits> read(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + 1 + kDigits) return fail(kBadId);
  if (!text.starts_with(prefix) || text[prefix.size()] != '_') return fail(kBadId);
  const std::string_view digits = text.substr(prefix.size() + 1);
  if (digits.front() > '7') return fail(kBadId);  // 26 digits hold two bits more than an id
  Wide value = 0;
  for (const char c : digits) {
    const std::uint8_t digit = kDigitOf[static_cast<std::uint8_t>(c)];
    if (digit == kNoDigit) return fail(kBadId);
    value = (value << 5) | digit;
  }
  Bits bits;
  for (std::size_t i = bits.size(); i-- > 0; value >>= 8)
    bits[i] = static_cast<std::uint8_t>(value & 0xff);
  return bits;
}

Bits make(Clock& clock, Random& random) {
  Bits bits;
  random.fill(std::span{bits}.subspan(6));
  const std::uint64_t start = (static_cast<std::uint64_t>(bits[6] & 7) << 8) | bits[7];
  const auto millis = static_cast<std::uint64_t>(clock.now().time_since_epoch().count());
  const std::uint64_t moment = next_moment(millis & 0xffff'ffff'ffffull, start);
  for (std::size_t i = 0; i < 6; ++i)
    bits[i] = static_cast<std::uint8_t>((moment >> (52 - 8 * i)) & 0xff);
  bits[6] = static_cast<std::uint8_t>(0x70 | ((moment >> 8) & 0x0f));  // version 7
  bits[7] = static_cast<std::uint8_t>(moment & 0xff);
  bits[8] = static_cast<std::uint8_t>(0x80 | (bits[8] & 0x3f));  // variant
  return bits;
}

}  // namespace gatehouse::id_text

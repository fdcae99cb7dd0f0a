// Octets and their spellings (RFC 4648).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gatehouse {

inline constexpr ErrorKind kBadEncoding{"bytes.bad_encoding", Fault::invalid,
                                        "This is not correctly encoded binary data."};

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

inline BytesView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string hex(BytesView bytes);
Result<Bytes> from_hex(std::string_view text);
std::string base64(BytesView bytes);  // standard alphabet, padded
Result<Bytes> from_base64(std::string_view text);
std::string base64url(BytesView bytes);               // URL alphabet, no padding
Result<Bytes> from_base64url(std::string_view text);  // refuses padding and spare bits

}  // namespace gatehouse

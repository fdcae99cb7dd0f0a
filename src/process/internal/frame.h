// What goes over the socket: the child's word that it is locked, then a frame each way. A frame is
// its length in four octets, most significant first, and its bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::process::internal {

inline constexpr std::string_view kLocked = "locked\n";
inline constexpr std::size_t kHeadSize = 4;
using FrameHead = std::array<char, kHeadSize>;

constexpr FrameHead frame_head(std::size_t size) {
  const auto octet = [size](unsigned shift) { return static_cast<char>((size >> shift) & 0xff); };
  return {octet(24), octet(16), octet(8), octet(0)};
}

constexpr std::size_t frame_size(const FrameHead& head) {
  std::size_t size = 0;
  for (const char octet : head) size = size << 8 | static_cast<std::uint8_t>(octet);
  return size;
}

}  // namespace gatehouse::process::internal

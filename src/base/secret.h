// A secret cannot be copied, compared with ==, printed or forgotten.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"

namespace gatehouse {

// Bytes that are zeroed when they go. Read only through reveal(), which can be searched for.
class Secret {
 public:
  Secret() = default;
  static Secret of(BytesView bytes);
  static Secret of_text(std::string_view text) { return of(as_bytes(text)); }
  static Secret random(Random& random, std::size_t size);

  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  // In time that depends on the sizes only.
  bool same_as(const Secret& other) const;

  BytesView reveal() const { return bytes_; }
  std::string_view reveal_text() const { return as_text(bytes_); }
  std::size_t size() const { return bytes_.size(); }
  Secret copy() const { return of(bytes_); }  // deliberate, so that it can be searched for

 private:
  void forget();
  Bytes bytes_;
};

// Zeroes memory in a way the compiler may not remove.
void wipe(std::span<std::uint8_t> bytes);
inline void wipe(std::string& text) {
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  text.clear();
}
// Equal in constant time.
bool same_bytes(BytesView a, BytesView b);

}  // namespace gatehouse

// A passkey in software: signs as an authenticator with a browser before it would, and can lie
// about each thing that a server has to check.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "assurance/wire.h"

namespace gatehouse::assurance {

// What an honest one says, unless a probe bends it.
struct PasskeySays {
  std::string type = {};      // empty: that of the ceremony
  std::string origin = {};    // empty: the server's own
  std::string party = {};     // empty: the server's host
  std::uint8_t flags = 0x05;  // user present and verified
  std::uint32_t counter = 0;  // it has none
  bool spoil_signature = false;
};

class Passkey {
 public:
  static Passkey make();  // ES256
  Passkey(Passkey&&) noexcept;
  Passkey& operator=(Passkey&&) noexcept;
  ~Passkey();

  // JSON bodies for a page of this server; `challenge` is what its question held.
  std::string registration(const ServerPlace& place, std::string_view challenge,
                           const PasskeySays& says = {}) const;
  std::string answer(const ServerPlace& place, std::string_view challenge,
                     const PasskeySays& says = {}) const;
  // The server's name for whom it was made; part of the answer.
  void belongs_to(std::string user) { user_ = std::move(user); }

 private:
  struct Inside;
  explicit Passkey(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
  std::string user_;
};

}  // namespace gatehouse::assurance

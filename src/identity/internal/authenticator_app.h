// One-time codes of authenticator apps (RFC 6238: SHA-1, six digits, thirty seconds; what every app
// understands), and the picture that brings a secret into one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"

namespace gatehouse::identity::internal {

// RFC 4226 4, R6: 160 bits.
Secret new_app_secret(Random& random);
// Base32 in groups of four, for typing it in.
std::string shown_app_secret(const Secret& secret);
// https://github.com/google/google-authenticator/wiki/Key-Uri-Format
std::string app_address(const Secret& secret, std::string_view workspace, std::string_view email);

// The step whose code this is: the current one, the one before or the one after, but none at or
// before `last_used`, so that a code works once (RFC 6238 5.2).
std::optional<std::int64_t> step_of_code(const Secret& secret, std::string_view code, Instant now,
                                         std::int64_t last_used);
// For those who hold the secret: tests and the verifier.
std::string code_at(const Secret& secret, Instant at);

// A QR code as the outline of its dark squares: an SVG path in a square of `size`, border included.
struct QrCode {
  int size;
  std::string path;
};
QrCode qr_code(std::string_view text);

}  // namespace gatehouse::identity::internal

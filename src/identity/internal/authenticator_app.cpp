#include "identity/internal/authenticator_app.h"

#include <fmt/format.h>
#include <liboath/oath.h>

#include <cstdlib>

#include <qrcodegen/qrcodegen.hpp>

#include "base/bytes.h"
#include "base/control.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::size_t kSecretSize = 20;
constexpr std::int64_t kStepSeconds = 30;
constexpr unsigned kDigits = 6;
constexpr int kBorder = 4;  // ISO/IEC 18004 asks for a quiet zone of four modules

void start_library() {
  [[maybe_unused]] static const bool started = [] {
    CHECK(oath_init() == OATH_OK);
    return true;
  }();
}

const char* octets(const Secret& secret) {
  return reinterpret_cast<const char*>(secret.reveal().data());
}

std::int64_t step_at(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / kStepSeconds;
}

std::string code_of_step(const Secret& secret, std::int64_t step) {
  start_library();
  std::array<char, kDigits + 1> code{};
  const int made =
      oath_hotp_generate(octets(secret), secret.size(), static_cast<std::uint64_t>(step), kDigits,
                         false, OATH_HOTP_DYNAMIC_TRUNCATION, code.data());
  CHECK(made == OATH_OK);
  return {code.data(), kDigits};
}

std::string base32(const Secret& secret) {
  start_library();
  char* text = nullptr;
  std::size_t size = 0;
  CHECK(oath_base32_encode(octets(secret), secret.size(), &text, &size) == OATH_OK);
  std::string out{text, size};
  wipe({reinterpret_cast<std::uint8_t*>(text), size});
  std::free(text);
  out.erase(std::min(out.find('='), out.size()));
  return out;
}

// RFC 3986 2.3: everything but unreserved characters is escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
  }
  return out;
}

}  // namespace

Secret new_app_secret(Random& random) { return Secret::random(random, kSecretSize); }

std::string shown_app_secret(const Secret& secret) {
  std::string shown;
  for (const char c : base32(secret)) {
    if (shown.size() % 5 == 4) shown += ' ';
    shown += c;
  }
  return shown;
}

std::string app_address(const Secret& secret, std::string_view workspace, std::string_view email) {
  const std::string issuer = escaped(fmt::format("Gatehouse {}", workspace));
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", issuer, escaped(email),
                     base32(secret), issuer);
}

std::optional<std::int64_t> step_of_code(const Secret& secret, std::string_view code, Instant now,
                                         std::int64_t last_used) {
  if (code.size() != kDigits) return std::nullopt;
  const std::int64_t current = step_at(now);
  std::optional<std::int64_t> found;
  // All three are computed and compared, so that time says nothing of which one it was.
  for (const std::int64_t step : {current - 1, current, current + 1}) {
    const bool same = same_bytes(as_bytes(code_of_step(secret, step)), as_bytes(code));
    const bool used = enforced<"IDN-03"> && step <= last_used;
    if (same && !used) found = step;
  }
  return found;
}

std::string code_at(const Secret& secret, Instant at) { return code_of_step(secret, step_at(at)); }

QrCode qr_code(std::string_view text) {
  using qrcodegen::QrCode;
  const std::string whole{text};
  const QrCode code = QrCode::encodeText(whole.c_str(), QrCode::Ecc::MEDIUM);
  std::string path;
  for (int y = 0; y < code.getSize(); ++y) {
    for (int x = 0; x < code.getSize(); ++x) {
      if (!code.getModule(x, y)) continue;
      const int begin = x;
      while (x < code.getSize() && code.getModule(x, y)) ++x;
      path += fmt::format("M{},{}h{}v1h-{}z", begin + kBorder, y + kBorder, x - begin, x - begin);
    }
  }
  return {code.getSize() + 2 * kBorder, std::move(path)};
}

}  // namespace gatehouse::identity::internal

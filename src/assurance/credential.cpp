#include "assurance/credential.h"

#include <charconv>

#include <fmt/format.h>

#include "crypto/crypto.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kPrefix = "ghx_";
constexpr std::chrono::minutes kLife{10};

std::int64_t seconds_now(const Clock& clock) {
  return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
}

std::string proof(const vault::Keyring& installation, std::string_view expiry) {
  const Secret key = installation.derive(vault::Purpose::verification, "credential");
  return base64url(crypto::hmac_sha256(key, as_bytes(expiry)));
}

}  // namespace

std::string make_credential(const vault::Keyring& installation, Clock& clock) {
  const std::int64_t expiry =
      seconds_now(clock) + std::chrono::duration_cast<std::chrono::seconds>(kLife).count();
  const std::string text = fmt::format("{}", expiry);
  return fmt::format("{}{}_{}", kPrefix, text, proof(installation, text));
}

Result<> check_credential(const vault::Keyring& installation, std::string_view credential,
                          Clock& clock) {
  if (!credential.starts_with(kPrefix)) return fail(kNotOurVerifier);
  credential.remove_prefix(kPrefix.size());
  const std::size_t border = credential.find('_');
  if (border == std::string_view::npos) return fail(kNotOurVerifier);
  const std::string_view expiry = credential.substr(0, border);
  const std::string expected = proof(installation, expiry);
  if (!same_bytes(as_bytes(expected), as_bytes(credential.substr(border + 1))))
    return fail(kNotOurVerifier);
  std::int64_t until = 0;
  std::from_chars(expiry.data(), expiry.data() + expiry.size(), until);
  if (until < seconds_now(clock)) return fail(Error{kNotOurVerifier}.because("expired"));
  return {};
}

}  // namespace gatehouse::assurance

#include "crypto/password_hash.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/control.h"
#include "crypto/crypto.h"

namespace gatehouse::crypto {
namespace {

using Stored = std::array<char, crypto_pwhash_STRBYTES>;

void start_sodium() {
  static const int started = sodium_init();
  CHECK(started >= 0);
}

std::size_t octets_of(HashCost cost) { return std::size_t{cost.memory_kib} * 1024; }

// libsodium wants the string zero-terminated; what does not fit is no hash of ours.
bool copy_stored(std::string_view phc, Stored& out) {
  if (phc.size() >= out.size() || phc.contains('\0')) return false;
  out.fill('\0');
  std::ranges::copy(phc, out.begin());
  return true;
}

// As octets a password may have any length; after the HMAC it has 32.
class Peppered {
 public:
  Peppered(const Secret& password, const Secret& pepper)
      : digest_{hmac_sha256(pepper, password.reveal())} {}
  Peppered(const Peppered&) = delete;
  Peppered& operator=(const Peppered&) = delete;
  ~Peppered() { wipe(digest_); }

  const char* data() const { return as_text(digest_).data(); }
  std::size_t size() const { return digest_.size(); }

 private:
  Digest digest_;
};

}  // namespace

std::string hash_password(const Secret& password, const Secret& pepper, HashCost cost) {
  start_sodium();
  constexpr HashCost kCheapest{.memory_kib = 8, .passes = 1};
  const HashCost real = enforced<"IDN-01"> ? cost : kCheapest;
  const Peppered peppered{password, pepper};
  Stored phc{};
  CHECK(crypto_pwhash_str_alg(phc.data(), peppered.data(), peppered.size(), real.passes,
                              octets_of(real), crypto_pwhash_ALG_ARGON2ID13) == 0);
  return phc.data();
}

bool verify_password(const Secret& password, const Secret& pepper, std::string_view phc) {
  start_sodium();
  Stored stored;
  if (!copy_stored(phc, stored)) return false;
  const Peppered peppered{password, pepper};
  return crypto_pwhash_str_verify(stored.data(), peppered.data(), peppered.size()) == 0;
}

std::optional<HashCost> cost_of(std::string_view phc) {
  constexpr std::string_view kStart = "$argon2id$v=19$m=";
  constexpr std::string_view kPasses = ",t=";
  if (!phc.starts_with(kStart)) return std::nullopt;
  phc.remove_prefix(kStart.size());
  HashCost cost{};
  const char* const end = phc.data() + phc.size();
  const auto memory = std::from_chars(phc.data(), end, cost.memory_kib);
  if (memory.ec != std::errc{}) return std::nullopt;
  const std::string_view rest{memory.ptr, end};
  if (!rest.starts_with(kPasses)) return std::nullopt;
  const auto passes = std::from_chars(rest.data() + kPasses.size(), end, cost.passes);
  if (passes.ec != std::errc{}) return std::nullopt;
  return cost;
}

bool needs_rehash(std::string_view phc, HashCost cost) {
  Stored stored;
  if (!copy_stored(phc, stored)) return true;
  return crypto_pwhash_str_needs_rehash(stored.data(), cost.passes, octets_of(cost)) != 0;
}

}  // namespace gatehouse::crypto

#include "identity/internal/passwords.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/control.h"
#include "identity/internal/password_cost.h"

namespace gatehouse::identity::internal {
namespace {

// The PHC string form leaves the padding out.
std::string unpadded(std::string base64) {
  base64.erase(std::min(base64.find('='), base64.size()));
  return base64;
}

}  // namespace

Passwords::Passwords(const Ground& ground, Pool& pool)
    : ground_{ground},
      pepper_{ground.keys.derive(vault::Purpose::pepper, "password")},
      pool_{pool},
      cost_{ground.limits.hash_cost},
      nobodys_{hash_of_nobody(ground.random)} {}

Result<> Passwords::start() {
  TRY(const PasswordCost cost, known_or_measured_cost(ground_));
  cost_ = cost.cost;
  nobodys_ = hash_of_nobody(ground_.random);
  // One of another form or cost would be refused faster than somebody's.
  CHECK(!outdated(nobodys_));
  return {};
}

// Made up rather than computed, since a server that starts should not have to hash.
std::string Passwords::hash_of_nobody(Random& random) const {
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost_.memory_kib, cost_.passes,
                     unpadded(base64(random.bytes<16>())), unpadded(base64(random.bytes<32>())));
}

Task<Result<std::string>> Passwords::hash(Secret password) {
  auto work = [this, password = std::move(password)]() -> Result<std::string> {
    return hash_now(password);
  };
  co_return co_await pool_.run(std::move(work));
}

std::string Passwords::hash_now(const Secret& password) const { return hash_now(password, cost_); }

std::string Passwords::hash_now(const Secret& password, const crypto::HashCost& cost) const {
  return crypto::hash_password(password, pepper_, cost);
}

Task<Result<Passwords::Match>> Passwords::first_match(Secret password,
                                                      std::vector<std::string> hashes) {
  auto work = [this, password = std::move(password),
               hashes = std::move(hashes)]() -> Result<Match> {
    return first_match_now(password, hashes);
  };
  co_return co_await pool_.run(std::move(work));
}

Passwords::Match Passwords::first_match_now(const Secret& password,
                                            const std::vector<std::string>& hashes) const {
  if (enforced<"IDN-12"> && hashes.empty())
    (void)crypto::verify_password(password, pepper_, nobodys_);
  for (std::size_t at = 0; at < hashes.size(); ++at) {
    if (crypto::verify_password(password, pepper_, hashes[at])) return at;
    make_up_for(password, hashes[at]);
  }
  return std::nullopt;
}

void Passwords::make_up_for(const Secret& password, const std::string& hash) const {
  const auto known = crypto::cost_of(hash);
  if (!known || !outdated(hash)) return;
  crypto::HashCost missing = cost_;
  if (known->memory_kib == cost_.memory_kib && known->passes < cost_.passes)
    missing.passes -= known->passes;
  (void)crypto::hash_password(password, pepper_, missing);
}

bool Passwords::outdated(const std::string& hash) const {
  return crypto::needs_rehash(hash, cost_);
}

}  // namespace gatehouse::identity::internal

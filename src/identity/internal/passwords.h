// Passwords as they are kept: Argon2id with a pepper that no table holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/password_hash.h"
#include "identity/internal/ground.h"
#include "identity/internal/pool.h"

namespace gatehouse::identity::internal {

class Passwords {
 public:
  Passwords(const Ground& ground, Pool& pool);
  // Finds out what a hash costs here. Blocking; before any password is looked at.
  Result<> start();

  Task<Result<std::string>> hash(Secret password);
  std::string hash_now(const Secret& password) const;  // blocking
  std::string hash_now(const Secret& password, const crypto::HashCost& cost) const;

  // The first of the hashes that fits. Without any, the work of one is done all the same, so that
  // an unknown account takes as long as a known one; a hash that costs less than those of today is
  // made up for.
  using Match = std::optional<std::size_t>;
  Task<Result<Match>> first_match(Secret password, std::vector<std::string> hashes);

  bool outdated(const std::string& hash) const;
  // For accounts that have no password.
  const std::string& of_nobody() const { return nobodys_; }

 private:
  std::string hash_of_nobody(Random& random) const;
  void make_up_for(const Secret& password, const std::string& hash) const;
  Match first_match_now(const Secret& password, const std::vector<std::string>& hashes) const;

  const Ground& ground_;
  const Secret pepper_;
  Pool& pool_;
  crypto::HashCost cost_;
  std::string nobodys_;  // fits no password that anybody knows
};

}  // namespace gatehouse::identity::internal

// Argon2id (RFC 9106) in the PHC string form, with a pepper. Blocking: run it in a pool of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace gatehouse::crypto {

struct HashCost {
  std::uint32_t memory_kib = 65536;
  std::uint32_t passes = 3;
};

// The pepper enters as HMAC-SHA256(pepper, password), so a stolen table alone cannot be searched.
std::string hash_password(const Secret& password, const Secret& pepper, HashCost cost);
bool verify_password(const Secret& password, const Secret& pepper, std::string_view phc);
// What a stored hash was made with; none of a form that is not ours.
std::optional<HashCost> cost_of(std::string_view phc);
// The stored hash was made with other parameters than `cost`.
bool needs_rehash(std::string_view phc, HashCost cost);

}  // namespace gatehouse::crypto

// How far somebody has to prove themselves, and by which ways they can (control IDN-03).
#pragma once

#include <tuple>
#include <vector>

#include "access/proof.h"
#include "identity/factors.h"
#include "store/database.h"

namespace gatehouse::identity::internal {

struct Standing {
  std::int64_t factors;
  std::int64_t rules;  // 1: the workspace demands one of everybody
  bool is_managing;    // what they may do is worth attacking

  bool must_have() const;
  // Of a session whose owner has proven themselves by this.
  access::Stage stage_after(Way by) const;
};

Result<Standing> standing_of(store::Reader& reader, PersonId person);

// Without a factor the password or the identity provider is all that can be asked.
Result<std::vector<Way>> ways_to_prove(store::Reader& reader, PersonId person);

// All of a person's factors and recovery codes. How many factors there were.
Result<std::int64_t> forget_factors(store::Transaction& transaction, PersonId person);

}  // namespace gatehouse::identity::internal

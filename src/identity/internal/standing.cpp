#include "identity/internal/standing.h"

#include <algorithm>

#include "access/roles.h"
#include "identity/internal/factor_rows.h"
#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

struct StandingRow {
  access::RoleKey role;
  std::int64_t factors;
  std::int64_t rules;
  static constexpr auto columns =
      std::tuple{&StandingRow::role, &StandingRow::factors, &StandingRow::rules};
};

}  // namespace

Result<Standing> standing_of(store::Reader& reader, PersonId person) {
  TRY(const auto row, reader.one<StandingRow>(queries::factor_standing, person));
  TRY(const access::Authority authority, access::authority_of(reader, person, row.role));
  return Standing{row.factors, row.rules, authority.is_managing()};
}

bool Standing::must_have() const { return rules > 0 || is_managing; }

access::Stage Standing::stage_after(Way by) const {
  // A provider has proven the person, unless the workspace wants it proven here.
  const bool needs_more = by == Way::password || (by == Way::sign_on && rules > 0);
  if (factors > 0 && needs_more) return access::Stage::password;
  if (factors == 0 && must_have()) return access::Stage::enrolling;
  return access::Stage::complete;
}

Result<std::vector<Way>> ways_to_prove(store::Reader& reader, PersonId person) {
  TRY(const auto factors, reader.all<FactorRow>(queries::factors_of_person, person));
  if (factors.empty()) return ways_without_factor(reader, person);
  std::vector<Way> ways;
  for (const Way way : {Way::passkey, Way::app})
    if (std::ranges::find(factors, way, &FactorRow::way) != factors.end()) ways.push_back(way);
  TRY(const auto codes, reader.one<std::int64_t>(queries::count_recovery_codes, person));
  if (codes > 0) ways.push_back(Way::recovery_code);
  return ways;
}

Result<std::int64_t> forget_factors(store::Transaction& transaction, PersonId person) {
  TRY_VOID(transaction.execute(queries::delete_recovery_codes, person));
  TRY_VOID(transaction.execute(queries::delete_passkeys_of_person, person));
  TRY_VOID(transaction.execute(queries::delete_apps_of_person, person));
  return transaction.execute(queries::delete_factors_of_person, person);
}

}  // namespace gatehouse::identity::internal

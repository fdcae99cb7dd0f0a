#include "identity/internal/sign_on_door.h"

#include "base/control.h"
#include "identity/internal/providers.h"
#include "identity/queries.h"
#include "identity/sign_on.h"

namespace gatehouse::identity::internal {

Result<std::optional<OnlyDoor>> only_door_of(store::Reader& reader, TenantId tenant) {
  return reader.maybe<OnlyDoor>(queries::find_door, tenant);
}

Result<> require_other_doors(store::Reader& reader, TenantId tenant, PersonId person) {
  TRY(const auto door, only_door_of(reader, tenant));
  if (enforced<"IDN-04"> && door && door->break_glass != person) return fail(kOnlySignOn);
  return {};
}

Result<> require_not_break_glass(store::Reader& reader, TenantId tenant, PersonId person) {
  TRY(const auto door, only_door_of(reader, tenant));
  if (door && door->break_glass == person) return fail(kBreakGlassStays);
  return {};
}

Result<> require_no_factor(store::Reader& reader, PersonId person) {
  TRY(const auto factors, reader.one<std::int64_t>(queries::count_factors, person));
  if (factors > 0) return fail(kProveByFactor);
  return {};
}

Result<std::vector<Way>> ways_without_factor(store::Reader& reader, PersonId person) {
  TRY(const MemberRow member, reader.one<MemberRow>(queries::find_member, person));
  TRY(const auto door, only_door_of(reader, member.tenant));
  TRY(const auto providers, reader.one<std::int64_t>(queries::count_sign_on_ways, person));
  std::vector<Way> ways;
  if (!door || door->break_glass == person) ways.push_back(Way::password);
  if (providers > 0) ways.push_back(Way::sign_on);
  return ways;
}

Result<> forget_sign_on(store::Transaction& transaction, TenantId tenant) {
  TRY(const auto rows, transaction.all<ProviderRow>(queries::providers_of_tenant, tenant));
  for (const ProviderRow& row : rows) {
    TRY_VOID(forget_provider(transaction, row.id));
  }
  return {};
}

}  // namespace gatehouse::identity::internal

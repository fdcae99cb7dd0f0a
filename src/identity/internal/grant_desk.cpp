#include "identity/internal/grant_desk.h"

#include <fmt/format.h>

#include "base/control.h"
#include "base/log.h"
#include "identity/internal/doors.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using access::Grant;
using access::Privilege;
using access::Privileges;

// What an agent could do with every bot before there were grants.
constexpr Privileges kOnceReached =
    Privileges::of(access::Scope::inbox) | Privileges{Privilege::read_bots};

Privileges difference(Privileges a, Privileges b) { return (a - b) | (b - a); }

Result<access::Reach> reach_of(store::Reader& reader, const MemberRow& member) {
  TRY(access::Authority authority, access::authority_of(reader, member.person, member.role));
  return std::move(authority.reach);
}

}  // namespace

Task<Result<std::vector<Grant>>> GrantDesk::list(access::Caller caller, PersonId person) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [caller, person](store::Reader& reader) -> Result<std::vector<Grant>> {
    TRY_VOID(enter(reader, caller, person));
    TRY(auto grants, access::grants_of(reader, person));
    // What the caller does not reach is not there.
    std::erase_if(grants, [&](const Grant& grant) {
      return enforced<"ACC-03"> && caller.reach().on(grant.bot).empty();
    });
    return grants;
  };
  co_return co_await ground_.control.read(std::move(work));
}

Task<Result<Grant>> GrantDesk::set(access::Caller caller, PersonId person, Grant grant) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person, grant](store::Transaction& transaction) {
    return set_in(transaction, caller, person, grant);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<Grant> GrantDesk::set_in(store::Transaction& transaction, const access::Caller& caller,
                                PersonId person, Grant grant) const {
  TRY(const MemberRow member, enter(transaction, caller, person));
  if (enforced<"ACC-03"> && caller.reach().on(grant.bot).empty())
    return fail(Error{kNotFound}.because("the bot is not granted").under("ACC-03"));
  TRY(const access::Reach reach, reach_of(transaction, member));
  if (reach.is_everything()) return fail(kReachesEveryBot);
  grant.privileges = access::with_reading(grant.privileges & access::kOfBots);
  const Privileges held = caller.authority().privileges & caller.reach().on(grant.bot);
  const bool may_grant = held.contains_all(difference(reach.on(grant.bot), grant.privileges));
  if (enforced<"ACC-02"> && !may_grant) return fail(Error{kCannotGrant}.at("/privileges"));
  TRY_VOID(put(transaction, caller.origin(), member, grant));
  return grant;
}

Result<> GrantDesk::put(store::Transaction& transaction, const audit::Origin& origin,
                        const MemberRow& member, const Grant& grant) const {
  TRY_VOID(access::set_grant(transaction, member.person, grant));
  TRY_VOID(sessions_.change_rights(transaction, {member}));
  const audit::Deed deed{
      .event = audit::Event::grant_changed,
      .object = member.person.text(),
      .detail = fmt::format("{}: {}", grant.bot.text(), access::text_of(grant.privileges))};
  return ground_.log.record(transaction, origin, deed);
}

// Before the bot is there, so that it never is without somebody who reaches it; a grant for a bot
// that then is not made opens nothing.
Task<Result<>> GrantDesk::share_new(access::Caller caller, BotId bot) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_bots));
  if (caller.reach().is_everything()) co_return Result<>{};
  auto work = [this, caller, bot](store::Transaction& transaction) -> Result<> {
    TRY(const MemberRow member, enter(transaction, caller, caller.person()));
    return put(transaction, caller.origin(), member, {bot, access::kOfBots});
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> GrantDesk::grant_what_was_reached(
    const std::function<std::vector<BotId>(TenantId)>& bots_of) {
  TRY(const auto tenants, ground_.control.read_now([](store::Reader& reader) {
    return access::ungranted_tenants(reader);
  }));
  for (const TenantId tenant : tenants) {
    auto work = [this, tenant, bots = bots_of(tenant)](store::Transaction& transaction) {
      return grant_all(transaction, tenant, bots);
    };
    TRY_VOID(ground_.control.write_now(std::move(work)));
    log::notice("identity.bots_granted", {{"tenant", tenant.text()}});
  }
  return {};
}

Result<> GrantDesk::grant_all(store::Transaction& transaction, TenantId tenant,
                              const std::vector<BotId>& bots) const {
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  origin.tenant = tenant;
  TRY(const auto members, transaction.all<MemberRow>(queries::members_of_tenant, tenant));
  for (const MemberRow& member : members) {
    TRY(const access::Reach reach, reach_of(transaction, member));
    if (reach.is_everything()) continue;
    for (const BotId bot : bots) TRY_VOID(put(transaction, origin, member, {bot, kOnceReached}));
  }
  return access::tenant_is_granted(transaction, tenant);
}

}  // namespace gatehouse::identity::internal

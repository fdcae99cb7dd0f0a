#include "main/admin_support.h"

#include <algorithm>

#include <fmt/format.h>

#include "access/support.h"
#include "main/admin_ground.h"

namespace gatehouse {

namespace {

constexpr ErrorKind kNoWorkspace{"main.no_workspace", Fault::not_found,
                                 "There is no such workspace. Name it as its people do, or by its "
                                 "id when several have the name."};
constexpr ErrorKind kNoScope{"main.no_scope", Fault::invalid,
                             "A grant is for one of: conversations, bots, members."};

struct Desk {
  AdminGround ground;
  std::unique_ptr<identity::Identity> identity;
  std::unique_ptr<access::Support> support;
};

Result<Desk> open_desk(const SupportOptions& options, Clock& clock, Random& random) {
  TRY(AdminGround ground, open_existing(options.where, clock, random));
  Installation& on = *ground.installation;
  auto identity = std::make_unique<identity::Identity>(
      on.control(), on.tenants(), on.vault().installation(), on.log(), identity::Limits{}, clock,
      random, [](const std::vector<SessionId>&) {});
  auto support = std::make_unique<access::Support>(
      access::Support::Ground{on.control(), on.tenants(), on.vault().installation(), on.log(),
                              clock, random},
      identity->approval_engine());
  return Desk{std::move(ground), std::move(identity), std::move(support)};
}

Result<TenantId> workspace_of(access::Tenants& tenants, const std::string& wanted) {
  TRY(const auto all, tenants.list());
  std::vector<TenantId> found;
  for (const access::Tenant& tenant : all)
    if (tenant.id.text() == wanted || tenant.name == wanted) found.push_back(tenant.id);
  if (found.size() != 1) return fail(Error{kNoWorkspace}.because(wanted));
  return found.front();
}

std::string_view state_of(const access::SupportGrant& grant, Instant now) {
  if (grant.is_live(now)) return "open";
  if (grant.ended_at || grant.opened_at) return "over";
  return grant.approved_at ? "approved" : "waits for the workspace";
}

}  // namespace

Result<> request_support(const SupportOptions& options, Clock& clock, Random& random) {
  const auto scope = named<access::SupportScope>(options.scope);
  if (!scope) return fail(Error{kNoScope}.because(options.scope));
  TRY(const Desk desk, open_desk(options, clock, random));
  TRY(const TenantId tenant, workspace_of(desk.ground.installation->tenants(), options.workspace));
  TRY(const auto grant, desk.support->request(tenant, *scope, options.reason));
  fmt::print("{}\n", grant.id.text());
  fmt::print(stderr,
             "Asked for. Once the workspace has approved it (within 72 hours), run:\n"
             "  gatehouse admin support link --grant {}\n",
             grant.id.text());
  return {};
}

Result<> print_support_link(const SupportOptions& options, Clock& clock, Random& random) {
  TRY(const auto id, SupportGrantId::parse(options.grant));
  TRY(const Desk desk, open_desk(options, clock, random));
  TRY(const Secret token, desk.support->make_link(id));
  fmt::print("{}/support#{}\n", desk.ground.origin, token.reveal_text());
  return {};
}

Result<> list_support(const SupportOptions& options, Clock& clock, Random& random) {
  TRY(const Desk desk, open_desk(options, clock, random));
  TRY(const auto grants, desk.support->all());
  for (const access::SupportGrant& grant : grants)
    fmt::print("{}  {}  {:<13}  {:<23}  {}\n", grant.id.text(), grant.tenant.text(),
               name_of(grant.scope), state_of(grant, clock.now()), rfc3339(grant.requested_at));
  return {};
}

Result<> end_support(const SupportOptions& options, Clock& clock, Random& random) {
  TRY(const auto id, SupportGrantId::parse(options.grant));
  TRY(const Desk desk, open_desk(options, clock, random));
  TRY_VOID(desk.support->end_by_operator(id));
  fmt::print("{} is over.\n", id.text());
  return {};
}

}  // namespace gatehouse

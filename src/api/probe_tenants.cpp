#include "api/probe_tenants.h"

#include <fmt/format.h>

#include "base/log.h"

namespace gatehouse::api {

namespace {

// Two to keep apart, and one whose doors a probe may shut while others sign in to theirs.
constexpr int kTenants = 3;
constexpr int kOthers = 6;
// As an older system may have stored a password.
constexpr crypto::HashCost kImported{.memory_kib = 8, .passes = 1};

std::string tenant_name(RunId run, int number) {
  return fmt::format("probe {} {}", run.text(), number);
}

std::string random_password(Random& random) { return "pw-" + base64url(random.bytes<24>()); }

Result<assurance::ProbeMember> add_member(Services& services, TenantId tenant, access::Role role,
                                          int number,
                                          std::optional<crypto::HashCost> imported = {}) {
  const std::string email = fmt::format("{}-{}-{}@probe.invalid", name_of(role), number,
                                        base64url(services.random.bytes<6>()));
  TRY(const auto address, EmailAddress::parse(email));
  std::string password = random_password(services.random);
  TRY(const auto person, services.identity.add_probe_member(
                             tenant, address, Secret::of_text(password), role, imported));
  return assurance::ProbeMember{person.id, email, std::move(password)};
}

// What blocks: keys, a file, password hashes.
struct MakeTenant {
  Services& services;
  RunId run;
  int number;

  Result<assurance::ProbeTenant> operator()() const {
    TRY(const auto tenant, services.tenants.create(tenant_name(run, number), true));
    TRY(auto owner, add_member(services, tenant.id, access::Role::owner, number));
    TRY(auto agent, add_member(services, tenant.id, access::Role::agent, number));
    TRY(auto spare, add_member(services, tenant.id, access::Role::agent, number));
    assurance::ProbeTenant made{
        tenant.id, std::move(owner), std::move(agent), std::move(spare), {}, {}, {}};
    for (int other = 0; number == 1 && other < kOthers; ++other) {
      TRY(auto member, add_member(services, tenant.id, access::Role::agent, number));
      made.others.push_back(std::move(member));
    }
    if (number == 1) {
      TRY(made.imported, add_member(services, tenant.id, access::Role::agent, number, kImported));
    }
    return made;
  }
};

struct AddMember {
  Services& services;
  TenantId tenant;
  access::Role role;
  Result<assurance::ProbeMember> operator()() const {
    return add_member(services, tenant, role, 1);
  }
};

struct AskFacts {
  Services& services;
  Result<assurance::ServerFacts> operator()() const { return services.facts(); }
};

struct RemoveTenant {
  Services& services;
  TenantId tenant;
  Result<> operator()() const {
    TRY_VOID(services.directory.forget_tenant(tenant));
    TRY_VOID(services.identity.forget_tenant(tenant));
    return services.tenants.remove(tenant);
  }
};

// Both bots answer the same question, each with a canary of its own (control KNW-01).
Task<Result<assurance::ProbeBot>> add_bot(Services& services, access::Caller owner, int number) {
  bots::NewBot bot{.name = fmt::format("Probe bot {}", number), .greeting = "Hello", .domains = {}};
  CO_TRY(const auto made, co_await services.bots.create(owner, std::move(bot)));
  knowledge::NewSource source{knowledge::SourceKind::question, "What is the canary word?",
                              fmt::format("The canary word is {}.", made.id.text()), std::nullopt};
  CO_TRY_VOID(co_await services.bots.add_source(owner, made.id, std::move(source)));
  co_return assurance::ProbeBot{made.id, made.widget};
}

}  // namespace

Task<Result<assurance::ProbeRun>> open_probe_tenants(Services& services, access::Whereabouts where,
                                                     assurance::Scope scope) {
  AskFacts ask{services};
  CO_TRY(auto facts, co_await services.pool.run(ask));
  assurance::ProbeRun run{RunId::make(services.clock, services.random), {}, std::move(facts)};
  CO_TRY(run.server.waivers, co_await services.records.waivers());
  services.records.begin(run.run, scope);
  for (int number = 1; number <= kTenants; ++number) {
    MakeTenant make{services, run.run, number};
    CO_TRY(auto tenant, co_await services.pool.run(make));
    const auto owner = access::Doorkeeper::member(where, tenant.id, tenant.owner.person,
                                                  SessionId{}, access::Role::owner, "Probe owner");
    for (int bot = 1; bot <= 2; ++bot) {
      CO_TRY(auto made, co_await add_bot(services, owner, bot));
      tenant.bots.push_back(std::move(made));
    }
    // The first bot is the agent's, the second is not.
    const access::Grant first{tenant.bots.front().id, access::kOfBots};
    CO_TRY_VOID(co_await services.identity.grant(owner, tenant.agent.person, first));
    run.tenants.push_back(std::move(tenant));
  }
  services.records.begin(run.run, scope);  // from now on it has to show signs of life
  co_return run;
}

Task<Result<assurance::ProbeMember>> add_probe_member(Services& services, TenantId tenant,
                                                      access::Role role) {
  AddMember add{services, tenant, role};
  co_return co_await services.pool.run(add);
}

Task<Result<>> close_probe_tenants(Services& services, RunId run) {
  for (const access::Room& room : services.tenants.rooms()) {
    CO_TRY(const auto tenant, co_await services.tenants.find(room->tenant()));
    if (!tenant.probe || !tenant.name.starts_with("probe " + run.text())) continue;
    services.fetcher.openings().close(tenant.id);
    services.bots.forget_tenant(tenant.id);
    RemoveTenant remove{services, tenant.id};
    CO_TRY_VOID(co_await services.pool.run(remove));
  }
  services.records.end(run);  // one that could not be closed is closed as abandoned
  co_return Result<>{};
}

Result<> close_abandoned_runs(Services& services, std::chrono::seconds after) {
  for (const assurance::RunProgress& run : services.records.running()) {
    if (services.clock.now() - run.seen_at < after) continue;
    log::warning("assurance.run_abandoned", {{"run", run.run.text()}});
    TRY(const auto all, services.tenants.list());
    for (const access::Tenant& tenant : all) {
      if (!tenant.probe || !tenant.name.starts_with("probe " + run.run.text())) continue;
      services.bots.forget_tenant(tenant.id);
      TRY_VOID(RemoveTenant{services, tenant.id}());
    }
    services.records.end(run.run);
  }
  return {};
}

Result<> remove_left_probe_tenants(access::Tenants& tenants, directory::Directory& directory,
                                   identity::Identity& identity) {
  TRY(const auto all, tenants.list());
  for (const access::Tenant& tenant : all) {
    if (!tenant.probe) continue;
    TRY_VOID(directory.forget_tenant(tenant.id));
    TRY_VOID(identity.forget_tenant(tenant.id));
    TRY_VOID(tenants.remove(tenant.id));
  }
  return {};
}

}  // namespace gatehouse::api

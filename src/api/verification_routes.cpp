// What only our own verifier may ask: probe tenants, and what the audit log says about an attack.
#include <algorithm>

#include "api/probe_tenants.h"
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "assurance/protocol.h"

namespace gatehouse::api {

namespace {

using assurance::SeenEntries;
using assurance::SeenEntry;
using edge::Call;
using edge::Nothing;
using edge::Query;

Task<Result<assurance::ProbeRun>> start_run(Services& services, Call<assurance::RunInput> call) {
  const access::Whereabouts where{call.caller.origin().address, call.caller.origin().correlation};
  co_return co_await open_probe_tenants(services, where, call.input.scope);
}

Task<Result<>> end_run(Services& services, Call<Nothing> call) {
  CO_TRY(const auto run, call.path.id<RunId>("run"));
  co_return co_await close_probe_tenants(services, run);
}

SeenEntry seen(const audit::Entry& entry, std::optional<TenantId> tenant) {
  return {.tenant = tenant,
          .number = entry.number,
          .event = std::string{name_of(entry.event)},
          .outcome = std::string{name_of(entry.outcome)},
          .control = entry.control,
          .reason = entry.reason,
          .times = entry.times,
          .actor_kind = std::string{name_of(entry.actor_kind)},
          .object = entry.object,
          .address = entry.address,
          .correlation = entry.correlation};
}

Result<audit::Filter> filter_of(const assurance::SeenEntriesQuery& query) {
  audit::Filter filter{.limit = 200};
  if (query.correlation) {
    TRY(filter.correlation, RequestId::parse(*query.correlation));
  }
  if (query.event) filter.event = named<audit::Event>(*query.event);
  return filter;
}

struct WriteRefusals {
  Services& services;
  Result<> operator()() const {
    services.write_refusals();
    return {};
  }
};

Task<Result<>> add_entries(SeenEntries& list, audit::Log& log, audit::Filter filter,
                           std::optional<TenantId> tenant) {
  CO_TRY(const auto entries, co_await log.entries(filter));
  for (const audit::Entry& entry : entries) list.items.push_back(seen(entry, tenant));
  co_return Result<>{};
}

// Of probe tenants and of the installation: a customer's log is not the verifier's business.
Task<Result<SeenEntries>> entries(Services& services,
                                  Call<Query<assurance::SeenEntriesQuery>> call) {
  CO_TRY(const auto filter, filter_of(call.input));
  WriteRefusals write{services};
  CO_TRY_VOID(co_await services.pool.run(write));
  SeenEntries list;
  CO_TRY_VOID(co_await add_entries(list, services.installation_log, filter, std::nullopt));
  for (const access::Room& room : services.tenants.rooms()) {
    CO_TRY(const auto tenant, co_await services.tenants.find(room->tenant()));
    if (tenant.probe) CO_TRY_VOID(co_await add_entries(list, room->audit(), filter, tenant.id));
  }
  co_return list;
}

Task<Result<>> age_session(Services& services, Call<assurance::Ageing> call) {
  CO_TRY(const auto session, call.path.id<SessionId>("session"));
  co_return co_await services.identity.age_session(session,
                                                   std::chrono::seconds{call.input.seconds});
}

Task<Result<>> age_key(Services& services, Call<assurance::Ageing> call) {
  CO_TRY(const auto key, call.path.id<ApiKeyId>("key"));
  co_return co_await services.identity.keys().age(key, std::chrono::seconds{call.input.seconds});
}

Task<Result<assurance::ProbeMember>> add_member(Services& services,
                                                Call<assurance::NewProbeMember> call) {
  const auto role = named<access::Role>(call.input.role.value_or("agent"));
  if (!role) co_return fail(Error{json::kBadText}.at("/role"));
  co_return co_await add_probe_member(services, call.input.tenant, *role);
}

// --- what the operator of the machine does by the command line, in a probe tenant

Task<Result<>> in_probe_tenant(Services& services, TenantId tenant) {
  CO_TRY(const access::Tenant found, co_await services.tenants.find(tenant));
  if (!found.probe) co_return fail(Error{kNotFound}.because("not a workspace of the verifier"));
  co_return Result<>{};
}

struct AskForSupport {
  Services& services;
  TenantId tenant;
  access::SupportScope scope;
  Result<access::SupportGrant> operator()() const {
    return services.support.request(tenant, scope, "The verifier looks whether this holds.");
  }
};
struct MakeSupportLink {
  Services& services;
  SupportGrantId grant;
  TenantId tenant;
  Result<std::string> operator()() const {
    TRY(const auto all, services.support.all());
    const auto own = std::ranges::find(all, grant, &access::SupportGrant::id);
    if (own == all.end() || own->tenant != tenant) return fail(kNotFound);
    TRY(const Secret token, services.support.make_link(grant));
    return std::string{token.reveal_text()};
  }
};
struct AgeSupport {
  Services& services;
  TenantId tenant;
  std::chrono::seconds by;
  Result<> operator()() const { return services.support.age(tenant, by); }
};

Task<Result<assurance::SupportAsked>> ask_for_support(Services& services,
                                                      Call<assurance::SupportWish> call) {
  CO_TRY_VOID(co_await in_probe_tenant(services, call.input.tenant));
  const auto scope = named<access::SupportScope>(call.input.scope);
  if (!scope) co_return fail(Error{json::kBadText}.at("/scope"));
  AskForSupport ask{services, call.input.tenant, *scope};
  CO_TRY(const auto grant, co_await services.pool.run(ask));
  co_return assurance::SupportAsked{grant.id.text()};
}

Task<Result<assurance::ProbeLink>> make_support_link(Services& services,
                                                     Call<assurance::NewProbeMember> call) {
  CO_TRY(const auto id, call.path.id<SupportGrantId>("grant"));
  CO_TRY_VOID(co_await in_probe_tenant(services, call.input.tenant));
  MakeSupportLink make{services, id, call.input.tenant};
  CO_TRY(auto token, co_await services.pool.run(make));
  co_return assurance::ProbeLink{std::move(token)};
}

Task<Result<>> age_tenant(Services& services, Call<assurance::TenantAgeing> call) {
  const std::chrono::seconds by{call.input.seconds};
  CO_TRY_VOID(co_await services.identity.age_approvals(call.input.tenant, by));
  AgeSupport age{services, call.input.tenant, by};
  co_return co_await services.pool.run(age);
}

// The verifier reads nobody's mail, so it is given what its own members would be sent.
Task<Result<assurance::ProbeLink>> make_reset_link(Services& services,
                                                   Call<assurance::LinkAge> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  CO_TRY(const auto link, co_await services.identity.make_probe_reset_link(
                              person, std::chrono::seconds{call.input.seconds}));
  co_return assurance::ProbeLink{std::string{link.token.reveal_text()}};
}

Task<Result<>> change_email(Services& services, Call<assurance::ProbeEmail> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  CO_TRY(auto email, EmailAddress::parse(call.input.email));
  co_return co_await services.identity.change_probe_email(person, std::move(email));
}

Task<Result<>> age_failures(Services& services, Call<assurance::FailuresAgeing> call) {
  std::optional<EmailAddress> email;
  std::optional<IpAddress> address;
  if (call.input.email) {
    CO_TRY(email, EmailAddress::parse(*call.input.email));
  }
  if (call.input.address) {
    CO_TRY(address, IpAddress::parse(*call.input.address));
  }
  co_return co_await services.identity.age_failures(std::move(email), address,
                                                    std::chrono::seconds{call.input.seconds});
}

Task<Result<>> note_progress(Services& services, Call<assurance::ProgressInput> call) {
  CO_TRY(const auto run, call.path.id<RunId>("run"));
  services.records.note(run, call.input.done, call.input.all, std::move(call.input.control),
                        call.input.verdict);
  co_return Result<>{};
}

Task<Result<assurance::EvidenceHead>> evidence_head(Services& services, Call<Nothing>) {
  co_return co_await services.records.head();
}

Task<Result<assurance::LogPlace>> keep_evidence(Services& services,
                                                Call<assurance::Evidence> call) {
  co_return co_await services.records.keep(std::move(call.input.statement),
                                           std::move(call.input.signature));
}

using namespace edge;

constexpr Route kVerificationRoutes[] = {
    {
        .on = POST("/verification/v1/runs"),
        .who = verifier(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::RunInput>(1_KiB),
        .audit = records(audit::Event::verification_started),
        .run = handler<&start_run, 201>(),
    },
    {
        .on = DELETE("/verification/v1/runs/{run}"),
        .who = verifier(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::verification_finished),
        .run = handler<&end_run>(),
    },
    {
        .on = GET("/verification/v1/entries"),
        .who = verifier(),
        .limit = per_principal(1200, per_minute, WhenUnsure::refuse),
        .takes = query_of<assurance::SeenEntriesQuery>(),
        .audit = not_audited("Reads what was recorded about the verifier's own attacks."),
        .run = handler<&entries>(),
    },
    {
        .on = POST("/verification/v1/sessions/{session}/age"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::Ageing>(1_KiB),
        .audit = not_audited("Makes a probe's own session older, so that its end can be seen."),
        .run = handler<&age_session>(),
    },
    {
        .on = POST("/verification/v1/keys/{key}/age"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::Ageing>(1_KiB),
        .audit = not_audited("Makes a probe's own key older, so that its end can be seen."),
        .run = handler<&age_key>(),
    },
    {
        .on = POST("/verification/v1/members"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::NewProbeMember>(1_KiB),
        .audit = records(audit::Event::member_joined),
        .run = handler<&add_member, 201>(),
    },
    {
        .on = POST("/verification/v1/support"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::SupportWish>(1_KiB),
        .audit = records(audit::Event::support_requested),
        .run = handler<&ask_for_support, 201>(),
    },
    {
        .on = POST("/verification/v1/support/{grant}/link"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::NewProbeMember>(1_KiB),
        .audit = not_audited("Makes a link for a grant in the verifier's own workspace."),
        .run = handler<&make_support_link, 201>(),
    },
    {
        .on = POST("/verification/v1/tenants/age"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::TenantAgeing>(1_KiB),
        .audit = not_audited("Makes what waits in the verifier's own workspace older."),
        .run = handler<&age_tenant>(),
    },
    {
        .on = POST("/verification/v1/members/{person}/reset-link"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::LinkAge>(1_KiB),
        .audit = records(audit::Event::reset_link_made),
        .run = handler<&make_reset_link, 201>(),
    },
    {
        .on = POST("/verification/v1/members/{person}/email"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::ProbeEmail>(1_KiB),
        .audit = records(audit::Event::email_changed),
        .run = handler<&change_email>(),
    },
    {
        .on = POST("/verification/v1/failures/age"),
        .who = verifier(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::FailuresAgeing>(1_KiB),
        .audit = not_audited(
            "Makes a probe's own failed logins older, so that a lock's end can be seen."),
        .run = handler<&age_failures>(),
    },
    {
        .on = POST("/verification/v1/runs/{run}/progress"),
        .who = verifier(),
        .limit = per_principal(1200, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::ProgressInput>(1_KiB),
        .audit = not_audited("A sign of life of a run that is audited as a whole."),
        .run = handler<&note_progress>(),
    },
    {
        .on = GET("/verification/v1/evidence"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Which evidence the next one follows."),
        .run = handler<&evidence_head>(),
    },
    {
        .on = POST("/verification/v1/evidence"),
        .who = verifier(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::Evidence>(4096_KiB),
        .audit = records(audit::Event::verification_finished),
        .run = handler<&keep_evidence, 201>(),
    },
};
static_assert(every_change_is_audited(kVerificationRoutes));
static_assert(inputs_agree(kVerificationRoutes));

}  // namespace

std::span<const edge::Route> verification_routes() { return kVerificationRoutes; }

}  // namespace gatehouse::api

// The security page: what was proven, and what happened.
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "api/views.h"
#include "assurance/records.h"
#include "base/control.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using edge::Query;

std::optional<CheckpointView> shown(const std::optional<audit::Checkpoint>& checkpoint,
                                    const audit::Log& log) {
  if (!checkpoint) return std::nullopt;
  return CheckpointView{checkpoint->size, base64(checkpoint->root), checkpoint->at,
                        base64(checkpoint->signature), base64(log.public_key())};
}

Task<Result<AuditView>> list_audit(Services& services, Call<Query<ListAudit>> call) {
  CO_TRY(const auto room, services.tenants.room(call.caller));
  audit::Filter filter{.before = call.input.before,
                       .limit = static_cast<int>(call.input.limit.value_or(50))};
  CO_TRY(const auto entries, co_await room->audit().entries(filter));
  CO_TRY(const auto checkpoint, co_await room->audit().latest_checkpoint());
  AuditView shown_log{{}, shown(checkpoint, room->audit())};
  for (const audit::Entry& entry : entries) shown_log.items.push_back(view(entry));
  co_return shown_log;
}

std::string_view kind_name(ControlKind kind) {
  switch (kind) {
    case ControlKind::enforced:
      return "enforced";
    case ControlKind::measured:
      return "measured";
    case ControlKind::attested:
      return "attested";
  }
  return {};
}

ControlVerdict shown_as(assurance::Verdict verdict) {
  switch (verdict) {
    case assurance::Verdict::passed:
      return ControlVerdict::passed;
    case assurance::Verdict::failed:
      return ControlVerdict::failed;
    case assurance::Verdict::not_claimed:
      return ControlVerdict::not_claimed;
    case assurance::Verdict::waived:
      return ControlVerdict::waived;
  }
  return ControlVerdict::never_run;
}

// Only what a probe has shown is shown as proven; everything else says so.
ControlView shown(const ControlRow& control,
                  const std::map<std::string, assurance::KeptResult>& results) {
  ControlView shown{.id = std::string{control.id},
                    .title = std::string{control.title},
                    .statement = std::string{control.statement},
                    .family = std::string{control.family},
                    .kind = std::string{kind_name(control.kind)},
                    .verdict = ControlVerdict::never_run,
                    .summary = "",
                    .at = std::nullopt};
  if (const auto result = results.find(shown.id); result != results.end()) {
    shown.verdict = shown_as(result->second.verdict);
    shown.summary = result->second.summary;
    shown.at = result->second.at;
  }
  return shown;
}

Task<Result<SecurityView>> security(Services& services, Call<Nothing>) {
  CO_TRY(const auto run, co_await services.records.latest_run());
  CO_TRY(const auto results, co_await services.records.latest_results());
  SecurityView shown_page;
  if (run)
    shown_page.run = RunView{run->id,     run->started_at, run->seconds,     run->build,
                             run->passed, run->failed,     run->not_claimed, run->waived};
  for (const ControlRow& control : kCatalogue)
    shown_page.controls.push_back(shown(control, results));
  co_return shown_page;
}

using namespace edge;
using access::Privilege;

constexpr Route kSecurityRoutes[] = {
    {
        .on = GET("/api/v1/security"),
        .who = members_with(Privilege::read_security),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; results of the last verification."),
        .run = handler<&security>(),
    },
    {
        .on = GET("/api/v1/audit"),
        .who = members_with(Privilege::read_audit),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = query_of<ListAudit>(),
        .audit = not_audited("Reading the log adds nothing to it."),
        .run = handler<&list_audit>(),
    },
};
static_assert(every_change_is_audited(kSecurityRoutes));
static_assert(every_public_route_says_why(kSecurityRoutes));
static_assert(inputs_agree(kSecurityRoutes));

}  // namespace

std::span<const edge::Route> security_routes() { return kSecurityRoutes; }

}  // namespace gatehouse::api

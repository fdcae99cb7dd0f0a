// The public trust pages with their badges and evidence, security.txt, and what a workspace decides
// about its own page.
#include <fmt/format.h>

#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "api/trust_shapes.h"
#include "assets/assets.h"
#include "assurance/trust_pages.h"

namespace gatehouse::api {

namespace {

using assurance::TrustChange;
using assurance::TrustSettings;
using assurance::trust::Language;
using edge::Call;
using edge::Nothing;
using edge::Query;
using edge::Reply;

// Embedded in others' pages, where it is asked for again and again.
constexpr std::string_view kShortly = "public, max-age=300";

Language language_of(const Call<Query<TrustQuery>>& call) {
  if (call.input.language) return *call.input.language;
  return assurance::trust::preferred_language(
      call.request->headers.find("accept-language").value_or(""));
}

Task<Result<assurance::trust::Facts>> facts_of(Services& services) {
  CO_TRY(const auto results, co_await services.records.latest_results());
  co_return assurance::trust::judge(results, services.clock.now());
}

Result<std::string> style() {
  const assets::Asset* tokens = assets::find("/trust/tokens.css");
  const assets::Asset* sheet = assets::find("/trust/trust.css");
  if (!tokens || !sheet) return fail(Error{kNotFound}.because("the style sheet is missing"));
  return fmt::format("{}{}", tokens->content, sheet->content);
}

Task<Result<Reply>> page_of(Services& services, assurance::trust::Owner owner, Language language) {
  assurance::trust::PageFacts page;
  CO_TRY(page.facts, co_await facts_of(services));
  CO_TRY(const auto run, co_await services.records.latest_run());
  if (run) page.run = {run->started_at, run->build};
  page.has_security_txt = services.trust.security_txt(services.public_origin).has_value();
  CO_TRY(const auto sheet, style());
  Reply reply{.response =
                  net::text_response(200, "text/html; charset=utf-8",
                                     assurance::trust::trust_page(owner, page, language, sheet))};
  reply.page = edge::Page::trust;
  reply.response.headers.set("content-language", name_of(language));
  reply.response.headers.set("vary", "accept-language");
  co_return reply;
}

Task<Result<Reply>> badge_of(Services& services, assurance::trust::Owner owner, Language language) {
  CO_TRY(const auto facts, co_await facts_of(services));
  Reply reply{.response = net::text_response(
                  200, "image/svg+xml", assurance::trust::trust_badge(owner, facts, language))};
  // The one answer of these pages that other websites may show.
  reply.response.headers.set("cross-origin-resource-policy", "cross-origin");
  reply.response.headers.set("cache-control", kShortly);
  co_return reply;
}

Task<Result<Reply>> evidence_of(Services& services) {
  CO_TRY(auto evidence, co_await services.trust.latest_evidence());
  Reply reply{.response = net::text_response(200, "application/json", std::move(evidence))};
  reply.response.headers.set("content-disposition",
                             "attachment; filename=\"gatehouse-evidence.json\"");
  co_return reply;
}

Task<Result<Reply>> page(Services& services, Call<Query<TrustQuery>> call) {
  CO_TRY(auto owner, services.trust.installation());
  co_return co_await page_of(services, std::move(owner), language_of(call));
}

Task<Result<Reply>> badge(Services& services, Call<Query<TrustQuery>> call) {
  CO_TRY(auto owner, services.trust.installation());
  co_return co_await badge_of(services, std::move(owner),
                              call.input.language.value_or(Language::en));
}

Task<Result<Reply>> evidence(Services& services, Call<Nothing>) {
  CO_TRY_VOID(services.trust.installation());
  co_return co_await evidence_of(services);
}

Task<Result<Reply>> workspace_page(Services& services, Call<Query<TrustQuery>> call) {
  CO_TRY(auto owner, co_await services.trust.workspace(std::string{call.path.text("workspace")}));
  co_return co_await page_of(services, std::move(owner), language_of(call));
}

Task<Result<Reply>> workspace_badge(Services& services, Call<Query<TrustQuery>> call) {
  CO_TRY(auto owner, co_await services.trust.workspace(std::string{call.path.text("workspace")}));
  co_return co_await badge_of(services, std::move(owner),
                              call.input.language.value_or(Language::en));
}

Task<Result<Reply>> workspace_evidence(Services& services, Call<Nothing> call) {
  CO_TRY_VOID(co_await services.trust.workspace(std::string{call.path.text("workspace")}));
  co_return co_await evidence_of(services);
}

Task<Result<Reply>> security_txt(Services& services, Call<Nothing>) {
  auto text = services.trust.security_txt(services.public_origin);
  if (!text) co_return fail(Error{kNotFound}.because("no security.txt, or it has expired"));
  co_return Reply{.response =
                      net::text_response(200, "text/plain; charset=utf-8", *std::move(text))};
}

Task<Result<TrustSettings>> settings(Services& services, Call<Nothing> call) {
  co_return co_await services.trust.settings(call.caller);
}

Task<Result<TrustSettings>> change(Services& services, Call<TrustChange> call) {
  co_return co_await services.trust.change(call.caller, std::move(call.input));
}

using namespace edge;
using access::Privilege;

constexpr auto kPublic = anyone("Made to be read by anybody; off, it answers as if absent.");
constexpr auto kReadsNobody = not_audited("Read only; holds what was made public.");

constexpr Route public_at(std::string_view path, Handler run, int times) {
  return {.on = GET(path),
          .who = kPublic,
          .limit = per_address(times, per_minute, WhenUnsure::refuse),
          .takes = query_of<TrustQuery>(),
          .audit = kReadsNobody,
          .run = run};
}

constexpr Route evidence_at(std::string_view path, Handler run) {
  return {.on = GET(path),
          .who = kPublic,
          .limit = per_address(10, per_minute, WhenUnsure::refuse),
          .takes = nothing(),
          .audit = kReadsNobody,
          .run = run};
}

constexpr Route kTrustRoutes[] = {
    public_at("/trust", handler<&page>(), 60),
    public_at("/trust/badge.svg", handler<&badge>(), 600),
    evidence_at("/trust/evidence.json", handler<&evidence>()),
    public_at("/trust/{workspace}", handler<&workspace_page>(), 60),
    public_at("/trust/{workspace}/badge.svg", handler<&workspace_badge>(), 600),
    evidence_at("/trust/{workspace}/evidence.json", handler<&workspace_evidence>()),
    evidence_at("/.well-known/security.txt", handler<&security_txt>()),
    {
        .on = GET("/api/v1/workspace/trust"),
        .who = members_with(Privilege::manage_workspace),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; the workspace's own public page."),
        .run = handler<&settings>(),
    },
    {
        .on = PATCH("/api/v1/workspace/trust"),
        .who = members_with(Privilege::manage_workspace).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<TrustChange>(64_KiB),
        .audit = records(audit::Event::workspace_changed),
        .run = handler<&change>(),
    },
};
static_assert(every_change_is_audited(kTrustRoutes));
static_assert(every_public_route_says_why(kTrustRoutes));
static_assert(inputs_agree(kTrustRoutes));

}  // namespace

std::span<const edge::Route> trust_routes() { return kTrustRoutes; }

}  // namespace gatehouse::api

// Pages and files: the dashboard, the widget's frame and loader, the demo page.
#include <fmt/format.h>

#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "api/widget.h"
#include "assets/assets.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using edge::Page;
using edge::Reply;

// Names of built files hold a hash of their content, so they never change.
constexpr std::string_view kForever = "public, max-age=31536000, immutable";
// The loader's name is in customers' pages, so it must be able to change.
constexpr std::string_view kShortly = "public, max-age=300";

bool takes_gzip(const net::RequestHead& head) {
  return head.headers.find("accept-encoding").value_or("").find("gzip") != std::string_view::npos;
}

Result<const assets::Asset*> asset(std::string_view path) {
  const assets::Asset* found = assets::find(path);
  if (!found) return fail(Error{kNotFound}.because("no such file"));
  return found;
}

Reply file_reply(const net::RequestHead& head, const assets::Asset& file,
                 std::string_view caching) {
  Reply reply;
  net::Response& response = reply.response;
  response.content_type = file.content_type;
  response.headers.set("etag", file.etag);
  response.headers.set("cache-control", caching);
  if (head.headers.find("if-none-match") == file.etag) {
    response.status = 304;
    return reply;
  }
  response.fixed_body = file.content;
  if (file.gzip && takes_gzip(head)) {
    response.headers.set("content-encoding", "gzip");
    response.fixed_body = *file.gzip;
  }
  return reply;
}

Reply page_reply(const assets::Asset& file, Page page) {
  Reply reply;
  reply.page = page;
  reply.response.content_type = file.content_type;
  reply.response.fixed_body = file.content;
  return reply;
}

Task<Result<Reply>> dashboard(Services&, Call<Nothing>) {
  CO_TRY(const auto* file, asset("/dashboard/index.html"));
  co_return page_reply(*file, Page::dashboard);
}

Task<Result<Reply>> dashboard_file(Services&, Call<Nothing> call) {
  CO_TRY(const auto* file, asset(call.request->path));
  co_return file_reply(*call.request, *file, kForever);
}

Task<Result<Reply>> loader(Services&, Call<Nothing> call) {
  CO_TRY(const auto* file, asset("/widget/loader.js"));
  Reply reply = file_reply(*call.request, *file, kShortly);
  reply.response.headers.set("cross-origin-resource-policy", "cross-origin");
  co_return reply;
}

Task<Result<Reply>> widget_file(Services&, Call<Nothing> call) {
  CO_TRY(const auto* file, asset(fmt::format("/widget/assets/{}", call.path.text("file"))));
  co_return file_reply(*call.request, *file, kForever);
}

Task<Result<Reply>> widget_frame(Services& services, Call<Nothing> call) {
  CO_TRY(const auto facts, widget_of(services, call.path, call.caller.origin().address));
  CO_TRY(const auto* file, asset("/widget/frame.html"));
  Reply reply = page_reply(*file, Page::widget_frame);
  reply.frame_ancestors = facts.domains;
  co_return reply;
}

constexpr std::string_view kDemoWidget = "__DEMO_WIDGET__";

// Embeds the widget exactly as a customer's page would.
Task<Result<Reply>> demo(Services& services, Call<Nothing>) {
  const WidgetId widget = services.demo.widget();
  CO_TRY(const auto* file, asset(widget.is_nil() ? "/demo/waiting.html" : "/demo/index.html"));
  Reply reply = page_reply(*file, Page::demo);
  std::string page{file->content};
  for (std::size_t at = page.find(kDemoWidget); at != std::string::npos;
       at = page.find(kDemoWidget, at))
    page.replace(at, kDemoWidget.size(), widget.text());
  reply.response.body = std::move(page);
  reply.response.fixed_body = {};
  co_return reply;
}

Task<Result<Reply>> demo_file(Services&, Call<Nothing> call) {
  CO_TRY(const auto* file, asset(call.request->path));
  co_return file_reply(*call.request, *file, kShortly);
}

Task<Result<Reply>> openapi(Services& services, Call<Nothing>) {
  co_return Reply{.response = net::text_response(200, "application/json",
                                                 openapi_document(services.public_origin))};
}

Task<Result<Reply>> jwks(Services& services, Call<Nothing>) {
  co_return Reply{.response =
                      net::text_response(200, "application/json", services.identity.jwks())};
}

Task<Result<Reply>> health(Services&, Call<Nothing>) {
  co_return Reply{.response = net::text_response(200, "application/json", R"({"status":"ok"})")};
}

using namespace edge;

constexpr auto kPublicFile = anyone("A file of the program, the same for everybody.");
constexpr auto kFileLimit = per_address(1200, per_minute, WhenUnsure::allow);
constexpr auto kReadsNobody = not_audited("Read only; holds no one's data.");

// The dashboard is one page; these are the places it can be opened at.
constexpr Route dashboard_at(std::string_view path) {
  return {.on = GET(path),
          .who = anyone("The empty page; what it shows it asks for as somebody."),
          .limit = per_address(300, per_minute, WhenUnsure::allow),
          .takes = nothing(),
          .audit = kReadsNobody,
          .run = handler<&dashboard>()};
}

constexpr Route file_at(std::string_view path, Handler run) {
  return {.on = GET(path),
          .who = kPublicFile,
          .limit = kFileLimit,
          .takes = nothing(),
          .audit = kReadsNobody,
          .run = run};
}

constexpr Route kPageRoutes[] = {
    dashboard_at("/"),
    dashboard_at("/setup"),
    dashboard_at("/join"),
    dashboard_at("/reset"),
    dashboard_at("/email"),
    dashboard_at("/email-undo"),
    dashboard_at("/login"),
    dashboard_at("/start"),
    dashboard_at("/inbox"),
    dashboard_at("/inbox/{conversation}"),
    dashboard_at("/bots"),
    dashboard_at("/bots/{bot}"),
    dashboard_at("/bots/{bot}/{tab}"),
    dashboard_at("/members"),
    dashboard_at("/roles"),
    dashboard_at("/directory"),
    dashboard_at("/sign-on"),
    dashboard_at("/approvals"),
    dashboard_at("/support"),
    dashboard_at("/reviews"),
    dashboard_at("/address-ranges"),
    dashboard_at("/security"),
    dashboard_at("/keys"),
    dashboard_at("/settings"),
    dashboard_at("/account"),
    dashboard_at("/second-factor"),
    file_at("/assets/{file}", handler<&dashboard_file>()),
    file_at("/widget/v1/loader.js", handler<&loader>()),
    file_at("/widget/v1/assets/{file}", handler<&widget_file>()),
    file_at("/demo", handler<&demo>()),
    file_at("/demo/{file}", handler<&demo_file>()),
    file_at("/api/openapi.json", handler<&openapi>()),
    file_at("/.well-known/jwks.json", handler<&jwks>()),
    file_at("/health", handler<&health>()),
    {
        .on = GET("/widget/v1/{widget}/frame"),
        .who = anyone("The empty frame; only listed websites may show it."),
        .limit = per_address(300, per_minute, WhenUnsure::allow),
        .takes = nothing(),
        .audit = kReadsNobody,
        .run = handler<&widget_frame>(),
    },
};
static_assert(every_change_is_audited(kPageRoutes));
static_assert(every_public_route_says_why(kPageRoutes));
static_assert(inputs_agree(kPageRoutes));

}  // namespace

std::span<const edge::Route> page_routes() { return kPageRoutes; }

}  // namespace gatehouse::api

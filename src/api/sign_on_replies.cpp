#include "api/internal/sign_on_replies.h"

namespace gatehouse::api {

namespace {

// Binds a sign-in to the browser that began it. The provider sends the browser back with a form,
// and to a form of another site a browser adds only cookies that say SameSite=None. It is worth
// nothing alone: it must fit a request of ours that has had no answer.
constexpr std::string_view kBrowserCookie = "__Host-gh_sign_on";
constexpr std::chrono::minutes kBrowserCookieLife{10};

// Behind '#', so that no log of ours or of others has it.
std::string_view place_of(const Error& why) {
  if (why.is(identity::kSignOnLost)) return "/login#sign-on=lost";
  if (why.is(identity::kNobodyLinked)) return "/login#sign-on=not_linked";
  if (why.is(identity::kLinkedElsewhere)) return "/settings#sign-on=linked_elsewhere";
  if (why.kind().fault == Fault::unavailable) return "/login#sign-on=unavailable";
  return "/login#sign-on=refused";
}

std::string_view place_of(identity::Aim aim) {
  switch (aim) {
    case identity::Aim::enter:
      return "/login#sign-on=done";
    case identity::Aim::try_out:
      return "/sign-on#tried";
    case identity::Aim::link:
      return "/settings#sign-on=linked";
    case identity::Aim::prove:
      return "/login#sign-on=proven";
  }
  return "/";
}

}  // namespace

Result<std::string> sign_on_browser_of(const net::Request& request) {
  TRY(const std::string_view value, cookie(request, kBrowserCookie));
  return std::string{value};
}

void remember_sign_on(edge::Reply& reply, Secret browser) {
  reply.cookies.push_back(
      {kBrowserCookie, std::move(browser), kBrowserCookieLife, edge::SameSite::none});
}

edge::Reply go_to(std::string_view place) {
  edge::Reply reply{.response = net::empty_response(303)};
  reply.response.headers.set("location", place);
  return reply;
}

Task<Result<edge::Reply>> start_sign_on(Services& services, edge::Call<edge::Nothing> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  CO_TRY(std::string browser, sign_on_browser_of(*call.request));
  CO_TRY(auto departure, co_await services.identity.sign_on().begin(id, std::move(browser)));
  edge::Reply reply = go_to(departure.address);
  remember_sign_on(reply, std::move(departure.browser));
  co_return reply;
}

Task<Result<edge::Reply>> end_sign_on(Services& services, access::Whereabouts where,
                                      std::string agent, identity::SignOnAnswer answer) {
  auto arrival = co_await services.identity.sign_on().accept(std::move(where), std::move(agent),
                                                             std::move(answer));
  if (!arrival) co_return go_to(place_of(arrival.error()));
  edge::Reply reply = go_to(place_of(arrival->aim));
  if (arrival->signed_in) reply.cookies = session_cookies(*arrival->signed_in);
  co_return reply;
}

}  // namespace gatehouse::api

#include "api/authenticator.h"

#include "api/cookies.h"
#include "api/widget.h"
#include "assurance/credential.h"
#include "base/control.h"
#include "edge/offered_key.h"

namespace gatehouse::api {

namespace {

// "Authorization: Bearer …", or the subprotocol "token.…" of a socket, where a browser sets no
// headers.
std::string_view bearer(const net::RequestHead& head) {
  constexpr std::string_view kScheme = "Bearer ";
  constexpr std::string_view kProtocol = "token.";
  const std::string_view header = head.headers.find("authorization").value_or("");
  if (header.starts_with(kScheme)) return header.substr(kScheme.size());
  for (const std::string& offered : head.subprotocols)
    if (offered.starts_with(kProtocol)) return std::string_view{offered}.substr(kProtocol.size());
  return {};
}

Result<access::Caller> by_key(Services& services, const net::Request& request,
                              const access::Whereabouts& where, std::string_view key) {
  const bool is_alone = request.headers.count("cookie") == 0;
  if (enforced<"IDN-14"> && !is_alone) return fail(identity::kKeyBesideCookie);
  return services.identity.keys().recognise(where, key);
}

}  // namespace

Task<Result<access::Caller>> Authenticator::authenticate(const edge::Route& route,
                                                         const net::Request& request,
                                                         access::Whereabouts where,
                                                         edge::PathParameters path) {
  switch (route.who.audience) {
    case edge::Audience::members: {
      if (const auto key = edge::offered_key(request))
        co_return by_key(services_, request, where, *key);
      CO_TRY(const std::string_view token, cookie(request, kAccessCookie));
      if (token.empty() && identity::holds_a_key(request.query))
        co_return fail(identity::kKeyInAddress);
      if (token.empty()) co_return fail(edge::kUnauthenticated);
      if (access::Support::is_cookie(token))
        co_return co_await services_.support.recognise(where, std::string{token});
      // Looking does not keep a session alive; doing does.
      const bool acts = edge::changes_state(route);
      co_return services_.identity.recognise(where, token, acts,
                                             request.headers.find("user-agent").value_or(""));
    }
    case edge::Audience::keys: {
      const auto key = edge::offered_key(request);
      if (!key && identity::holds_a_key(request.query)) co_return fail(identity::kKeyInAddress);
      if (!key) co_return fail(edge::kKeyNeeded);
      co_return by_key(services_, request, where, *key);
    }
    case edge::Audience::visitors: {
      CO_TRY(const auto facts, widget_of(services_, path, where.address));
      co_return co_await services_.conversations.recognise(where, entrance_of(facts),
                                                           std::string{bearer(request)});
    }
    case edge::Audience::verifier:
      CO_TRY_VOID(assurance::check_credential(installation_, bearer(request), services_.clock));
      co_return access::Doorkeeper::verifier(where, TenantId{});
    case edge::Audience::anyone:
      break;
  }
  co_return access::Doorkeeper::nobody(where);
}

Task<Result<>> Authenticator::witness(access::Caller caller, const net::Request& request) {
  return services_.support.witness(std::move(caller), request.path);
}

std::string Authenticator::csrf_token(SessionId session) const {
  return services_.identity.csrf_token(session);
}

}  // namespace gatehouse::api

#include "edge/pipeline.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "access/support.h"
#include "base/control.h"
#include "base/log.h"
#include "base/secret.h"
#include "edge/internal/headers.h"
#include "edge/internal/limiter.h"
#include "edge/internal/passage.h"
#include "edge/internal/router.h"
#include "edge/offered_key.h"
#include "edge/problem.h"

namespace gatehouse::edge {

struct Pipeline::Inside {
  Router router;
  Limiter limiter;
  Product& product;
  Authenticator& authenticator;
  audit::Refusals& refusals;
  PipelineOptions options;
  Clock& clock;
  Random& random;
  std::vector<std::string> authorities;
  std::vector<std::string> origins;

  // --- the steps ---
  Result<> know_client(Passage& passage) const;
  Result<> check_host(Passage& passage) const;
  Result<> find_route(Passage& passage) const;
  Result<> limit_body(Passage& passage) const;
  Result<> limit_address(Passage& passage);
  Result<> check_origin(Passage& passage) const;
  Result<> limit_principal(Passage& passage);
  Result<> limit_key(Passage& passage);
  Result<> require_person(Passage& passage) const;
  Result<> check_stage(Passage& passage) const;
  Result<> authorise(Passage& passage) const;
  Result<> check_csrf(Passage& passage) const;
  Result<> check_content_type(Passage& passage) const;
  Result<> step_up(Passage& passage) const;

  Result<> limit(Passage& passage, Limit::By by, const std::array<std::uint8_t, 16>& who);
  bool is_ours(std::string_view origin) const;
  Passage begin(const net::RequestHead& head, const net::Request* request) const;
  Task<Result<>> authenticate(Passage& passage);
  net::Response finish(const net::RequestHead& head, Reply reply);
  net::Response refused(const Passage& passage, const Error& error);
};

// Everything a request passes, in running order. Cheap refusals stand before dear ones, and nothing
// about the product is touched before we know who asks.
struct PipelineSteps {
  struct Line {
    std::string_view name;
    std::string_view why;
    Result<> (Pipeline::Inside::*before)(Passage&);
    Result<> (Pipeline::Inside::*before_const)(Passage&) const;
  };
  using Inside = Pipeline::Inside;

  // After the headers, before a byte of the body is read.
  static constexpr Line kBeforeBody[] = {
      {"client address", "every later decision counts by it, so it comes first and from the socket",
       nullptr, &Inside::know_client},
      {"host",
       "a name that is not ours is a rebinding or a misrouted request; nothing below may run for "
       "it",
       nullptr, &Inside::check_host},
      {"route", "what is not in the table does not exist", nullptr, &Inside::find_route},
      {"address limit", "floods are shed before they cost anything", &Inside::limit_address,
       nullptr},
      {"body limit", "the row says how much it reads; more is refused unread", nullptr,
       &Inside::limit_body},
      {"origin", "another site's page may not act or open a socket here", nullptr,
       &Inside::check_origin},
  };
  // Between authentication and the row's own function.
  static constexpr Line kBeforeRun[] = {
      {"principal limit", "a person or visitor is one, however many addresses they use",
       &Inside::limit_principal, nullptr},
      {"key limit", "a key has a limit of its own, over all rows", &Inside::limit_key, nullptr},
      {"key or person", "a key opens what a privilege opens, and nothing that a person has to do",
       nullptr, &Inside::require_person},
      {"second factor", "half a sign-in opens nothing but the way to its other half", nullptr,
       &Inside::check_stage},
      {"authorise", "the row's privilege, decided in one place", nullptr, &Inside::authorise},
      {"csrf token", "the third layer: only our own page can know the session's token", nullptr,
       &Inside::check_csrf},
      {"content type", "forms and plain text cannot reach a JSON route", nullptr,
       &Inside::check_content_type},
      {"step-up",
       "what could do lasting harm asks for a factor anew; last, so that nobody is asked in vain",
       nullptr, &Inside::step_up},
  };

  static Result<> run(std::span<const Line> lines, Inside& inside, Passage& passage) {
    for (const Line& line : lines) {
      const Result<> passed =
          line.before ? (inside.*line.before)(passage) : (inside.*line.before_const)(passage);
      if (!passed) return fail(passed.error());
    }
    return {};
  }
};

namespace {

bool is_state_changing(const Router::Match& match) {
  return match.route && (changes_state(*match.route) || match.route->on.socket);
}

bool is_clean_path(std::string_view path) {
  const bool printable =
      std::ranges::all_of(path, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  return printable && path.find_first_of("%\\") == std::string_view::npos &&
         path.find("//") == std::string_view::npos && path.find("/..") == std::string_view::npos &&
         path.find("/./") == std::string_view::npos;
}

std::size_t declared_length(const net::RequestHead& head) {
  const auto text = head.headers.find("content-length");
  std::size_t length = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), length);
  return length;
}

// The offered subprotocol "csrf.<token>", because a browser cannot set headers on a socket.
std::string_view offered_csrf(const net::RequestHead& head) {
  for (const std::string& offered : head.subprotocols)
    if (offered.starts_with("csrf.")) return std::string_view{offered}.substr(5);
  return head.headers.find("x-gatehouse-csrf").value_or("");
}

bool is_worth_noting(const Error& error) {
  const Fault fault = error.kind().fault;
  return !error.control().empty() || fault == Fault::unauthenticated || fault == Fault::forbidden ||
         fault == Fault::too_many;
}

}  // namespace

// --- the steps -----------------------------------------------------------------------------------

Result<> Pipeline::Inside::know_client(Passage& passage) const {
  passage.client = passage.head.peer;
  const bool from_proxy = std::ranges::find(options.trusted_proxies, passage.head.peer) !=
                          options.trusted_proxies.end();
  if (enforced<"EDGE-17"> && !from_proxy) return {};
  // The right-most entry is the one our own proxy wrote; those left of it are anybody's claim.
  const std::string_view forwarded = passage.head.headers.find("x-forwarded-for").value_or("");
  const std::size_t comma = forwarded.rfind(',');
  std::string_view last = comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  if (const auto address = IpAddress::parse(last)) passage.client = *address;
  return {};
}

Result<> Pipeline::Inside::check_host(Passage& passage) const {
  const std::string_view host = passage.head.headers.find("host").value_or("");
  const bool ours = std::ranges::find(authorities, host) != authorities.end();
  if (enforced<"EDGE-08"> && !ours) return fail(kWrongHost);
  return {};
}

Result<> Pipeline::Inside::find_route(Passage& passage) const {
  const net::RequestHead& head = passage.head;
  if (!is_clean_path(head.path)) return fail(kBadPath);
  passage.match = router.find(head.method, head.upgrades_to_websocket, head.path);
  if (passage.match.route) return {};
  if (passage.match.path_known) return fail(kMethodNotAllowed);
  return fail(kNoSuchRoute);
}

Result<> Pipeline::Inside::limit_body(Passage& passage) const {
  const std::size_t most = passage.match.route->takes.most;
  if (enforced<"EDGE-12"> && declared_length(passage.head) > most) return fail(kBodyTooLarge);
  return {};
}

Result<> Pipeline::Inside::limit_address(Passage& passage) {
  return limit(passage, Limit::By::address, passage.client.network().octets());
}

Result<> Pipeline::Inside::limit_principal(Passage& passage) {
  const access::Caller& caller = passage.caller;
  if (!caller.visitor().is_nil())
    return limit(passage, Limit::By::principal, caller.visitor().bits());
  if (caller.key()) return limit(passage, Limit::By::principal, caller.key()->id.bits());
  if (!caller.session().is_nil())
    return limit(passage, Limit::By::principal, caller.session().bits());
  return limit(passage, Limit::By::principal, passage.client.network().octets());
}

Result<> Pipeline::Inside::limit_key(Passage& passage) {
  const access::KeyScope* key = passage.caller.key();
  if (!key) return {};
  constexpr std::uint32_t kOfKeys = std::numeric_limits<std::uint32_t>::max();  // no row's number
  const Limit most = per_principal(key->per_minute, per_minute, WhenUnsure::refuse);
  if (const auto wait = limiter.take({kOfKeys, key->id.bits()}, most, passage.head.arrived))
    return fail(Error{kRateLimited}.retry_after(*wait));
  return {};
}

Result<> Pipeline::Inside::require_person(Passage& passage) const {
  const bool welcome = !passage.caller.key() || takes_keys(passage.match.route->who);
  if (enforced<"IDN-14"> && !welcome) return fail(kKeyProvesNoPerson);
  return {};
}

Result<> Pipeline::Inside::limit(Passage& passage, Limit::By by,
                                 const std::array<std::uint8_t, 16>& who) {
  const RateLimits& limits = passage.match.route->limit;
  for (std::uint32_t at = 0; at < limits.size; ++at) {
    if (limits.list[at].by != by) continue;
    const LimitKey key{passage.match.number * 2 + at, who};
    if (const auto wait = limiter.take(key, limits.list[at], passage.head.arrived))
      return fail(Error{kRateLimited}.retry_after(*wait));
  }
  return {};
}

bool Pipeline::Inside::is_ours(std::string_view origin) const {
  return std::ranges::find(origins, origin) != origins.end();
}

// RFC 6454 Origin and Fetch Metadata: the second layer beside SameSite cookies and the token.
Result<> Pipeline::Inside::check_origin(Passage& passage) const {
  if (!is_state_changing(passage.match)) return {};
  if (!passage.match.route->who.across_sites.empty()) return {};
  if (is_by_key(*passage.match.route, passage.head)) return {};
  const auto origin = passage.head.headers.find("origin");
  const auto site = passage.head.headers.find("sec-fetch-site");
  const bool needs_origin = passage.match.route->who.audience == Audience::members;
  const bool foreign = origin ? !is_ours(*origin) : needs_origin;
  const bool cross_site = site && *site != "same-origin";
  if (enforced<"EDGE-08"> && (foreign || cross_site)) return fail(kForeignOrigin);
  return {};
}

Result<> Pipeline::Inside::check_stage(Passage& passage) const {
  const Who& who = passage.match.route->who;
  if (who.audience != Audience::members) return {};
  return access::require_stage(passage.caller, who.proof);
}

Result<> Pipeline::Inside::step_up(Passage& passage) const {
  const Who& who = passage.match.route->who;
  if (who.audience != Audience::members) return {};
  return access::require_lately(passage.caller, who.proof);
}

Result<> Pipeline::Inside::authorise(Passage& passage) const {
  const Who& who = passage.match.route->who;
  const bool is_support = passage.caller.kind() == access::Caller::Kind::operator_;
  if (enforced<"ACC-08"> && is_support && !who.support) return fail(access::kBeyondSupport);
  if (!who.privilege) return {};
  return access::require(passage.caller, *who.privilege);
}

Result<> Pipeline::Inside::check_csrf(Passage& passage) const {
  const bool by_cookie = passage.match.route->who.audience == Audience::members;
  if (!by_cookie || passage.caller.key() || !is_state_changing(passage.match)) return {};
  const std::string expected = authenticator.csrf_token(passage.caller.session());
  const bool proven = same_bytes(as_bytes(expected), as_bytes(offered_csrf(passage.head)));
  if (enforced<"EDGE-08"> && !proven) return fail(kBadCsrfToken);
  return {};
}

Result<> Pipeline::Inside::check_content_type(Passage& passage) const {
  const Takes::Form form = passage.match.route->takes.form;
  const std::string_view type = passage.head.headers.find("content-type").value_or("");
  const bool is_json = type == "application/json" || type == "application/json; charset=utf-8";
  const bool is_scim = type.starts_with("application/scim+json");  // RFC 7644 3.1
  if (form == Takes::Form::json && !is_json) return fail(kNotJson);
  if (form == Takes::Form::scim && !is_scim && !is_json) return fail(kNotJson);
  const bool is_form = type.substr(0, type.find(';')) == "application/x-www-form-urlencoded";
  if (form == Takes::Form::form && !is_form) return fail(kNotForm);
  return {};
}

// --- around the steps ----------------------------------------------------------------------------

Passage Pipeline::Inside::begin(const net::RequestHead& head, const net::Request* request) const {
  return {.head = head,
          .request = request,
          .match = {},
          .client = head.peer,
          .caller = access::Doorkeeper::nobody({head.peer, head.id})};
}

Task<Result<>> Pipeline::Inside::authenticate(Passage& passage) {
  const access::Whereabouts where{passage.client, passage.head.id};
  if (passage.match.route->who.audience == Audience::anyone) {
    passage.caller = access::Doorkeeper::nobody(where);
    co_return Result<>{};
  }
  CO_TRY(passage.caller, co_await authenticator.authenticate(*passage.match.route, *passage.request,
                                                             where, passage.match.path));
  co_return Result<>{};
}

net::Response Pipeline::Inside::finish(const net::RequestHead& head, Reply reply) {
  add_content_policy(reply, random);
  net::Response& response = reply.response;
  for (const Cookie& cookie : reply.cookies)
    response.headers.add("set-cookie", cookie_text(cookie));
  add_security_headers(response);
  // CORS: only an origin on the list is answered, and the list holds our own pages alone.
  const auto origin = head.headers.find("origin");
  if (origin && (!enforced<"EDGE-06"> || is_ours(*origin)))
    response.headers.set("access-control-allow-origin", *origin);
  response.headers.set("vary", "origin");
  return std::move(response);
}

net::Response Pipeline::Inside::refused(const Passage& passage, const Error& error) {
  if (is_worth_noting(error)) {
    audit::Origin origin = passage.caller.origin();
    origin.address = passage.client;
    const std::string_view route =
        passage.match.route ? passage.match.route->on.path : std::string_view{};
    refusals.note({origin, error.kind().code, error.control(), route});
  }
  if (error.kind().fault == Fault::internal)
    log::error("request.failed", error, passage.head.id.text());
  const bool scim = passage.match.route && passage.match.route->takes.answers_scim;
  return finish(passage.head, scim ? scim_problem(error) : problem(error, passage.head.id));
}

// --- net::Application
// ------------------------------------------------------------------------------

Pipeline::Pipeline(std::vector<std::span<const Route>> tables, Product& product,
                   Authenticator& authenticator, audit::Refusals& refusals, PipelineOptions options,
                   Clock& clock, Random& random)
    : inside_{new Inside{Router{tables},
                         Limiter{random},
                         product,
                         authenticator,
                         refusals,
                         std::move(options),
                         clock,
                         random,
                         {},
                         {}}} {}

Pipeline::~Pipeline() = default;

void Pipeline::serve_as(std::vector<std::string> authorities) {
  for (const std::string& authority : authorities)
    inside_->origins.push_back("https://" + authority);
  inside_->authorities = std::move(authorities);
}

std::expected<net::Admission, net::Response> Pipeline::admit(const net::RequestHead& head) {
  answered_.fetch_add(1, std::memory_order_relaxed);
  Passage passage = inside_->begin(head, nullptr);
  if (const auto passed = PipelineSteps::run(PipelineSteps::kBeforeBody, *inside_, passage);
      !passed)
    return std::unexpected{inside_->refused(passage, passed.error())};
  return net::Admission{passage.match.route->takes.most};
}

Task<net::Response> Pipeline::answer(net::Request request) {
  Passage passage = inside_->begin(request, &request);
  // The head was admitted, so these two cannot fail; they are found again rather than carried
  // along.
  (void)inside_->know_client(passage);
  (void)inside_->find_route(passage);
  if (const auto known = co_await inside_->authenticate(passage); !known)
    co_return inside_->refused(passage, known.error());
  if (const auto passed = PipelineSteps::run(PipelineSteps::kBeforeRun, *inside_, passage); !passed)
    co_return inside_->refused(passage, passed.error());
  if (passage.caller.kind() == access::Caller::Kind::operator_) {
    if (const auto seen = co_await inside_->authenticator.witness(passage.caller, request); !seen)
      co_return inside_->refused(passage, seen.error());
  }
  auto reply = co_await passage.match.route->run.http(inside_->product, passage.caller, request,
                                                      passage.match.path);
  if (!reply) co_return inside_->refused(passage, reply.error());
  co_return inside_->finish(request, *std::move(reply));
}

Task<std::variant<net::SocketPlan, net::Response>> Pipeline::upgrade(net::Request request) {
  Passage passage = inside_->begin(request, &request);
  (void)inside_->know_client(passage);
  (void)inside_->find_route(passage);
  if (const auto known = co_await inside_->authenticate(passage); !known)
    co_return inside_->refused(passage, known.error());
  if (const auto passed = PipelineSteps::run(PipelineSteps::kBeforeRun, *inside_, passage); !passed)
    co_return inside_->refused(passage, passed.error());
  auto plan = passage.match.route->run.socket(inside_->product, passage.caller, request,
                                              passage.match.path);
  if (!plan) co_return inside_->refused(passage, plan.error());
  if (std::ranges::find(request.subprotocols, plan->subprotocol) == request.subprotocols.end())
    co_return inside_->refused(passage, Error{kUnknownSubprotocol});
  plan->message_limit = passage.match.route->takes.most;
  net::Response handshake;
  add_security_headers(handshake);
  plan->headers = std::move(handshake.headers);
  co_return *std::move(plan);
}

net::Response Pipeline::refuse(const ErrorKind& why, RequestId id) {
  net::RequestHead head;
  head.id = id;
  return inside_->finish(head, problem(Error{why}, id));
}

void Pipeline::wire_fault(net::WireFault fault, IpAddress peer) {
  struct Name {
    std::string_view code;
    std::string_view control;
  };
  constexpr Name kNames[] = {
      {"net.handshake_failed", "EDGE-01"},  {"net.plain_http", "EDGE-02"},
      {"net.malformed_request", "EDGE-07"}, {"net.header_too_large", "EDGE-12"},
      {"net.too_slow", "EDGE-16"},          {"net.too_many_connections", "EDGE-16"}};
  audit::Origin origin;
  origin.address = peer;
  const Name& name = kNames[static_cast<std::size_t>(fault)];
  inside_->refusals.note({origin, name.code, name.control, {}});
}

std::vector<StepText> steps() {
  std::vector<StepText> list;
  for (const auto& line : PipelineSteps::kBeforeBody) list.push_back({line.name, line.why});
  list.push_back(
      {"authenticate", "who asks: cookie, API key, visitor token or verification credential"});
  for (const auto& line : PipelineSteps::kBeforeRun) list.push_back({line.name, line.why});
  list.push_back({"read input", "typed and bounded by the row's shape"});
  list.push_back({"run, audit and commit", "one transaction holds the change and its audit entry"});
  return list;
}

}  // namespace gatehouse::edge

// What the outside may do is a table. Each row answers six questions, none with a default, so a
// route without a policy does not compile.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "access/privilege.h"
#include "access/proof.h"
#include "audit/event.h"
#include "base/json.h"
#include "base/task.h"
#include "edge/call.h"
#include "edge/query.h"
#include "net/http.h"
#include "net/socket.h"

namespace gatehouse::edge {

// --- .on ---------------------------------------------------------------------------------------

struct Endpoint {
  net::Method method;
  bool socket;  // a WebSocket handshake (GET)
  std::string_view path;
};
constexpr Endpoint GET(std::string_view path) { return {net::Method::get, false, path}; }
constexpr Endpoint POST(std::string_view path) { return {net::Method::post, false, path}; }
constexpr Endpoint PUT(std::string_view path) { return {net::Method::put, false, path}; }
constexpr Endpoint PATCH(std::string_view path) { return {net::Method::patch, false, path}; }
constexpr Endpoint DELETE(std::string_view path) { return {net::Method::delete_, false, path}; }
constexpr Endpoint SOCKET(std::string_view path) { return {net::Method::get, true, path}; }

// --- .who --------------------------------------------------------------------------------------

enum class Audience : unsigned char { anyone, visitors, members, verifier, keys };

struct Who {
  constexpr Who(Audience audience, std::optional<access::Privilege> privilege, std::string_view why,
                std::string_view across_sites = {})
      : audience{audience}, privilege{privilege}, why{why}, across_sites{across_sites} {}
  // For those who have not shown their second factor yet; only what leads there.
  constexpr Who half_signed_in() const { return with({access::Stage::password, proof.lately}); }
  // For those who have none yet and must; only what leads to one.
  constexpr Who enrolling() const { return with({access::Stage::enrolling, proof.lately}); }
  // Who has shown a factor within five minutes: for what could do lasting harm.
  constexpr Who proven_lately() const { return with({proof.stage, true}); }
  // The provider's support too, as far as its grant goes (control ACC-08). Only what reads.
  constexpr Who also_support() const {
    Who copy = *this;
    copy.support = true;
    return copy;
  }

  Audience audience;
  std::optional<access::Privilege> privilege;
  std::string_view why;           // of a public route
  std::string_view across_sites;  // why pages of other sites may change something through it
  access::Proof proof = {};       // of a member
  bool support = false;

 private:
  constexpr Who with(access::Proof other) const {
    Who copy = *this;
    copy.proof = other;
    return copy;
  }
};
constexpr Who anyone(std::string_view why) { return {Audience::anyone, std::nullopt, why}; }
// The one exception from the rule that a change comes from a page of ours: says what stands in its
// place.
constexpr Who anyone_across_sites(std::string_view why, std::string_view instead) {
  return {Audience::anyone, std::nullopt, why, instead};
}
constexpr Who visitors() { return {Audience::visitors, std::nullopt, {}}; }
constexpr Who members() { return {Audience::members, std::nullopt, {}}; }
constexpr Who members_with(access::Privilege privilege) {
  return {Audience::members, privilege, {}};
}
// For machines alone: somebody's API key whose scope holds the privilege (control IDN-14).
constexpr Who keys_with(access::Privilege privilege) { return {Audience::keys, privilege, {}}; }
constexpr Who verifier() { return {Audience::verifier, std::nullopt, {}}; }

// A key proves no person: it opens what a privilege opens, and nothing that is one's own or wants
// somebody to show once more that it is them.
constexpr bool takes_keys(const Who& who) {
  if (who.audience == Audience::keys) return true;
  return who.audience == Audience::members && who.privilege && who.proof == access::Proof{};
}

// --- .limit ------------------------------------------------------------------------------------

// What to do when the counter itself cannot count (its table is full).
enum class WhenUnsure : unsigned char { refuse, allow };

struct Limit {
  enum class By : unsigned char { address, principal };
  By by;
  int times;
  std::chrono::seconds window;
  WhenUnsure when_unsure;
};
inline constexpr std::chrono::seconds per_minute{60};
inline constexpr std::chrono::seconds per_hour{3600};

// At most two windows for a route: one by address, one by visitor or session.
struct RateLimits {
  constexpr RateLimits(Limit only) : list{only, only}, size{1} {}  // NOLINT: one limit is a list
  constexpr RateLimits(Limit first, Limit second) : list{first, second}, size{2} {}
  std::array<Limit, 2> list;
  std::size_t size;
};
constexpr Limit per_address(int times, std::chrono::seconds window, WhenUnsure unsure) {
  return {Limit::By::address, times, window, unsure};
}
// By visitor, session, key or verifier, whoever the route is for.
constexpr Limit per_principal(int times, std::chrono::seconds window, WhenUnsure unsure) {
  return {Limit::By::principal, times, window, unsure};
}
constexpr RateLimits both(Limit first, Limit second) { return {first, second}; }

// --- .takes ------------------------------------------------------------------------------------

using Definitions = std::map<std::string, std::string, std::less<>>;

// One object for each type, so that its address names the type in a constant expression.
template <class T>
inline constexpr char type_tag = 0;

struct Takes {
  enum class Form : unsigned char { nothing, json, query, form, socket, scim };
  constexpr Takes(Form form, std::size_t most, const char* type, std::string_view name,
                  void (*describe)(Definitions&))
      : form{form}, most{most}, type{type}, name{name}, describe{describe} {}
  Form form;
  std::size_t most;  // bytes of the body
  const char* type;
  std::string_view name;
  void (*describe)(Definitions&);
  bool answers_scim = false;  // errors too

  // For rows of SCIM that take a query or nothing.
  constexpr Takes in_scim() const {
    Takes copy = *this;
    copy.answers_scim = true;
    return copy;
  }
};
constexpr Takes nothing() { return {Takes::Form::nothing, 0, &type_tag<Nothing>, {}, nullptr}; }
template <json::Shaped T>
constexpr Takes json_of(std::size_t most) {
  return {Takes::Form::json, most, &type_tag<T>, json::Shape<T>::name, &json::describe<T>};
}
template <json::Shaped T>
constexpr Takes query_of() {
  return {Takes::Form::query, 0, &type_tag<Query<T>>, json::Shape<T>::name, &json::describe<T>};
}
// What an HTML form posts (WHATWG HTML, application/x-www-form-urlencoded).
template <json::Shaped T>
constexpr Takes form_of(std::size_t most) {
  return {Takes::Form::form, most, &type_tag<Form<T>>, json::Shape<T>::name, &json::describe<T>};
}
// WebSocket messages of at most this size; their own rows stand beside the socket.
constexpr Takes messages(std::size_t most) {
  return {Takes::Form::socket, most, &type_tag<Nothing>, {}, nullptr};
}
// JSON as directories write it (RFC 7644): members that are not known are no error there, so it has
// a reader of its own, which the row's function calls.
constexpr Takes scim_document(std::size_t most) {
  return Takes{Takes::Form::scim, most, &type_tag<Document>, "a SCIM document", nullptr}.in_scim();
}
constexpr std::size_t operator""_KiB(unsigned long long kib) { return kib * 1024; }

// --- .audit ------------------------------------------------------------------------------------

struct AuditRule {
  constexpr AuditRule(std::optional<audit::Event> event, std::string_view why)
      : event{event}, why{why} {}
  std::optional<audit::Event> event;
  std::string_view why;
};
constexpr AuditRule records(audit::Event event) { return {event, {}}; }
constexpr AuditRule not_audited(std::string_view why) { return {std::nullopt, why}; }

// --- .run --------------------------------------------------------------------------------------

using RunHttp = Task<Result<Reply>> (*)(Product&, access::Caller, const net::Request&,
                                        PathParameters);
using RunSocket = Result<net::SocketPlan> (*)(Product&, access::Caller, const net::Request&,
                                              PathParameters);

struct Handler {
  constexpr Handler(RunHttp http, RunSocket socket, const char* input, int status,
                    std::string_view output, void (*describe)(Definitions&))
      : http{http},
        socket{socket},
        input{input},
        status{status},
        output{output},
        describe{describe} {}
  // What is answered with 202 when the act waits for approval (control ACC-04).
  template <json::Shaped T>
  constexpr Handler or_later() const {
    Handler copy = *this;
    copy.later = json::Shape<T>::name;
    copy.describe_later = &json::describe<T, json::Absence::never>;
    return copy;
  }
  RunHttp http;
  RunSocket socket;
  const char* input;  // type tag
  int status;         // of success
  std::string_view output;
  void (*describe)(Definitions&);
  std::string_view later = {};
  void (*describe_later)(Definitions&) = nullptr;
};

namespace internal {

template <class F>
struct Signature;
template <class S, class In, class Out>
struct Signature<Task<Result<Out>> (*)(S&, Call<In>)> {
  using Services = S;
  using Input = In;
  using Output = Out;
};

// What is not declared is refused, an unexpected query too.
template <class In>
struct Input {
  static Result<In> read(const net::Request& request) {
    if (!request.query.empty()) TRY_VOID(read_query<NoMembers>(request.query));
    return json::read<In>(request.body);
  }
};
template <>
struct Input<Nothing> {
  static Result<Nothing> read(const net::Request& request) {
    if (!request.query.empty()) TRY_VOID(read_query<NoMembers>(request.query));
    return Nothing{};
  }
};
template <>
struct Input<Document> {
  static Result<Document> read(const net::Request& request) {
    if (!request.query.empty()) TRY_VOID(read_query<NoMembers>(request.query));
    return Document{request.body};
  }
};
template <class T>
struct Input<Query<T>> {
  static Result<Query<T>> read(const net::Request& request) { return read_query<T>(request.query); }
};

template <class T>
struct Input<Form<T>> {
  static Result<Form<T>> read(const net::Request& request) {
    if (!request.query.empty()) TRY_VOID(read_query<NoMembers>(request.query));
    return read_form<T>(request.body);
  }
};

template <auto F, int status>
Task<Result<Reply>> run_http(Product& product, access::Caller caller, const net::Request& request,
                             PathParameters path) {
  using Types = Signature<decltype(F)>;
  CO_TRY(auto input, Input<typename Types::Input>::read(request));
  auto& services = static_cast<typename Types::Services&>(product);
  Call<typename Types::Input> call{std::move(caller), std::move(input), path, &request};
  if constexpr (std::same_as<typename Types::Output, void>) {
    CO_TRY_VOID(co_await F(services, std::move(call)));
    co_return Reply{.response = net::empty_response(204)};
  } else if constexpr (std::same_as<typename Types::Output, Reply>) {
    co_return co_await F(services, std::move(call));
  } else {
    CO_TRY(auto output, co_await F(services, std::move(call)));
    co_return json_reply(status, output);
  }
}

template <auto F>
Result<net::SocketPlan> run_socket(Product& product, access::Caller caller,
                                   const net::Request& request, PathParameters path) {
  TRY_VOID(Input<Nothing>::read(request));
  return F(product, std::move(caller), request, path);
}

}  // namespace internal

// The function's own types say what is read and written. `Documented` names the shape of a function
// that builds its Reply itself.
template <auto F, int status = 200, class Documented = void>
constexpr Handler handler() {
  using Types = internal::Signature<decltype(F)>;
  using Written =
      std::conditional_t<std::same_as<Documented, void>, typename Types::Output, Documented>;
  if constexpr (json::Shaped<Written>) {
    return {&internal::run_http<F, status>,   nullptr,
            &type_tag<typename Types::Input>, status,
            json::Shape<Written>::name,       &json::describe<Written, json::Absence::never>};
  } else {
    constexpr int plain =
        std::same_as<Written, void> && !std::same_as<typename Types::Output, Reply> ? 204 : status;
    return {&internal::run_http<F, status>,
            nullptr,
            &type_tag<typename Types::Input>,
            plain,
            {},
            nullptr};
  }
}
template <auto F>
constexpr Handler socket_handler() {
  return {nullptr, &internal::run_socket<F>, &type_tag<Nothing>, 101, {}, nullptr};
}

// --- the row -----------------------------------------------------------------------------------

struct Route {
  Endpoint on;
  Who who;
  RateLimits limit;
  Takes takes;
  AuditRule audit;
  Handler run;
};

constexpr bool changes_state(const Route& route) { return route.on.method != net::Method::get; }

consteval bool every_change_is_audited(std::span<const Route> routes) {
  return std::ranges::all_of(routes, [](const Route& route) {
    return !changes_state(route) || route.audit.event || !route.audit.why.empty();
  });
}
consteval bool every_public_route_says_why(std::span<const Route> routes) {
  return std::ranges::all_of(routes, [](const Route& route) {
    return route.who.audience != Audience::anyone || !route.who.why.empty();
  });
}
// What a row says it takes is what its function reads.
consteval bool inputs_agree(std::span<const Route> routes) {
  return std::ranges::all_of(
      routes, [](const Route& route) { return route.takes.type == route.run.input; });
}

}  // namespace gatehouse::edge

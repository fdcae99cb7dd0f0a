#include "test/attack/ground.h"

#include <atomic>
#include <cstdlib>

#include <fmt/format.h>

#include "api/tables.h"
#include "assurance/credential.h"

namespace gatehouse::test {

namespace {

template <class T>
T or_end(Result<T> result, std::string_view what) {
  if (result) return *std::move(result);
  fmt::print(stderr, "{}: {} ({})\n", what, result.error().kind().message, result.error().detail());
  std::exit(1);
}

std::unique_ptr<vault::Vault> keys_of(const RunningServer& server, Random& random) {
  auto provider =
      or_end(vault::sealed_file(server.data() / "master.key", false, random), "master key");
  return or_end(vault::Vault::open(server.data() / "keys", std::move(provider), random), "keys");
}

std::unique_ptr<assurance::Target> open_target(const RunningServer& server,
                                               const vault::Vault& vault, Clock& clock) {
  assurance::TargetOptions options;
  options.place = server.place();
  options.authority_file = (server.data() / "tls" / "ca.crt").string();
  options.credential = [&vault, &clock] {
    return assurance::make_credential(vault.installation(), clock);
  };
  return or_end(assurance::Target::open(std::move(options)), "probe workspaces");
}

Attacker with_credential(const RunningServer& server, const std::string& credential) {
  Attacker attacker{server.place(), fresh_address()};
  attacker.identity = {{"Authorization", "Bearer " + credential}};
  return attacker;
}

}  // namespace

std::string canary_of(std::string_view tenant) { return fmt::format("canary of {}", tenant); }

std::unique_ptr<PolicyWalk::Ground> PolicyWalk::ground_;

void PolicyWalk::SetUpTestSuite() { ground_ = std::make_unique<Ground>(); }
void PolicyWalk::TearDownTestSuite() { ground_.reset(); }

// A walk takes longer than a shown factor lasts.
void PolicyWalk::SetUp() {
  Ground& all = ground();
  all.target->prove(all.owner, all.target->tenant(0).owner);
  all.target->prove(all.other_owner, all.target->tenant(1).owner);
  (void)all.agent.post("/api/v1/session/proof",
                       fmt::format(R"({{"password":"{}"}})", all.target->tenant(0).agent.password));
}

PolicyWalk::Ground::Ground()
    : vault{keys_of(server, random)},
      customer{set_up(server)},
      target{open_target(server, *vault, clock)},
      nobody{server.place(), fresh_address()},
      verifier{with_credential(server, assurance::make_credential(vault->installation(), clock))},
      owner{target->member(target->tenant(0).owner)},
      agent{target->member(target->tenant(0).agent)},
      visitor{target->visitor(target->tenant(0).bots[0].widget)},
      other_owner{target->member(target->tenant(1).owner)},
      other_visitor{target->visitor(target->tenant(1).bots[0].widget)},
      own{things_of(*target, 0, owner, visitor)},
      foreign{things_of(*target, 1, other_owner, other_visitor)} {
  nobody.identity = {{"Origin", server.place().origin()}};
  for (const auto& [name, id] : own)
    absent[name] = id.substr(0, id.find('_')) + "_" + std::string(26, '0');
  for (Ids* ids : {&own, &foreign, &absent}) {
    (*ids)["run"] = "run_" + std::string(26, '0');
    (*ids)["file"] = "no-such-file.js";
    (*ids)["tab"] = "knowledge";
    (*ids)["workspace"] = "no-such-page";
    (*ids)["framework"] = ids == &own ? "asvs-5.0.0" : "no-such-framework";
  }
}

namespace {

// A refresh token that comes back raises one.
std::string raise_alert(assurance::Target& target, const assurance::ProbeMember& member) {
  const Attacker victim = target.member(member);
  const auto renew = [&](const std::string& token) {
    Attacker renewing{victim.place(), victim.address()};
    renewing.identity = {{"Origin", victim.place().origin()},
                         {"Cookie", "__Host-gh_refresh=" + token}};
    return cookie_in(renewing.post("/api/v1/session/refresh", ""), "__Host-gh_refresh");
  };
  (void)renew(renew(victim.refresh_token));
  return renew(victim.refresh_token);
}

}  // namespace

Ids PolicyWalk::Ground::things_of(assurance::Target& target, std::size_t tenant,
                                  const Attacker& owner, const Attacker& visitor) {
  const assurance::ProbeTenant& of = target.tenant(tenant);
  const std::string bot = of.bots[0].id.text();
  const std::string widget = of.bots[0].widget.text();
  const Answer said = visitor.post(
      fmt::format("/widget/v1/{}/messages", widget),
      fmt::format(R"({{"client_id":"the-first-message","text":"{}"}})", canary_of(of.id.text())));
  const Answer role = owner.post(
      "/api/v1/roles", fmt::format(R"({{"name":"{}","every_bot":true,"privileges":["read_bots"]}})",
                                   canary_of(of.id.text())));
  // One that is still open.
  EXPECT_EQ(
      owner.post("/api/v1/invitations", R"({"email":"later@probe.invalid","role":"agent"})").status,
      201);
  EXPECT_EQ(raise_alert(target, of.agent), "") << "a token was good twice";
  Ids ids{{"bot", bot},
          {"invitation", owner.get("/api/v1/invitations").text_at("/items/0/id")},
          {"alert", owner.get("/api/v1/alerts").text_at("/items/0/id")},
          {"widget", widget},
          {"person", of.agent.person.text()},
          {"role", role.text_at("/key")},
          {"message", said.text_at("/message/id")},
          {"session", owner.session},
          {"factor", owner.get("/api/v1/factors").text_at("/items/0/id")},
          {"source", owner.get(fmt::format("/api/v1/bots/{}/sources", bot)).text_at("/items/0/id")},
          {"conversation", said.text_at("/conversation/id")}};
  for (const auto& [name, id] : ids) EXPECT_NE(id, "") << "there is no " << name;
  return ids;
}

const Attacker& PolicyWalk::rightful(const edge::Route& route) {
  Ground& all = ground();
  const bool used_up = ++all.uses[name_of(route)] % (route.limit.list[0].times - 1) == 0;
  switch (route.who.audience) {
    case edge::Audience::members:
      if (used_up) all.owner = all.target->member(all.target->tenant(0).owner);
      return all.owner;
    case edge::Audience::visitors:
      if (used_up) all.visitor = all.target->visitor(all.target->tenant(0).bots[0].widget);
      return all.visitor;
    case edge::Audience::verifier:
      return all.verifier;
    case edge::Audience::anyone:
      break;
  }
  return all.nobody;
}

std::vector<edge::Route> all_routes() {
  std::vector<edge::Route> routes;
  for (const auto table : api::all_tables())
    routes.insert(routes.end(), table.begin(), table.end());
  return routes;
}

std::string_view method_of(const edge::Route& route) {
  switch (route.on.method) {
    case net::Method::post:
      return "POST";
    case net::Method::patch:
      return "PATCH";
    case net::Method::delete_:
      return "DELETE";
    case net::Method::put:
      return "PUT";
    default:
      return "GET";
  }
}

std::string name_of(const edge::Route& route) {
  return fmt::format("{} {}", route.on.socket ? "SOCKET" : method_of(route), route.on.path);
}

std::vector<std::string> parameters_of(const edge::Route& route) {
  std::vector<std::string> names;
  const std::string_view path = route.on.path;
  for (std::size_t open = path.find('{'); open != std::string_view::npos;
       open = path.find('{', open + 1))
    names.emplace_back(path.substr(open + 1, path.find('}', open) - open - 1));
  return names;
}

Ask ask_of(const edge::Route& route, const Ids& ids) {
  std::string target{route.on.path};
  for (const std::string& name : parameters_of(route)) {
    const std::string place = "{" + name + "}";
    target.replace(target.find(place), place.size(), ids.at(name));
  }
  const Example* example = example_of(route);
  if (example && !example->query.empty()) target += "?" + example->query;
  return {.method = std::string{method_of(route)},
          .target = std::move(target),
          .body = example ? example->body : ""};
}

namespace {

// In the same network: a session that is used from two far apart in turns is ended (IDN-11).
std::string neighbour_of(const std::optional<std::string>& address) {
  if (!address) return fresh_address();
  static std::atomic<std::uint32_t> next = 0;
  constexpr std::uint32_t kInNetwork = 250 * 250;
  const std::uint32_t number = kInNetwork - 1 - next++ % kInNetwork;
  const std::size_t network = address->find('.', address->find('.') + 1);
  return fmt::format("{}.{}.{}", address->substr(0, network), number / 250, 1 + number % 250);
}

}  // namespace

Attacker elsewhere(const Attacker& attacker) {
  Attacker copy{attacker.place(), neighbour_of(attacker.address())};
  copy.identity = attacker.identity;
  copy.csrf = attacker.csrf;
  copy.visitor_token = attacker.visitor_token;
  return copy;
}

std::string outside(const Answer& answer) {
  Json body = answer.body.empty() ? Json{} : body_of(answer);
  if (body.is_object()) body.get_object().erase("correlation");
  std::string text = fmt::format("{} {}\n", answer.status, boost::json::serialize(body));
  for (const auto& [name, value] : answer.headers)
    if (name != "date" && name != "content-security-policy")
      text += fmt::format("{}: {}\n", name, value);
  return text;
}

Answer attack_from(const Attacker& attacker, const edge::Route& route, Ask ask) {
  if (!route.on.socket) return attacker.ask(std::move(ask));
  const auto opened = attacker.socket(ask.target, ask.headers);
  EXPECT_TRUE(opened.has_value()) << opened.error().kind().code << " " << opened.error().detail();
  return opened ? opened->first : Answer{};
}

Answer attack(const Attacker& attacker, const edge::Route& route, Ask ask) {
  return attack_from(elsewhere(attacker), route, std::move(ask));
}

}  // namespace gatehouse::test

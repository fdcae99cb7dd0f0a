#include "test/attack/ground.h"

#include <atomic>
#include <cstdlib>

#include <fmt/format.h>

#include "api/tables.h"
#include "assurance/credential.h"
#include "assurance/evidence.h"
#include "assurance/hostile_provider.h"

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

std::string all_privileges() {
  std::string list;
  for (const auto& [privilege, name] : EnumNames<access::Privilege>::names)
    list += fmt::format(R"({}"{}")", list.empty() ? "" : ",", name);
  return list;
}

}  // namespace

Attacker by_key(const Attacker& owner, std::string_view privileges) {
  const Answer made = elsewhere(owner).post(
      "/api/v1/keys", fmt::format(R"({{"name":"A machine","privileges":[{}]}})", privileges));
  EXPECT_EQ(made.status, 201) << made.body;
  Attacker machine{owner.place(), fresh_address()};
  machine.identity = {{"Authorization", "Bearer " + made.text_at("/token")}};
  return machine;
}

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

namespace {

// One piece of evidence that claims nothing, for the routes that show it. It is the installation's:
// every workspace may see it, so it is nobody's foreign thing.
std::string kept_evidence(const Attacker& verifier, const vault::Keyring& keys,
                          const std::string& url, Clock& clock, Random& random) {
  const auto key = assurance::EvidenceKey::of(keys);
  EXPECT_TRUE(key.has_value());
  const std::string none(64, '0');
  const Instant now = clock.now();
  const assurance::Statement statement{.format = std::string{assurance::kStatementFormat},
                                       .run = RunId::make(clock, random),
                                       .log = key->verifier().name(),
                                       .number = 0,
                                       .previous = std::nullopt,
                                       .url = url,
                                       .build = {"0", "0", none},
                                       .configuration = none,
                                       .catalogue = none,
                                       .host = {"", "", 1},
                                       .scope = assurance::Scope::chosen,
                                       .occasion = assurance::Occasion::by_hand,
                                       .started_at = now,
                                       .finished_at = now,
                                       .seconds = 0,
                                       .waivers = {},
                                       .controls = {},
                                       .probes = {}};
  const std::string text = json::write(statement);
  const assurance::Evidence evidence{text, key->sign(text)};
  EXPECT_EQ(verifier.post("/verification/v1/evidence", json::write(evidence)).status, 201);
  return statement.run.text();
}

}  // namespace

PolicyWalk::Ground::Ground()
    : vault{keys_of(server, random)},
      customer{set_up(server)},
      target{open_target(server, *vault, clock)},
      nobody{server.place(), fresh_address()},
      verifier{with_credential(server, assurance::make_credential(vault->installation(), clock))},
      owner{target->member(target->tenant(0).owner)},
      agent{target->member(target->tenant(0).agent)},
      visitor{target->visitor(target->tenant(0).bots[0].widget)},
      machine{by_key(owner, all_privileges())},
      other_owner{target->member(target->tenant(1).owner)},
      other_machine{by_key(other_owner, all_privileges())},
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
  }
  own["run"] =
      kept_evidence(verifier, vault->installation(), server.place().origin(), clock, random);
}

namespace {

// One whose evidence can be read: every line that somebody else than its holder can decide is.
std::string closed_review(const Attacker& owner) {
  const Answer opened = owner.post("/api/v1/reviews", R"({"scope":"everybody"})");
  const std::string path = "/api/v1/reviews/" + opened.text_at("/review/id");
  for (int at = 0;; ++at) {
    const std::string person = opened.text_at(fmt::format("/lines/{}/person", at));
    if (person.empty()) break;
    (void)owner.post(fmt::format("{}/lines/{}", path, person), R"({"decision":"keep"})");
  }
  EXPECT_EQ(owner.post(path + "/close", "{}").status, 200);
  return opened.text_at("/review/id");
}

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

// Switched on, so that every row of single sign-on has something to answer with.
std::string provider_of(const Attacker& owner) {
  static SystemClock clock;
  static const assurance::HostileProvider idp{"https://idp.example", clock};
  constexpr std::string_view kProviders = "/api/v1/sign-on/providers";
  const std::string id =
      owner.post(std::string{kProviders}, R"({"kind":"saml","name":"Provider"})").text_at("/id");
  const std::string change =
      fmt::format(R"({{"metadata":{},"enabled":true}})", in_quotes(idp.metadata()));
  const Answer ready = owner.ask(
      {.method = "PATCH", .target = fmt::format("{}/{}", kProviders, id), .body = change});
  EXPECT_EQ(ready.status, 200) << ready.body;
  return id;
}

}  // namespace

Answer SecondOwner::approves(assurance::Target& target, const Answer& asked) {
  if (uses_++ % 20 == 0) {
    if (uses_ == 1) {
      session_ = target.by_password(target.new_member(0, "owner"));
      EXPECT_EQ(session_->enrol(passkey_).status, 201);
    }
    EXPECT_EQ(session_->sign_in(passkey_).status, 200);
  }
  Answer answer =
      elsewhere(*session_).post(fmt::format("/api/v1/approvals/{}/approve", asked.text_at("/id")),
                                fmt::format(R"({{"digest":"{}"}})", asked.text_at("/digest")));
  EXPECT_EQ(answer.status, 200) << asked.body << answer.body;
  return answer;
}

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
  const Answer group = by_key(owner, all_privileges())
                           .post("/scim/v2/Groups",
                                 fmt::format(R"({{"displayName":"{}"}})", canary_of(of.id.text())));
  const Answer key =
      owner.post("/api/v1/keys", fmt::format(R"({{"name":"{}"}})", canary_of(of.id.text())));
  // One that is still open.
  EXPECT_EQ(
      owner.post("/api/v1/invitations", R"({"email":"later@probe.invalid","role":"agent"})").status,
      201);
  // One that waits for approval, and one of the provider's.
  const Answer waits = owner.post("/api/v1/invitations",
                                  R"({"email":"waits@probe.invalid","role":"administrator"})");
  const Answer support = target.as_verifier(
      {.method = "POST",
       .target = "/verification/v1/support",
       .body = fmt::format(R"({{"tenant":"{}","scope":"bots"}})", of.id.text())});
  EXPECT_EQ(raise_alert(target, of.agent), "") << "a token was good twice";
  Ids ids{{"bot", bot},
          {"invitation", owner.get("/api/v1/invitations").text_at("/items/0/id")},
          {"approval", waits.text_at("/approval")},
          {"grant", support.text_at("/grant")},
          {"alert", owner.get("/api/v1/alerts").text_at("/items/0/id")},
          {"widget", widget},
          {"tenant", of.id.text()},
          {"person", of.agent.person.text()},
          {"role", role.text_at("/key")},
          {"group", group.text_at("/id")},
          {"key", key.text_at("/key/id")},
          {"message", said.text_at("/message/id")},
          {"session", owner.session},
          {"factor", owner.get("/api/v1/factors").text_at("/items/0/id")},
          {"provider", provider_of(owner)},
          {"review", closed_review(owner)},
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
    case edge::Audience::keys:
      if (used_up) all.machine = by_key(all.owner, all_privileges());
      return all.machine;
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
  Ask ask{.method = std::string{method_of(route)},
          .target = std::move(target),
          .body = example ? example->body : ""};
  if (route.takes.form == edge::Takes::Form::form)
    ask.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return ask;
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

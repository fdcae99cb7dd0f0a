// The OpenAPI document describes the server that serves it: every documented route is really
// called, and its answer checked against the document.
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "assurance/one_time_code.h"
#include "assurance/passkey.h"
#include "test/integration/people.h"
#include "test/integration/schema.h"

namespace gatehouse::test {
namespace {

using testing::IsEmpty;

// "post /api/v1/bots"
using Operation = std::string;

class OpenApi : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    document_ = new Json(body_of(Client{*server_}.get("/api/openapi.json")));
  }
  static void TearDownTestSuite() {
    delete document_;
    delete server_;
  }
  static const RunningServer& server() { return *server_; }
  static const Json& document() { return *document_; }

  static const Json& operation(const Operation& name) {
    const std::size_t space = name.find(' ');
    const Json& path = document().at("paths").as_object().at(name.substr(space + 1));
    return at(path, "/" + name.substr(0, space));
  }
  static std::set<Operation> operations() {
    std::set<Operation> all;
    for (const auto& [path, methods] : at(document(), "/paths").as_object())
      for (const auto& [method, described] : methods.as_object())
        all.insert(fmt::format("{} {}", std::string_view{method}, std::string_view{path}));
    return all;
  }

  // The answer is the documented one, body and all.
  static void expect_documented(const Operation& name, const Answer& answer) {
    const Json& responses = at(operation(name), "/responses");
    const Json* described = responses.as_object().if_contains(std::to_string(answer.status));
    ASSERT_TRUE(described) << name << " answered " << answer.status << ": " << answer.body;
    const Json& schema = at(*described, "/content/application~1json/schema");
    if (schema.is_null()) {
      EXPECT_THAT(answer.body, IsEmpty()) << name;
      return;
    }
    EXPECT_EQ(answer.header("content-type"), "application/json") << name;
    EXPECT_THAT(violations(body_of(answer), schema, document()), IsEmpty())
        << name << ": " << answer.body;
  }
  static void expect_problem(const Answer& answer) {
    EXPECT_GE(answer.status, 400);
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    const Json problem = body_of(answer);
    EXPECT_THAT(violations(problem, at(document(), "/components/schemas/Problem"), document()),
                IsEmpty())
        << answer.body;
    EXPECT_EQ(number_at(problem, "/status"), answer.status);
    EXPECT_EQ(text_at(problem, "/type"),
              "https://gatehouse.invalid/errors/" + text_at(problem, "/code"));
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Json* document_ = nullptr;
};

TEST_F(OpenApi, every_reference_leads_somewhere_and_every_schema_is_used) {
  const std::string text = boost::json::serialize(document());
  constexpr std::string_view kReference = "\"$ref\":\"#/components/schemas/";
  std::set<std::string> used;
  for (std::size_t found = text.find(kReference); found != std::string::npos;
       found = text.find(kReference, found + 1)) {
    const std::size_t start = found + kReference.size();
    used.insert(text.substr(start, text.find('"', start) - start));
  }
  std::set<std::string> described;
  for (const auto& [name, schema] : at(document(), "/components/schemas").as_object())
    described.insert(std::string{name});
  EXPECT_EQ(used, described);
  EXPECT_EQ(text_at(document(), "/openapi"), "3.1.0");
  EXPECT_EQ(text_at(document(), "/servers/0/url"), server().place().origin());
}

// --- one real call of each operation
// ------------------------------------------------------------------

// The walk keeps what later calls need; each entry is one call.
struct Walk {
  explicit Walk(const RunningServer& running) : server{running}, owner{running}, agent{running} {}

  const RunningServer& server;
  Member owner;
  Member agent;
  std::string bot;
  std::string person;
  std::string role;
  std::string secret;  // of an authenticator app
  std::string token;   // of a link
  std::string invitation;
  std::string widget;
  std::string source;
  std::string conversation;
  std::unique_ptr<Visitor> visitor;

  Answer member(std::string_view what, std::string body = "{}") const {
    return owner.post(fmt::format("/api/v1/conversations/{}/{}", conversation, what),
                      std::move(body));
  }
  static std::string message() {
    return fmt::format(R"({{"client_id":"{}","text":"Hello"}})", fresh_client_id());
  }
};

using Call = std::function<Answer(Walk&)>;
struct Step {
  Operation operation;
  Call call;
  bool refused = false;  // what it needs is not here: the answer is a problem
};

// In an order in which each finds what it needs.
std::vector<Step> ways_in() {
  return {
      {"post /api/v1/setup/check",
       [](Walk& walk) {
         return walk.owner.post("/api/v1/setup/check",
                                fmt::format(R"({{"token":"{}"}})", setup_token(walk.server)));
       }},
      {"post /api/v1/setup",
       [](Walk& walk) {
         const Answer answer =
             walk.owner.post("/api/v1/setup", setup_body(setup_token(walk.server)));
         walk.owner.adopt(answer);
         return answer;
       }},
      {"post /api/v1/password-strength",
       [](Walk& walk) {
         return walk.owner.post("/api/v1/password-strength",
                                R"({"password":"abc","words":["Olga"]})");
       }},
      {"post /api/v1/session",
       [](Walk& walk) { return walk.owner.sign_in(kOwnerEmail, kOwnerPassword); }},
      {"get /api/v1/session", [](Walk& walk) { return walk.owner.get("/api/v1/session"); }},
      {"post /api/v1/session/refresh", [](Walk& walk) { return walk.owner.renew(); }},
      {"get /api/v1/sessions", [](Walk& walk) { return walk.owner.get("/api/v1/sessions"); }},
      {"delete /api/v1/sessions/{session}",
       [](Walk& walk) {
         (void)Member{walk.server}.sign_in(kOwnerEmail, kOwnerPassword);
         const Json sessions = body_of(walk.owner.get("/api/v1/sessions"));
         for (const Json& entry : list_at(sessions, "/items"))
           if (at(entry, "/current") == Json(false))
             return walk.owner.remove("/api/v1/sessions/" + text_at(entry, "/id"));
         return Answer{};
       }},
      {"get /api/v1/workspace", [](Walk& walk) { return walk.owner.get("/api/v1/workspace"); }},
      {"patch /api/v1/workspace",
       [](Walk& walk) { return walk.owner.patch("/api/v1/workspace", R"({"name":"Harbour"})"); }},
  };
}

std::vector<Step> members() {
  const auto invite = [](Walk& walk) {
    return walk.owner.post("/api/v1/invitations", R"({"email":"amir@example.com","role":"agent"})");
  };
  const auto token = [invite](Walk& walk) {
    const std::string link = invite(walk).text_at("/link");
    return link.substr(link.find('#') + 1);
  };
  return {
      {"post /api/v1/invitations", invite},
      {"post /api/v1/invitations/check",
       [token](Walk& walk) {
         return walk.agent.post("/api/v1/invitations/check",
                                fmt::format(R"({{"token":"{}"}})", token(walk)));
       }},
      {"post /api/v1/invitations/accept",
       [token](Walk& walk) {
         const Answer answer =
             walk.agent.post("/api/v1/invitations/accept",
                             fmt::format(R"({{"token":"{}","name":"Amir","password":"{}"}})",
                                         token(walk), kMemberPassword));
         walk.agent.adopt(answer);
         return answer;
       }},
      {"get /api/v1/members", [](Walk& walk) { return walk.owner.get("/api/v1/members"); }},
      {"post /api/v1/password",
       [](Walk& walk) {
         return walk.agent.post(
             "/api/v1/password",
             fmt::format(R"({{"current":"{}","password":"four brisk paper kites"}})",
                         kMemberPassword));
       }},
      {"delete /api/v1/session", [](Walk& walk) { return walk.agent.remove("/api/v1/session"); }},
      {"patch /api/v1/members/{person}",
       [](Walk& walk) {
         return walk.owner.patch("/api/v1/members/" + text_at(walk.agent.session, "/person/id"),
                                 R"({"role":"administrator"})");
       }},
      {"delete /api/v1/members/{person}",
       [](Walk& walk) {
         return walk.owner.remove("/api/v1/members/" + text_at(walk.agent.session, "/person/id"));
       }},
  };
}

std::vector<Step> factors() {
  const auto owned = [](std::string_view method, std::string_view path) {
    return [method, path](Walk& walk) {
      return walk.owner.ask({.method = std::string{method}, .target = std::string{path}});
    };
  };
  return {
      {"post /api/v1/session/challenge", owned("POST", "/api/v1/session/challenge")},
      {"post /api/v1/session/proof", [](Walk& walk) { return walk.owner.prove(); }},
      {"post /api/v1/session/passkey/challenge",
       owned("POST", "/api/v1/session/passkey/challenge")},
      {"post /api/v1/session/passkey",
       [](Walk& walk) {
         assurance::Attacker browser = Client{walk.server}.attacker();
         return browser.sign_in(walk.server.passkeys().find(kOwnerEmail)->second);
       }},
      {"post /api/v1/factors/passkeys/challenge",
       owned("POST", "/api/v1/factors/passkeys/challenge")},
      {"post /api/v1/factors/passkeys",
       [](Walk& walk) {
         assurance::Passkey another = assurance::Passkey::make();
         return walk.owner.attacker().enrol(another);
       }},
      {"post /api/v1/factors/apps/secret",
       [](Walk& walk) {
         Answer answer = walk.owner.post("/api/v1/factors/apps/secret", "");
         walk.secret = answer.text_at("/secret");
         return answer;
       }},
      {"post /api/v1/factors/apps",
       [](Walk& walk) {
         const std::string code = assurance::one_time_code(walk.secret, SystemClock{}.now());
         return walk.owner.post("/api/v1/factors/apps",
                                fmt::format(R"({{"name":"Phone","code":"{}"}})", code));
       }},
      {"get /api/v1/factors", owned("GET", "/api/v1/factors")},
      {"delete /api/v1/factors/{factor}",
       [](Walk& walk) {
         const Json all = body_of(walk.owner.get("/api/v1/factors"));
         return walk.owner.remove("/api/v1/factors/" + text_at(all, "/items/1/id"));
       }},
      {"post /api/v1/factors/recovery-codes", owned("POST", "/api/v1/factors/recovery-codes")},
      {"get /api/v1/workspace/second-factor", owned("GET", "/api/v1/workspace/second-factor")},
      {"patch /api/v1/workspace/second-factor",
       [](Walk& walk) {
         return walk.owner.patch("/api/v1/workspace/second-factor", R"({"for_all":false})");
       }},
  };
}

// No mail is configured, so links are shown and no address can be confirmed.
std::vector<Step> links() {
  return {
      {"post /api/v1/password-reset",
       [](Walk& walk) {
         return walk.agent.post("/api/v1/password-reset", R"({"email":"nobody@example.com"})");
       }},
      {"post /api/v1/members/{person}/password-reset",
       [](Walk& walk) {
         const Member noa = joined(walk.owner, "noa@example.com", "agent");
         walk.person = "/api/v1/members/" + text_at(noa.session, "/person/id");
         Answer answer = walk.owner.post(walk.person + "/password-reset");
         const std::string link = answer.text_at("/link");
         walk.token = link.substr(link.find('#') + 1);
         return answer;
       }},
      {"post /api/v1/password-reset/check",
       [](Walk& walk) {
         return walk.agent.post("/api/v1/password-reset/check",
                                fmt::format(R"({{"token":"{}"}})", walk.token));
       }},
      {"post /api/v1/password-reset/confirm",
       [](Walk& walk) {
         return walk.agent.post(
             "/api/v1/password-reset/confirm",
             fmt::format(R"({{"token":"{}","password":"eleven mild rivers bend"}})", walk.token));
       }},
      {"delete /api/v1/members/{person}/factors",
       [](Walk& walk) { return walk.owner.remove(walk.person + "/factors"); }},
      {"get /api/v1/invitations",
       [](Walk& walk) {
         (void)walk.owner.post("/api/v1/invitations",
                               R"({"email":"later@example.com","role":"agent"})");
         Answer answer = walk.owner.get("/api/v1/invitations");
         walk.invitation = "/api/v1/invitations/" + answer.text_at("/items/0/id");
         return answer;
       }},
      {"post /api/v1/invitations/{invitation}/resend",
       [](Walk& walk) {
         Answer answer = walk.owner.post(walk.invitation + "/resend");
         walk.invitation =
             "/api/v1/invitations/" + walk.owner.get("/api/v1/invitations").text_at("/items/0/id");
         return answer;
       }},
      {"post /api/v1/invitations/{invitation}/withdraw",
       [](Walk& walk) { return walk.owner.post(walk.invitation + "/withdraw", ""); }},
      {"post /api/v1/email",
       [](Walk& walk) {
         return walk.owner.post(
             "/api/v1/email",
             fmt::format(R"({{"email":"olga@example.org","current":"{}"}})", kOwnerPassword));
       },
       true},
      {"post /api/v1/email/confirm",
       [](Walk& walk) { return walk.agent.post("/api/v1/email/confirm", R"({"token":"ghe_x"})"); },
       true},
      {"post /api/v1/email/undo",
       [](Walk& walk) { return walk.agent.post("/api/v1/email/undo", R"({"token":"ghu_x"})"); },
       true},
  };
}

std::vector<Step> protection() {
  return {
      {"get /api/v1/session/challenge",
       [](Walk& walk) { return walk.agent.get("/api/v1/session/challenge"); }},
      {"get /api/v1/workspace/policy",
       [](Walk& walk) { return walk.owner.get("/api/v1/workspace/policy"); }},
      {"patch /api/v1/workspace/policy",
       [](Walk& walk) {
         return walk.owner.patch("/api/v1/workspace/policy", R"({"shortest_password":14})");
       }},
      {"post /api/v1/password/strength",
       [](Walk& walk) {
         return walk.owner.post("/api/v1/password/strength", R"({"password":"abc"})");
       }},
      {"delete /api/v1/members/{person}/sessions",
       [](Walk& walk) { return walk.owner.remove(walk.person + "/sessions"); }},
      {"get /api/v1/alerts",
       [](Walk& walk) {
         Member victim = joined(walk.owner, "victim@example.com", "agent");
         const std::string stolen = victim.refresh;
         (void)victim.renew();
         (void)victim.renew();
         victim.refresh = stolen;
         EXPECT_EQ(victim.renew().status, 401);
         return walk.owner.get("/api/v1/alerts");
       }},
      {"post /api/v1/alerts/{alert}/seen",
       [](Walk& walk) {
         const std::string alert = walk.owner.get("/api/v1/alerts").text_at("/items/0/id");
         return walk.owner.post("/api/v1/alerts/" + alert + "/seen");
       }},
      {"delete /api/v1/sessions",
       [](Walk& walk) {
         (void)Member{walk.server}.sign_in(kOwnerEmail, kOwnerPassword);
         return walk.owner.remove("/api/v1/sessions");
       }},
  };
}

std::vector<Step> roles() {
  return {
      {"get /api/v1/privileges", [](Walk& walk) { return walk.owner.get("/api/v1/privileges"); }},
      {"post /api/v1/roles",
       [](Walk& walk) {
         const Answer answer = walk.owner.post(
             "/api/v1/roles",
             R"({"name":"Night shift","every_bot":false,"privileges":["reply_conversations"]})");
         walk.role = "/api/v1/roles/" + answer.text_at("/key");
         return answer;
       }},
      {"get /api/v1/roles", [](Walk& walk) { return walk.owner.get("/api/v1/roles"); }},
      {"patch /api/v1/roles/{role}",
       [](Walk& walk) { return walk.owner.patch(walk.role, R"({"name":"Late shift"})"); }},
      {"delete /api/v1/roles/{role}", [](Walk& walk) { return walk.owner.remove(walk.role); }},
  };
}

std::vector<Step> bots() {
  return {
      {"post /api/v1/bots",
       [](Walk& walk) {
         const Answer answer = walk.owner.post(
             "/api/v1/bots", R"({"name":"Shop","domains":["https://shop.example"]})");
         walk.bot = "/api/v1/bots/" + answer.text_at("/id");
         walk.widget = answer.text_at("/widget");
         return answer;
       }},
      {"get /api/v1/bots", [](Walk& walk) { return walk.owner.get("/api/v1/bots"); }},
      {"get /api/v1/bots/{bot}", [](Walk& walk) { return walk.owner.get(walk.bot); }},
      {"patch /api/v1/members/{person}/grants/{bot}",
       [](Walk& walk) {
         const Member amir = joined(walk.owner, "grant@example.com", "agent");
         walk.person = "/api/v1/members/" + text_at(amir.session, "/person/id");
         return walk.owner.patch(
             fmt::format("{}/grants/{}", walk.person, walk.bot.substr(walk.bot.rfind('/') + 1)),
             R"({"privileges":["read_bots"]})");
       }},
      {"get /api/v1/members/{person}/grants",
       [](Walk& walk) { return walk.owner.get(walk.person + "/grants"); }},
      {"patch /api/v1/bots/{bot}",
       [](Walk& walk) { return walk.owner.patch(walk.bot, R"({"greeting":"Hi"})"); }},
      {"post /api/v1/bots/{bot}/sources",
       [](Walk& walk) {
         const Answer answer =
             walk.owner.post(walk.bot + "/sources",
                             fmt::format(R"({{"kind":"question","question":"{}","answer":"{}"}})",
                                         kShopQuestion, kShopAnswer));
         walk.source = walk.bot + "/sources/" + answer.text_at("/id");
         return answer;
       }},
      {"get /api/v1/bots/{bot}/sources",
       [](Walk& walk) { return walk.owner.get(walk.bot + "/sources"); }},
      {"get /api/v1/bots/{bot}/sources/{source}",
       [](Walk& walk) { return walk.owner.get(walk.source); }},
      {"post /api/v1/bots/{bot}/try",
       [](Walk& walk) {
         return walk.owner.post(walk.bot + "/try",
                                fmt::format(R"({{"question":"{}"}})", kShopQuestion));
       }},
  };
}

std::vector<Step> visitors() {
  const auto by_visitor = [](std::string_view rest) {
    return [rest](Walk& walk) { return walk.visitor->post(walk.visitor->path(rest)); };
  };
  return {
      {"get /widget/v1/{widget}/appearance",
       [](Walk& walk) {
         return walk.owner.get(fmt::format("/widget/v1/{}/appearance", walk.widget));
       }},
      {"post /widget/v1/{widget}/visitors",
       [](Walk& walk) {
         walk.visitor = std::make_unique<Visitor>(walk.server, walk.widget);
         return Client{walk.server}.post(walk.visitor->path("/visitors"), R"({"page":null})");
       }},
      {"post /widget/v1/{widget}/messages",
       [](Walk& walk) {
         LiveSocket socket = walk.visitor->listen();
         Answer answer = walk.visitor->say(kShopQuestion);
         socket.await_author("bot");
         walk.conversation = answer.text_at("/conversation/id");
         return answer;
       }},
      {"get /widget/v1/{widget}/conversation",
       [](Walk& walk) { return walk.visitor->get(walk.visitor->path("/conversation")); }},
      {"get /widget/v1/{widget}/messages",
       [](Walk& walk) { return walk.visitor->get(walk.visitor->path("/messages")); }},
      {"post /widget/v1/{widget}/person", by_visitor("/person")},
      {"post /widget/v1/{widget}/read", by_visitor("/read")},
  };
}

std::vector<Step> inbox() {
  const auto act = [](std::string_view what) {
    return [what](Walk& walk) { return walk.member(what); };
  };
  return {
      {"post /api/v1/conversations/{conversation}/take-over", act("take-over")},
      {"post /api/v1/conversations/{conversation}/messages",
       [](Walk& walk) { return walk.member("messages", Walk::message()); }},
      {"post /api/v1/conversations/{conversation}/notes",
       [](Walk& walk) { return walk.member("notes", Walk::message()); }},
      {"get /api/v1/conversations",
       [](Walk& walk) { return walk.owner.get("/api/v1/conversations?state=open&limit=5"); }},
      {"get /api/v1/conversations/{conversation}",
       [](Walk& walk) { return walk.owner.get("/api/v1/conversations/" + walk.conversation); }},
      {"get /api/v1/conversations/{conversation}/messages",
       [](Walk& walk) {
         return walk.owner.get(fmt::format("/api/v1/conversations/{}/messages", walk.conversation));
       }},
      {"get /widget/v1/{widget}/conversation",
       [](Walk& walk) { return walk.visitor->get(walk.visitor->path("/conversation")); }},
      {"post /api/v1/conversations/{conversation}/read", act("read")},
      {"post /api/v1/conversations/{conversation}/hand-back", act("hand-back")},
      {"post /api/v1/conversations/{conversation}/close", act("close")},
      {"post /api/v1/conversations/{conversation}/reopen", act("reopen")},
      {"get /api/v1/audit", [](Walk& walk) { return walk.owner.get("/api/v1/audit?limit=100"); }},
      {"get /api/v1/security", [](Walk& walk) { return walk.owner.get("/api/v1/security"); }},
      {"patch /api/v1/workspace/trust",
       [](Walk& walk) {
         return walk.owner.patch("/api/v1/workspace/trust",
                                 R"({"on":true,"slug":"walk","accent":"#224466",)"
                                 R"("processors":[{"name":"N","purpose":"P","country":"C"}]})");
       }},
      {"get /api/v1/workspace/trust",
       [](Walk& walk) { return walk.owner.get("/api/v1/workspace/trust"); }},
      {"get /api/v1/security/frameworks",
       [](Walk& walk) { return walk.owner.get("/api/v1/security/frameworks"); }},
      {"get /api/v1/security/frameworks/{framework}",
       [](Walk& walk) { return walk.owner.get("/api/v1/security/frameworks/asvs-5.0.0"); }},
      {"delete /api/v1/bots/{bot}/sources/{source}",
       [](Walk& walk) { return walk.owner.remove(walk.source); }},
      {"delete /api/v1/bots/{bot}", [](Walk& walk) { return walk.owner.remove(walk.bot); }},
  };
}

TEST_F(OpenApi, every_documented_route_answers_as_documented) {
  Walk walk{server()};
  std::set<Operation> called;
  for (const auto& part : {ways_in(), factors(), members(), links(), roles(), bots(), protection(),
                           visitors(), inbox()}) {
    for (const Step& step : part) {
      ASSERT_TRUE(operations().contains(step.operation)) << step.operation << " is not documented";
      const Answer answer = step.call(walk);
      if (step.refused)
        expect_problem(answer);
      else
        expect_documented(step.operation, answer);
      called.insert(step.operation);
    }
  }
  // A route that is new has to be called here too.
  EXPECT_EQ(called, operations());
}

TEST_F(OpenApi, what_is_refused_is_a_problem_document) {
  const Client stranger{server()};
  expect_problem(stranger.get("/nowhere"));
  expect_problem(stranger.get("/api/v1/session"));
  expect_problem(stranger.get("/api/v1/conversations?limit=1&limit=2"));
  expect_problem(stranger.post("/api/v1/session", "{"));
  expect_problem(
      stranger.post("/api/v1/session", R"({"email":"a@example.com","password":"b","extra":1})"));
  expect_problem(stranger.post("/api/v1/session", std::string(100'000, 'x')));
  expect_problem(stranger.post("/api/v1/setup/check", R"({"token":"ghs_made_up_token"})"));
  expect_problem(stranger.remove("/api/v1/setup"));
  expect_problem(stranger.ask({.method = "PUT", .target = "/api/v1/session", .body = "{}"}));
  expect_problem(stranger.ask({.method = "BREW", .target = "/api/v1/session"}));
  expect_problem(stranger.ask({.method = "POST",
                               .target = "/api/v1/session",
                               .headers = {{"Origin", "https://evil.example"}},
                               .body = "{}"}));
  expect_problem(stranger.ask({.method = "POST",
                               .target = "/api/v1/session",
                               .headers = {{"Content-Type", "text/plain"}},
                               .body = "{}"}));
  expect_problem(stranger.attacker().raw("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n"));
  expect_problem(stranger.attacker().raw("nonsense\r\n\r\n"));
}

}  // namespace
}  // namespace gatehouse::test

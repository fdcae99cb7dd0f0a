// Single sign-on through OpenID Connect, with a provider of others: honest, and with each thing
// bent that an attacker could bend.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/openid_provider.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kProviders = "/api/v1/sign-on/providers";
constexpr std::string_view kSecret = "a secret of the client, 32 octets";

class OpenIdSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    idp_ = new OpenIdProvider;
    server_ = new RunningServer{{"--config", idp_->configuration().string()}};
    owner_ = new Member{set_up(*server_)};
    bob_ = new Member{joined(*owner_, "bob@example.com", "agent")};
    const Answer added = owner().post(std::string{kProviders}, R"({"kind":"oidc","name":"Ours"})");
    ASSERT_EQ(added.status, 201) << added.body;
    id_ = new std::string{added.text_at("/id")};
    idp().serve(shown());
    ASSERT_EQ(tell(idp().issuer()).status, 200);
    ASSERT_EQ(change(R"({"enabled":true})").status, 200);
    ASSERT_EQ(link(bob(), "bob"), "/settings#sign-on=linked");
  }
  static void TearDownTestSuite() {
    delete id_;
    delete bob_;
    delete owner_;
    delete server_;
    delete idp_;
  }
  // The same provider for all, as it was at first.
  void SetUp() override {
    idp().serve(shown());
    const Answer told = tell(idp().issuer());
    ASSERT_EQ(told.status, 200) << told.body;
  }

  static OpenIdProvider& idp() { return *idp_; }
  static RunningServer& server() { return *server_; }
  static Member& owner() { return *owner_; }
  static Member& bob() { return *bob_; }
  static std::string path(std::string_view rest = "") {
    return fmt::format("{}/{}{}", kProviders, *id_, rest);
  }
  static Answer change(std::string body) { return owner().patch(path(), std::move(body)); }
  static Answer tell(std::string_view issuer) {
    return change(
        fmt::format(R"({{"openid":{{"issuer":{},"client_id":"gatehouse","client_secret":{}}}}})",
                    in_quotes(issuer), in_quotes(kSecret)));
  }
  static Json shown() {
    return with(list_at(body_of(owner().get(std::string{kProviders})), "/items"), "/id", *id_);
  }

  // --- trips
  struct Sent {
    std::string address;
    std::string cookie;
  };
  static Sent start() {
    const Answer sent = Client{server()}.get(fmt::format("/sign-on/oidc/{}/start", *id_));
    EXPECT_EQ(sent.status, 303) << sent.body;
    return {std::string{sent.header("location")}, cookie_in(sent, "__Host-gh_sign_on")};
  }
  static Answer back(const std::string& target, const std::string& cookie) {
    return Client{server()}.ask(
        {.target = target, .headers = {{"Cookie", "__Host-gh_sign_on=" + cookie}}});
  }
  static Answer enter(std::string_view account) {
    const Sent sent = start();
    return back(idp().visit(sent.address, account), sent.cookie);
  }
  static std::string link(const Member& member, std::string_view account) {
    const Answer sent = member.post(fmt::format("/api/v1/sign-on/links/{}", *id_), "");
    EXPECT_EQ(sent.status, 200) << sent.body;
    const Answer linked =
        back(idp().visit(sent.text_at("/address"), account), cookie_in(sent, "__Host-gh_sign_on"));
    return std::string{linked.header("location")};
  }
  static std::string session_in(const Answer& answer) {
    return cookie_in(answer, "__Host-gh_access");
  }
  static Member signed_in(const Answer& answer) {
    Member member{server()};
    member.access = session_in(answer);
    member.refresh = cookie_in(answer, "__Host-gh_refresh");
    return member;
  }

 private:
  static OpenIdProvider* idp_;
  static RunningServer* server_;
  static Member* owner_;
  static Member* bob_;
  static std::string* id_;
};
OpenIdProvider* OpenIdSuite::idp_ = nullptr;
RunningServer* OpenIdSuite::server_ = nullptr;
Member* OpenIdSuite::owner_ = nullptr;
Member* OpenIdSuite::bob_ = nullptr;
std::string* OpenIdSuite::id_ = nullptr;

TEST_F(OpenIdSuite, whoever_is_linked_comes_in) {
  const Answer answer = enter("bob");
  EXPECT_EQ(answer.header("location"), "/login#sign-on=done");
  const Answer session = signed_in(answer).get("/api/v1/session");
  EXPECT_EQ(session.text_at("/person/email"), "bob@example.com") << session.body;
}

TEST_F(OpenIdSuite, an_address_alone_lets_nobody_in) {
  // The provider says "olga@example.com", verified; nobody has linked that subject.
  const Answer answer = enter("olga");
  EXPECT_EQ(answer.header("location"), "/login#sign-on=not_linked");
  EXPECT_EQ(session_in(answer), "");
}

TEST_F(OpenIdSuite, es256_works_as_well) {
  idp().serve(shown(), "ES256");
  ASSERT_EQ(tell(idp().issuer()).status, 200);
  EXPECT_NE(session_in(enter("bob")), "");
}

TEST_F(OpenIdSuite, the_secret_is_never_shown) {
  const Answer list = owner().get(std::string{kProviders});
  EXPECT_THAT(list.body, testing::Not(HasSubstr(std::string{kSecret})));
  EXPECT_EQ(at(shown(), "/openid/has_secret"), true);
  EXPECT_EQ(text_at(shown(), "/openid/client_id"), "gatehouse");
}

TEST_F(OpenIdSuite, attacker_cannot_bend_a_token) {
  for (const std::string_view bent :
       {R"({"claims":{"iss":"https://another.example"}})", R"({"claims":{"aud":"another"}})",
        R"({"claims":{"nonce":"another"}})", R"({"drop":["nonce"]})",
        R"({"claims":{"at_hash":"AAAAAAAAAAAAAAAAAAAAAA"}})", R"({"claims":{"exp":1700000000}})",
        R"({"claims":{"iat":4000000000}})", R"({"claims":{"nbf":4000000000}})",
        R"({"claims":{"azp":"another"}})", R"({"by":"none"})", R"({"by":"public"})",
        R"({"by":"stranger"})"}) {
    idp().bend(bent);
    const Answer answer = enter("bob");
    EXPECT_EQ(answer.header("location"), "/login#sign-on=refused") << bent;
    EXPECT_EQ(session_in(answer), "") << bent;
  }
  idp().bend("{}");  // signed anew, with nothing bent
  EXPECT_NE(session_in(enter("bob")), "");
}

TEST_F(OpenIdSuite, attacker_cannot_bend_the_way_back) {
  const auto bent = [&](std::string_view what, std::string_view with) {
    const Sent sent = start();
    std::string target = idp().visit(sent.address, "bob");
    const std::size_t begin = target.find(what) + what.size();
    target.replace(begin, std::min(target.find('&', begin), target.size()) - begin, with);
    return std::string{back(target, sent.cookie).header("location")};
  };
  EXPECT_EQ(bent("state=", "another"), "/login#sign-on=lost");
  EXPECT_EQ(bent("iss=", "https%3A%2F%2Fanother.example"), "/login#sign-on=refused");  // mix-up
  EXPECT_EQ(bent("code=", "another"), "/login#sign-on=refused");
  // In another browser, and a second time.
  const Sent sent = start();
  const std::string target = idp().visit(sent.address, "bob");
  EXPECT_EQ(back(target, start().cookie).header("location"), "/login#sign-on=lost");
  EXPECT_EQ(back(target + "&next=https://another.example", sent.cookie).header("location"),
            "/login#sign-on=done");
  EXPECT_EQ(back(target, sent.cookie).header("location"), "/login#sign-on=lost");
}

TEST_F(OpenIdSuite, only_what_is_a_provider_is_taken) {
  EXPECT_EQ(tell(idp().issuer() + "/").problem(), "identity.openid_provider_refused");
  EXPECT_EQ(tell("http://127.0.0.1:1/").problem(), "egress.scheme_refused");
  EXPECT_EQ(tell("https://127.0.0.1/").problem(), "egress.destination_refused");
  EXPECT_EQ(tell("https://[::ffff:10.0.0.1]/").problem(), "egress.destination_refused");
  // What was refused has changed nothing.
  EXPECT_NE(session_in(enter("bob")), "");
}

TEST_F(OpenIdSuite, a_new_key_is_asked_for_once) {
  idp().rotate_keys();
  EXPECT_NE(session_in(enter("bob")), "");
  EXPECT_NE(session_in(enter("bob")), "");
}

TEST_F(OpenIdSuite, whoever_leaves_the_provider_is_out) {
  const Member first = signed_in(enter("bob"));
  const Member second = signed_in(enter("bob"));
  ASSERT_EQ(first.get("/api/v1/session").status, 200);
  EXPECT_FALSE(idp().sign_out("nobody") && first.get("/api/v1/session").status == 401);
  EXPECT_TRUE(idp().sign_out("bob"));
  EXPECT_EQ(first.get("/api/v1/session").status, 401);
  EXPECT_EQ(second.get("/api/v1/session").status, 401);
  // The other cases need him.
  (void)bob().sign_in("bob@example.com", kMemberPassword);
}

TEST_F(OpenIdSuite, a_trial_says_what_is_wrong) {
  const auto try_out = [&] {
    const Answer sent = owner().post(path("/trial"), "");
    const Answer tried = back(idp().visit(sent.text_at("/address"), "anybody"),
                              cookie_in(sent, "__Host-gh_sign_on"));
    EXPECT_THAT(std::string{tried.header("location")}, StartsWith("/"));
    return text_at(shown(), "/trial/outcome");
  };
  EXPECT_EQ(try_out(), "accepted");
  idp().bend(R"({"claims":{"aud":"another"}})");
  EXPECT_EQ(try_out(), "audience");
}

// Last: nothing comes after it.
TEST_F(OpenIdSuite, when_the_provider_is_down_people_are_told) {
  const Sent sent = start();
  const std::string target = idp().visit(sent.address, "bob");
  idp().stop();
  EXPECT_EQ(back(target, sent.cookie).header("location"), "/login#sign-on=unavailable");
  EXPECT_EQ(tell(idp().issuer()).problem(), "egress.fetch_failed");
}

}  // namespace
}  // namespace gatehouse::test

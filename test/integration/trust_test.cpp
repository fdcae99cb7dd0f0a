// The public trust pages, as anybody on the Internet sees them.
#include <gmock/gmock.h>

#include <fstream>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class TrustSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
  }
  static void TearDownTestSuite() {
    delete owner_;
    delete server_;
  }
  static const RunningServer& server() { return *server_; }
  static const Member& owner() { return *owner_; }
  static Answer change(std::string body) {
    return owner().patch("/api/v1/workspace/trust", std::move(body));
  }
  static Answer ask(std::string target) { return Client{server()}.get(std::move(target)); }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(TrustSuite, the_installations_page_is_on_and_claims_nothing_before_a_proof) {
  const Answer page = ask("/trust");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(page.body, HasSubstr("No verification has run yet"));
  EXPECT_THAT(page.body, Not(HasSubstr("class=\"proven\"")));
  EXPECT_THAT(page.body, HasSubstr("nobody has certified or audited"));
  EXPECT_EQ(ask("/trust/evidence.json").status, 404);
}

TEST_F(TrustSuite, the_page_needs_no_script_and_loads_nothing) {
  const Answer page = ask("/trust");
  const std::string policy{page.header("content-security-policy")};
  EXPECT_THAT(policy, StartsWith("default-src 'none'; style-src 'nonce-"));
  EXPECT_THAT(policy, Not(HasSubstr("script-src")));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  EXPECT_THAT(page.body, Not(HasSubstr("__NONCE__")));
  EXPECT_EQ(page.header("cross-origin-resource-policy"), "same-origin");
}

TEST_F(TrustSuite, the_page_speaks_the_readers_language) {
  EXPECT_THAT(ask("/trust?language=he").body, HasSubstr("<html lang=\"he\" dir=\"rtl\""));
  EXPECT_THAT(ask("/trust?language=fr").body, HasSubstr("Ce que nous promettons"));
  const Answer asked =
      Client{server()}.ask({.target = "/trust", .headers = {{"Accept-Language", "ar-EG,en"}}});
  EXPECT_THAT(asked.body, HasSubstr("<html lang=\"ar\" dir=\"rtl\""));
  EXPECT_EQ(ask("/trust?language=xx").status, 400);
}

TEST_F(TrustSuite, only_the_badge_may_be_shown_by_others) {
  const Answer badge = ask("/trust/badge.svg");
  EXPECT_EQ(badge.status, 200);
  EXPECT_EQ(badge.header("content-type"), "image/svg+xml");
  EXPECT_EQ(badge.header("cross-origin-resource-policy"), "cross-origin");
  EXPECT_EQ(badge.header("cache-control"), "public, max-age=300");
  EXPECT_THAT(badge.body, HasSubstr("nothing proven yet"));
}

TEST_F(TrustSuite, a_workspace_appears_when_it_is_switched_on_and_not_before) {
  const std::string id = owner().get("/api/v1/workspace").text_at("/id");
  const Answer absent = ask("/trust/ten_00000000000000000000000000");
  const auto same_as_absent = [&](const std::string& path) {
    const Answer answer = ask(path);
    return answer.status == 404 && answer.text_at("/code") == absent.text_at("/code") &&
           answer.text_at("/title") == absent.text_at("/title");
  };
  ASSERT_EQ(change(R"({"on":false,"slug":"harbour-books","name":"Harbour & Books",)"
                   R"("accent":"#7a1f4b","contact":"safety@books.example","processors":)"
                   R"([{"name":"Mail & Co","purpose":"Sends mail","country":"Denmark"}]})")
                .status,
            200);
  for (const std::string& path : {"/trust/" + id, std::string{"/trust/harbour-books"},
                                  "/trust/" + id + "/badge.svg", "/trust/" + id + "/evidence.json"})
    EXPECT_TRUE(same_as_absent(path)) << path;
  ASSERT_EQ(change(R"({"on":true})").status, 200);
  for (const std::string& path : {"/trust/" + id, std::string{"/trust/harbour-books"}}) {
    const Answer page = ask(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_THAT(page.body, HasSubstr("Security at Harbour &amp; Books"));
    EXPECT_THAT(page.body, HasSubstr("--trust-band:#7a1f4b"));
    EXPECT_THAT(page.body, HasSubstr("mailto:safety@books.example"));
    EXPECT_THAT(page.body, HasSubstr("Mail &amp; Co"));
  }
  EXPECT_EQ(ask("/trust/harbour-books/badge.svg").status, 200);
  EXPECT_THAT(ask("/trust").body, Not(HasSubstr("Harbour")));
  ASSERT_EQ(change(R"({"on":false})").status, 200);
  EXPECT_TRUE(same_as_absent("/trust/harbour-books"));
}

TEST_F(TrustSuite, what_cannot_be_shown_is_refused_with_the_place) {
  EXPECT_EQ(change(R"({"slug":"No Spaces"})").text_at("/code"), "assurance.bad_trust_name");
  EXPECT_EQ(change(R"({"accent":"red"})").text_at("/code"), "assurance.bad_colour");
  EXPECT_EQ(change(R"({"contact":"javascript:alert(1)"
})").text_at("/code"),
            "assurance.bad_contact");
EXPECT_EQ(change(R"({"processors":[{"name":"","purpose":"","country":""}]})").status, 400);
}

TEST_F(TrustSuite, without_a_contact_there_is_no_security_txt) {
  EXPECT_EQ(ask("/.well-known/security.txt").status, 404);
  EXPECT_THAT(ask("/trust").body, Not(HasSubstr("security.txt")));
}

// --- security.txt
// --------------------------------------------------------------------------------------

class Configured {
 public:
  explicit Configured(std::string_view text) {
    std::ofstream{folder_.path() / "gatehouse.toml"} << text;
    server_ = std::make_unique<RunningServer>(
        std::vector<std::string>{"--config", (folder_.path() / "gatehouse.toml").string()});
  }
  Answer ask(std::string target) const { return Client{*server_}.get(std::move(target)); }

 private:
  store::TemporaryFolder folder_;
  std::unique_ptr<RunningServer> server_;
};

TEST(SecurityTxt, says_whom_to_tell_and_until_when) {
  const Configured configured{
      "[trust]\nname = \"Harbour\"\ncontact = [\"mailto:security@example.com\"]\n"
      "expires = \"2999-01-01T00:00:00Z\"\npolicy = \"https://example.com/security\"\n"};
  const Answer text = configured.ask("/.well-known/security.txt");
  EXPECT_EQ(text.status, 200);
  EXPECT_EQ(text.header("content-type"), "text/plain; charset=utf-8");
  EXPECT_THAT(text.body, StartsWith("Contact: mailto:security@example.com\n"));
  EXPECT_THAT(text.body, HasSubstr("\nExpires: 2999-01-01T00:00:00.000Z\n"));
  EXPECT_THAT(text.body, HasSubstr("/.well-known/security.txt\n"));
  EXPECT_THAT(text.body, HasSubstr("\nPolicy: https://example.com/security\n"));
  const Answer page = configured.ask("/trust");
  EXPECT_THAT(page.body, HasSubstr("Security at Harbour"));
  EXPECT_THAT(page.body, HasSubstr("href=\"/.well-known/security.txt\""));
}

TEST(SecurityTxt, is_left_out_when_it_has_expired_and_the_page_may_be_off) {
  const Configured configured{
      "[trust]\npage = false\ncontact = [\"mailto:security@example.com\"]\n"
      "expires = \"2020-01-01T00:00:00Z\"\n"};
  EXPECT_EQ(configured.ask("/.well-known/security.txt").status, 404);
  EXPECT_EQ(configured.ask("/trust").status, 404);
  EXPECT_EQ(configured.ask("/trust/badge.svg").status, 404);
}

}  // namespace
}  // namespace gatehouse::test

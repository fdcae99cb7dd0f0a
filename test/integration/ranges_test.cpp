// A workspace that can only be used from certain addresses, from the page that sets it to the
// operator who opens it again.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view kRanges = "/api/v1/workspace/address-ranges";

// The server's people come from addresses of their own in 127.0.0.0/8.
std::string address_of(const Client& client) { return client.attacker().address().value_or(""); }

std::string list_body(std::string_view mode, const std::vector<std::string>& ranges) {
  std::string list;
  for (const std::string& range : ranges)
    list += fmt::format(R"({}{{"range":"{}","label":"Office"}})", list.empty() ? "" : ",", range);
  return fmt::format(R"({{"mode":"{}","ranges":[{}]}})", mode, list);
}

// The running server looks twice a second at what another process has changed.
bool let_in(const Member& member) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline)
    if (member.get("/api/v1/session").status == 200) return true;
  return false;
}

class RangesSuite : public testing::Test {
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
  static Member& owner() { return *owner_; }
  static Answer set(std::string_view mode, const std::vector<std::string>& ranges) {
    owner().prove();
    return owner().post(std::string{kRanges}, list_body(mode, ranges));
  }
  // Whoever comes from the owner's address only.
  static Answer owner_only(std::string_view mode) { return set(mode, {address_of(owner())}); }
  void TearDown() override { EXPECT_EQ(set("off", {}).status, 200); }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(RangesSuite, a_list_is_kept_as_it_was_written_and_shown_in_one_form) {
  const std::string own = address_of(owner());
  const Answer saved = set("staff", {own, "::FFFF:10.0.0.0/104", "2001:DB8::/32"});
  ASSERT_EQ(saved.status, 200) << saved.body;
  const Json shown = body_of(owner().get(std::string{kRanges}));
  EXPECT_EQ(text_at(shown, "/mode"), "staff");
  EXPECT_EQ(text_at(shown, "/own_address"), own);
  EXPECT_EQ(text_at(shown, "/ranges/0/range"), own);
  EXPECT_EQ(text_at(shown, "/ranges/0/label"), "Office");
  EXPECT_EQ(text_at(shown, "/ranges/1/range"), "10.0.0.0/8");
  EXPECT_EQ(text_at(shown, "/ranges/2/range"), "2001:db8::/32");
  EXPECT_THAT(owner().get("/api/v1/audit").body, HasSubstr("workspace.address_ranges_changed"));
}

TEST_F(RangesSuite, what_is_wrong_is_said_of_the_range) {
  const std::string own = address_of(owner());
  const std::pair<std::vector<std::string>, std::string_view> wrong[] = {
      {{own, "10.0.0.1/8"}, "address.loose_range"},
      {{own, "10.0.0.0/40"}, "address.malformed"},
      {{own, "office"}, "address.malformed"},
      {{own, "10.0.0.0/8", "::ffff:10.0.0.0/104"}, "access.doubled_range"},
  };
  for (const auto& [ranges, code] : wrong) {
    const Answer answer = set("staff", ranges);
    EXPECT_EQ(answer.brief(), fmt::format("400 {}", code));
    EXPECT_EQ(answer.text_at("/field"), fmt::format("/ranges/{}/range", ranges.size() - 1));
  }
  std::vector<std::string> many;
  for (int at = 0; at < 101; ++at) many.push_back(fmt::format("10.0.{}.0/24", at));
  EXPECT_EQ(set("staff", many).brief(), "400 access.too_many_ranges");
  const Answer unlabelled = owner().post(
      std::string{kRanges}, R"({"mode":"off","ranges":[{"range":"10.0.0.0/8","label":" "}]})");
  EXPECT_EQ(unlabelled.brief(), "400 access.bad_range_label");
  EXPECT_EQ(text_at(body_of(owner().get(std::string{kRanges})), "/mode"), "off");
}

TEST_F(RangesSuite, whoever_saves_cannot_lock_themselves_out) {
  for (const std::string_view mode : {"staff", "everybody"}) {
    EXPECT_EQ(set(mode, {"192.0.2.0/24"}).brief(), "409 access.would_lock_out");
    EXPECT_EQ(set(mode, {}).brief(), "409 access.would_lock_out");
  }
  EXPECT_EQ(owner().get("/api/v1/session").status, 200);
}

TEST_F(RangesSuite, a_dry_run_says_who_would_be_outside) {
  const Member amir = joined(owner(), "amir@example.com", "agent");
  const Answer answer =
      owner().post(fmt::format("{}/preview", kRanges), list_body("staff", {address_of(owner())}));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json preview = body_of(answer);
  EXPECT_FALSE(preview.at("locks_out").as_bool());
  std::map<std::string, std::string> verdicts;
  for (const Json& member : list_at(preview, "/members"))
    verdicts[text_at(member, "/person")] = text_at(member, "/verdict");
  EXPECT_EQ(verdicts[text_at(amir.session, "/person/id")], "outside");
  EXPECT_EQ(verdicts[text_at(owner().session, "/person/id")], "inside");
  EXPECT_EQ(amir.get("/api/v1/session").status, 200) << "nothing was changed";
  EXPECT_EQ(amir.get(std::string{kRanges}).status, 403);
}

TEST_F(RangesSuite, sessions_and_sockets_of_before_stay_out_and_come_back) {
  Member noa = joined(owner(), "noa@example.com", "agent");
  LiveSocket socket = noa.listen();
  ASSERT_EQ(owner_only("staff").status, 200);
  EXPECT_TRUE(socket.ends());
  EXPECT_TRUE(socket.has_heard("outside_ranges"));
  EXPECT_EQ(noa.get("/api/v1/session").brief(), "403 access.outside_ranges");
  EXPECT_EQ(noa.listen_answer("/api/v1/socket").status, 403);
  EXPECT_EQ(noa.renew().brief(), "403 access.outside_ranges");
  EXPECT_EQ(set("off", {}).status, 200);
  EXPECT_EQ(noa.renew().status, 200);
  EXPECT_EQ(noa.get("/api/v1/session").status, 200);
}

TEST_F(RangesSuite, a_sign_in_from_outside_is_answered_like_that_of_a_stranger) {
  joined(owner(), "dina@example.com", "agent");
  ASSERT_EQ(owner_only("staff").status, 200);
  const auto attempt = [](std::string_view email, std::string_view password) {
    return Member{server()}.sign_in_halfway(email, password);
  };
  const Answer right = attempt("dina@example.com", kMemberPassword);
  const Answer wrong = attempt("dina@example.com", "a password of somebody else");
  const Answer nobody = attempt("nobody@example.com", kMemberPassword);
  EXPECT_EQ(right.brief(), "401 identity.login_refused");
  EXPECT_EQ(wrong.brief(), right.brief());
  EXPECT_EQ(nobody.brief(), right.brief());
  EXPECT_EQ(set("off", {}).status, 200);
  EXPECT_EQ(attempt("dina@example.com", kMemberPassword).status, 200);
}

TEST_F(RangesSuite, invitations_are_for_inside) {
  const Answer invited =
      owner().post("/api/v1/invitations", R"({"email":"late@example.com","role":"agent"})");
  const std::string link = invited.text_at("/link");
  const std::string token = link.substr(link.find('#') + 1);
  const std::string body = fmt::format(R"({{"token":"{}"}})", token);
  ASSERT_EQ(owner_only("staff").status, 200);
  EXPECT_EQ(Client{server()}.post("/api/v1/invitations/check", body).brief(),
            "403 access.outside_ranges");
  EXPECT_EQ(set("off", {}).status, 200);
  EXPECT_EQ(Client{server()}.post("/api/v1/invitations/check", body).status, 200);
}

TEST_F(RangesSuite, visitors_are_limited_in_the_mode_for_everybody_only) {
  const NewBot bot = bot_of_a_shop(owner());
  const Visitor visitor{server(), bot.widget};
  LiveSocket socket = visitor.listen();
  ASSERT_EQ(owner_only("staff").status, 200);
  EXPECT_EQ(visitor.get(visitor.path("/conversation")).status, 200);
  ASSERT_EQ(owner_only("everybody").status, 200);
  EXPECT_TRUE(socket.ends());
  EXPECT_EQ(visitor.get(visitor.path("/conversation")).brief(), "403 access.outside_ranges");
  EXPECT_EQ(Client{server()}.get(visitor.path("/appearance")).status, 403);
  EXPECT_EQ(Client{server()}.get(visitor.path("/frame")).status, 403);
}

TEST_F(RangesSuite, the_operator_opens_a_workspace_while_the_server_runs) {
  Member tali = joined(owner(), "tali@example.com", "agent");
  ASSERT_EQ(owner_only("staff").status, 200);
  ASSERT_EQ(tali.get("/api/v1/session").status, 403);
  const std::string tenant = text_at(owner().session, "/workspace/id");
  const Finished command =
      run_gatehouse({"admin", "open-ranges", tenant, "--data", server().data().string()});
  EXPECT_EQ(command.code, 0) << command.errors;
  EXPECT_TRUE(let_in(tali));
  const Json shown = body_of(owner().get(std::string{kRanges}));
  EXPECT_EQ(text_at(shown, "/mode"), "off");
  EXPECT_EQ(list_at(shown, "/ranges").size(), 1u) << "the list is kept";
  EXPECT_THAT(owner().get("/api/v1/audit").body, HasSubstr(R"("kind":"operator")"));
}

}  // namespace
}  // namespace gatehouse::test

// A company's directory at work: joiners, movers and leavers as Okta and Entra ID send them.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;

class Scim : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
    directory_ = new assurance::Attacker{machine_of(*owner_)};
  }
  static void TearDownTestSuite() {
    delete directory_;
    delete owner_;
    delete server_;
  }
  static const RunningServer& server() { return *server_; }
  static const Member& owner() { return *owner_; }

  static Answer send(std::string_view method, std::string_view path, std::string body = "",
                     std::string version = "") {
    assurance::Ask ask{.method = std::string{method},
                       .target = fmt::format("/scim/v2{}", path),
                       .headers = {},
                       .body = std::move(body)};
    if (!ask.body.empty()) ask.headers.emplace_back("Content-Type", "application/scim+json");
    if (!version.empty()) ask.headers.emplace_back("If-Match", version);
    return directory_->ask(std::move(ask));
  }
  static Answer add(std::string_view user_name, std::string_view more = "") {
    return send("POST", "/Users",
                fmt::format(R"({{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],
                  "userName":"{0}","name":{{"givenName":"New","familyName":"Person"}},
                  "emails":[{{"primary":true,"value":"{0}","type":"work"}}],"active":true{1}}})",
                            user_name, more));
  }
  static Answer patch(const std::string& id, std::string_view operations) {
    return send("PATCH", "/Users/" + id,
                fmt::format(R"({{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          "Operations":[{}]}})",
                            operations));
  }
  static Answer patch_group(const std::string& id, std::string_view operations) {
    return send("PATCH", "/Groups/" + id,
                fmt::format(R"({{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          "Operations":[{}]}})",
                            operations));
  }
  static Answer find(std::string_view filter) {
    std::string encoded;
    for (const char c : filter) encoded += c == ' ' ? "%20" : c == '"' ? "%22" : std::string(1, c);
    return send("GET", "/Users?filter=" + encoded);
  }
  static Json member_of(std::string_view email) {
    return with(list_at(body_of(owner().get("/api/v1/members")), "/items"), "/email", email);
  }
  static std::string scim_type(const Answer& answer) {
    EXPECT_EQ(answer.header("content-type"), "application/scim+json") << answer.body;
    return answer.text_at("/scimType");
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
  inline static assurance::Attacker* directory_ = nullptr;  // with a key of the owner's
};

TEST_F(Scim, says_what_it_is) {
  EXPECT_EQ(send("GET", "/ServiceProviderConfig").status, 200);
  EXPECT_THAT(send("GET", "/ResourceTypes").body, HasSubstr("/Groups"));
  EXPECT_THAT(send("GET", "/Schemas").body, HasSubstr("familyName"));
  EXPECT_EQ(Client{server()}.get("/scim/v2/Users").status, 401);
  EXPECT_EQ(owner().get("/scim/v2/Users").problem(), "edge.key_needed") << "a person";
}

// Okta: look, create, update the profile, deactivate without a path, reactivate.
TEST_F(Scim, okta_brings_somebody_in_and_lets_them_go) {
  EXPECT_EQ(number_at(body_of(find(R"(userName eq "okta@example.com")")), "/totalResults"), 0);
  const Answer added = add("okta@example.com", R"(,"externalId":"00u1","groups":[],
      "password":"never kept","locale":"en-US")");
  ASSERT_EQ(added.status, 201) << added.body;
  const std::string id = added.text_at("/id");
  EXPECT_EQ(added.header("location"), server().place().origin() + "/scim/v2/Users/" + id);
  EXPECT_THAT(added.body, testing::Not(HasSubstr("never kept")));
  EXPECT_EQ(text_at(member_of("okta@example.com"), "/name"), "New Person");
  EXPECT_EQ(text_at(member_of("okta@example.com"), "/role"), "agent");

  const Answer again = add("okta@example.com");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(scim_type(again), "uniqueness");
  EXPECT_EQ(number_at(body_of(find(R"(userName eq "OKTA@example.com")")), "/totalResults"), 1);
  EXPECT_EQ(number_at(body_of(find(R"(externalId eq "00u1")")), "/totalResults"), 1);

  const Answer replaced = send("PUT", "/Users/" + id,
                               fmt::format(R"({{"id":"{}","userName":"okta@example.com",
        "displayName":"Oksana","emails":[{{"value":"okta@example.com","primary":true}}],
        "active":true,"meta":{{"resourceType":"User"}}}})",
                                           id));
  EXPECT_EQ(replaced.status, 200) << replaced.body;
  EXPECT_EQ(text_at(member_of("okta@example.com"), "/name"), "Oksana");

  EXPECT_EQ(patch(id, R"({"op":"replace","value":{"active":false}})").text_at("/id"), id);
  EXPECT_NE(text_at(member_of("okta@example.com"), "/suspended_at"), "");
  EXPECT_EQ(patch(id, R"({"op":"replace","value":{"active":true}})").status, 200);
  EXPECT_EQ(text_at(member_of("okta@example.com"), "/suspended_at"), "");
}

// Entra ID: booleans as text, operations in capitals, members to remove as a value, a hard delete.
TEST_F(Scim, entra_does_it_its_own_way) {
  const Answer added = add("entra@example.com", R"(,
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Sales"})");
  ASSERT_EQ(added.status, 201) << added.body;
  const std::string id = added.text_at("/id");
  const Answer moved = patch(id, R"({"op":"Replace","path":"emails[type eq \"work\"].value",
      "value":"entra.new@example.com"},
      {"op":"Add","path":"name.familyName","value":"Entrason"},
      {"op":"Replace","path":
       "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"HR"})");
  EXPECT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(text_at(member_of("entra.new@example.com"), "/person"), id);
  EXPECT_EQ(patch(id, R"({"op":"Replace","path":"active","value":"False"})").status, 200);
  EXPECT_NE(text_at(member_of("entra.new@example.com"), "/suspended_at"), "");
  EXPECT_EQ(send("DELETE", "/Users/" + id).status, 204);
  EXPECT_EQ(send("GET", "/Users/" + id).status, 404);
  EXPECT_TRUE(member_of("entra.new@example.com").is_null());
  EXPECT_EQ(send("DELETE", "/Users/" + id).status, 404);
}

TEST_F(Scim, who_is_made_inactive_is_out_at_once) {
  Member leaver = joined(owner(), "leaver@example.com", "agent");
  LiveSocket inbox = leaver.listen();
  const std::string id = text_at(leaver.session, "/person/id");
  EXPECT_EQ(patch(id, R"({"op":"replace","path":"active","value":false})").status, 200);
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(leaver.get("/api/v1/session").status, 401);
  EXPECT_EQ(leaver.renew().status, 401);
  EXPECT_EQ(leaver.sign_in("leaver@example.com", kMemberPassword).problem(), "identity.suspended");
  const Json gone =
      with(list_at(body_of(owner().get("/api/v1/departures")), "/items"), "/person", id);
  EXPECT_EQ(text_at(gone, "/cause"), "directory");
  EXPECT_NE(text_at(gone, "/handed_at"), "");
}

TEST_F(Scim, groups_give_the_roles_that_the_workspace_mapped) {
  const std::string id = add("mover@example.com").text_at("/id");
  const Answer made = send("POST", "/Groups",
                           fmt::format(R"({{"displayName":"Chat leads","externalId":"g-1",
                             "members":[{{"value":"{}"}}]}})",
                                       id));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string group = made.text_at("/id");
  EXPECT_EQ(text_at(member_of("mover@example.com"), "/role"), "agent");

  const std::string path = "/api/v1/directory/groups/" + group;
  EXPECT_EQ(owner().patch(path, R"({"role":"owner"})").status, 403);
  EXPECT_EQ(owner().patch(path, R"({"role":"supervisor"})").status, 200);
  EXPECT_EQ(text_at(member_of("mover@example.com"), "/role"), "supervisor");
  EXPECT_EQ(send("GET", "/Users/" + id).text_at("/groups/0/display"), "Chat leads");

  EXPECT_EQ(patch_group(group, fmt::format(R"({{"op":"Remove","path":"members",
      "value":[{{"value":"{}"}}]}})",
                                           id))
                .status,
            200);
  EXPECT_EQ(text_at(member_of("mover@example.com"), "/role"), "agent");
  EXPECT_EQ(patch_group(group, fmt::format(R"({{"op":"add","path":"members",
      "value":[{{"value":"{}"}}]}})",
                                           id))
                .status,
            200);
  EXPECT_EQ(text_at(member_of("mover@example.com"), "/role"), "supervisor");
  EXPECT_EQ(send("DELETE", "/Groups/" + group).status, 204);
  EXPECT_EQ(text_at(member_of("mover@example.com"), "/role"), "agent");
}

// A role that decides over others: nobody gives it alone, a directory neither.
TEST_F(Scim, a_group_only_asks_for_what_has_to_be_approved) {
  const std::string id = add("riser@example.com").text_at("/id");
  const Answer made =
      send("POST", "/Groups",
           fmt::format(R"({{"displayName":"Heads","members":[{{"value":"{}"}}]}})", id));
  const std::string group = made.text_at("/id");
  const std::string path = "/api/v1/directory/groups/" + group;
  const auto request = [&] {
    return with(list_at(body_of(owner().get("/api/v1/approvals")), "/items"), "/object", id);
  };
  EXPECT_EQ(owner().patch(path, R"({"role":"administrator"})").status, 200);
  EXPECT_EQ(text_at(member_of("riser@example.com"), "/role"), "agent");
  EXPECT_EQ(text_at(request(), "/state"), "waiting");
  EXPECT_EQ(text_at(request(), "/role"), "administrator");
  // The directory takes them out again: what it asked for must not come true later.
  EXPECT_EQ(patch_group(group, R"({"op":"remove","path":"members"})").status, 200);
  EXPECT_EQ(text_at(request(), "/state"), "lapsed");
  EXPECT_EQ(text_at(member_of("riser@example.com"), "/role"), "agent");
}

TEST_F(Scim, owners_are_never_touched) {
  const std::string id = text_at(owner().session, "/person/id");
  for (const Answer& answer : {patch(id, R"({"op":"replace","path":"active","value":false})"),
                               patch(id, R"({"op":"replace","path":"displayName","value":"Eve"})"),
                               send("DELETE", "/Users/" + id)}) {
    EXPECT_EQ(answer.status, 403) << answer.body;
    EXPECT_EQ(answer.header("content-type"), "application/scim+json");
  }
  EXPECT_EQ(owner().get("/api/v1/session").status, 200);
}

TEST_F(Scim, look_alikes_and_nonsense_are_refused) {
  EXPECT_EQ(add("twin@example.com").status, 201);
  EXPECT_EQ(add("Twin+tag@example.com").status, 409);
  EXPECT_EQ(add("twіn@example.com").status, 400);
  EXPECT_EQ(scim_type(send("POST", "/Users", R"({"userName":"a","USERNAME":"b"})")),
            "invalidSyntax");
  EXPECT_EQ(scim_type(send("POST", "/Users", R"({"displayName":"Nobody"})")), "invalidValue");
  EXPECT_EQ(scim_type(find("userName like me")), "invalidFilter");
  EXPECT_EQ(send("GET", "/Users/per_00000000000000000000000000").status, 404);
  EXPECT_EQ(send("GET", "/Users?filter=a&filter=b").status, 400);
}

TEST_F(Scim, a_change_may_name_the_version_it_is_for) {
  const Answer added = add("version@example.com");
  const std::string id = added.text_at("/id");
  const std::string version{added.header("etag")};
  EXPECT_EQ(added.text_at("/meta/version"), version);
  const std::string body =
      R"({"userName":"version@example.com","displayName":"Two","active":true})";
  EXPECT_EQ(send("PUT", "/Users/" + id, body, version).status, 200);
  const Answer late = send("PUT", "/Users/" + id, body, version);
  EXPECT_EQ(late.status, 412);
  EXPECT_EQ(late.text_at("/status"), "412");
}

TEST_F(Scim, lists_are_cut_into_pages_and_narrowed) {
  const Json list = body_of(send("GET", "/Users?startIndex=1&count=1&sortBy=userName"));
  EXPECT_EQ(number_at(list, "/itemsPerPage"), 1);
  EXPECT_GT(number_at(list, "/totalResults"), 1);
  const Json narrow = body_of(send("GET", "/Users?count=1&attributes=userName"));
  EXPECT_EQ(text_at(narrow, "/Resources/0/displayName"), "");
  EXPECT_NE(text_at(narrow, "/Resources/0/userName"), "");
}

TEST_F(Scim, the_workspace_sees_what_its_directory_did) {
  EXPECT_EQ(find("nonsense").status, 400);
  const Json state = body_of(owner().get("/api/v1/directory"));
  EXPECT_EQ(text_at(state, "/address"), server().place().origin() + "/scim/v2");
  EXPECT_EQ(text_at(state, "/failures/0/code"), "directory.invalid_filter");
  EXPECT_NE(text_at(state, "/last_contact"), "");
}

}  // namespace
}  // namespace gatehouse::test

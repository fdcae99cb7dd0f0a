#include "directory/internal/patch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "directory/errors.h"
#include "directory/internal/resources.h"

namespace gatehouse::directory::internal {
namespace {

bj::object user() {
  return *read_document(R"({
    "id": "per_1", "userName": "ann@example.com", "displayName": "Ann", "active": true,
    "name": {"givenName": "Ann", "familyName": "Arbor"},
    "emails": [{"value": "ann@example.com", "type": "work", "primary": true}]})");
}
bj::object group() {
  return *read_document(R"({"displayName": "Agents", "members": [
    {"value": "per_00000000000000000000000001"}, {"value": "per_00000000000000000000000002"}]})");
}

std::string_view patch(const ResourceType& type, bj::object& resource,
                       std::string_view operations) {
  const auto request = read_document(fmt::format(
      R"({{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{}]}})",
      operations));
  EXPECT_TRUE(request.has_value()) << operations;
  const auto done = apply_patch(type, resource, *request);
  return done ? std::string_view{"done"} : done.error().kind().code;
}

TEST(Patch, entra_deactivates_with_a_text) {
  bj::object one = user();
  EXPECT_EQ(patch(kUserType, one, R"({"op":"Replace","path":"active","value":"False"})"), "done");
  EXPECT_FALSE(read_user(one)->active);
}

TEST(Patch, okta_deactivates_without_a_path) {
  bj::object one = user();
  EXPECT_EQ(patch(kUserType, one, R"({"op":"replace","value":{"active":false}})"), "done");
  EXPECT_FALSE(read_user(one)->active);
}

TEST(Patch, values_without_a_path_may_have_dotted_and_foreign_names) {
  bj::object one = user();
  EXPECT_EQ(patch(kUserType, one, R"({"op":"Add","value":{"name.familyName":"Harbor",
      "displayName":"Ann Harbor","id":"per_2",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"Sales"}})"),
            "done");
  EXPECT_EQ(read_user(one)->name, "Ann Harbor");
  EXPECT_EQ(one.at("name").at("familyName").as_string(), "Harbor");
  EXPECT_EQ(one.at("id").as_string(), "per_1");
}

TEST(Patch, one_of_many_is_chosen_by_its_filter) {
  bj::object one = user();
  EXPECT_EQ(patch(kUserType, one, R"({"op":"replace","path":"emails[type eq \"work\"].value",
      "value":"ann@new.example"})"),
            "done");
  EXPECT_EQ(read_user(one)->email.text(), "ann@new.example");
  EXPECT_EQ(patch(kUserType, one, R"({"op":"replace","path":"emails[type eq \"home\"].value",
      "value":"x@y.example"})"),
            kNoTarget.code);
  EXPECT_EQ(patch(kUserType, one, R"({"op":"add","path":"emails[type eq \"home\"].value",
      "value":"home@ann.example"})"),
            "done");
  EXPECT_EQ(one.at("emails").as_array().size(), 2U);
}

TEST(Patch, a_new_primary_address_takes_the_place_of_the_old_one) {
  bj::object one = user();
  EXPECT_EQ(patch(kUserType, one, R"({"op":"add","path":"emails",
      "value":[{"value":"b@ann.example","type":"other","primary":true}]})"),
            "done");
  EXPECT_EQ(read_user(one)->email.text(), "b@ann.example");
}

TEST(Patch, members_are_added_once_and_removed_by_filter_or_value) {
  bj::object one = group();
  EXPECT_EQ(patch(kGroupType, one, R"({"op":"add","path":"members","value":[
      {"value":"per_00000000000000000000000002"},{"value":"per_00000000000000000000000003"}]})"),
            "done");
  EXPECT_EQ(read_group(one)->members.size(), 3U);
  EXPECT_EQ(
      patch(kGroupType, one,
            R"({"op":"remove","path":"members[value eq \"per_00000000000000000000000001\"]"})"),
      "done");
  EXPECT_EQ(patch(kGroupType, one, R"({"op":"Remove","path":"members","value":[
      {"value":"per_00000000000000000000000003"}]})"),
            "done");
  EXPECT_EQ(read_group(one)->members.size(), 1U);
  EXPECT_EQ(patch(kGroupType, one, R"({"op":"remove","path":"members"})"), "done");
  EXPECT_TRUE(read_group(one)->members.empty());
}

TEST(Patch, all_operations_or_none) {
  bj::object one = user();
  const bj::object before = one;
  EXPECT_EQ(patch(kUserType, one, R"({"op":"replace","path":"displayName","value":"Eve"},
      {"op":"replace","path":"id","value":"per_9"})"),
            kMutability.code);
  EXPECT_EQ(one, before);
}

TEST(Patch, what_cannot_be_read_is_refused) {
  bj::object one = user();
  EXPECT_EQ(patch(kUserType, one, R"({"op":"destroy","path":"active"})"), kInvalidSyntax.code);
  EXPECT_EQ(patch(kUserType, one, R"({"op":"replace","path":"active"})"), kInvalidValue.code);
  EXPECT_EQ(patch(kUserType, one, R"({"op":"replace","path":"emails[","value":1})"),
            kInvalidPath.code);
  EXPECT_EQ(patch(kUserType, one, R"({"op":"remove"})"), kNoTarget.code);
  EXPECT_EQ(patch(kUserType, one, R"({"op":"replace","value":"active"})"), kInvalidValue.code);
}

TEST(Resources, look_alikes_and_wrong_kinds_are_refused) {
  const auto reads = [](std::string_view text) {
    return read_user(*read_document(text)).has_value();
  };
  EXPECT_TRUE(reads(R"({"userName":"ann@example.com"})"));
  EXPECT_TRUE(reads(R"({"userName":"ann","emails":[{"value":"ann@example.com"}]})"));
  EXPECT_FALSE(reads(R"({"userName":"ann"})"));
  EXPECT_FALSE(reads(R"({"emails":[{"value":"ann@example.com"}]})"));
  EXPECT_FALSE(reads(R"({"userName":"аnn","emails":[{"value":"ann@example.com"}]})"));
  EXPECT_FALSE(reads(R"({"userName":["ann@example.com"]})"));
  EXPECT_FALSE(reads(R"({"userName":"ann@example.com","active":"perhaps"})"));
  EXPECT_EQ(*comparable_name("Ann+x@Example.com"), *comparable_name("ann@example.com"));
}

}  // namespace
}  // namespace gatehouse::directory::internal

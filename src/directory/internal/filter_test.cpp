#include "directory/internal/filter.h"

#include <gtest/gtest.h>

#include "directory/errors.h"

namespace gatehouse::directory::internal {
namespace {

// The user of RFC 7643 8.1, cut down to what we keep.
bj::object barbara() {
  return *read_document(R"({
    "id": "2819c223", "userName": "bjensen@example.com", "externalId": "701984",
    "name": {"formatted": "Barbara Jensen", "familyName": "Jensen", "givenName": "Barbara"},
    "displayName": "Babs Jensen", "active": true,
    "emails": [{"value": "bjensen@example.com", "type": "work", "primary": true},
               {"value": "babs@jensen.org", "type": "home"}],
    "meta": {"lastModified": "2011-05-13T04:42:34.000Z"}})");
}

bool holds(std::string_view text) {
  const auto filter = parse_filter(kUserType, text);
  EXPECT_TRUE(filter.has_value()) << text;
  return filter && matches(kUserType, *filter, barbara());
}
std::string_view refusal(std::string_view text) {
  const auto filter = parse_filter(kUserType, text);
  return filter ? std::string_view{} : filter.error().kind().code;
}

TEST(Filter, comparisons_of_the_rfc) {
  EXPECT_TRUE(holds(R"(userName eq "bjensen@example.com")"));
  EXPECT_TRUE(holds(R"(USERNAME EQ "BJENSEN@example.com")"));
  EXPECT_FALSE(holds(R"(userName ne "bjensen@example.com")"));
  EXPECT_TRUE(holds(R"(name.familyName co "ense")"));
  EXPECT_TRUE(holds(R"(userName sw "bj")"));
  EXPECT_TRUE(holds(R"(userName ew ".com")"));
  EXPECT_TRUE(holds("displayName pr"));
  EXPECT_FALSE(holds("nickName pr"));
  EXPECT_TRUE(holds(R"(meta.lastModified gt "2011-05-13T04:42:33Z")"));
  EXPECT_TRUE(holds(R"(meta.lastModified le "2011-05-13T04:42:34Z")"));
  EXPECT_TRUE(holds("active eq true"));
  EXPECT_TRUE(holds(R"(active eq "True")"));
  EXPECT_TRUE(holds("title eq null"));
}

TEST(Filter, an_external_id_is_compared_exactly) {
  EXPECT_TRUE(holds(R"(externalId eq "701984")"));
  EXPECT_FALSE(holds(R"(id eq "2819C223")"));
}

TEST(Filter, or_binds_less_than_and_and_not_takes_a_bracket) {
  EXPECT_TRUE(holds(R"(displayName pr or title pr and nickName pr)"));
  EXPECT_FALSE(holds(R"((displayName pr or title pr) and nickName pr)"));
  EXPECT_TRUE(holds(R"(not (title pr) and displayName pr)"));
  EXPECT_FALSE(holds(R"(not (displayName pr))"));
}

TEST(Filter, one_of_many_values_has_to_fit_as_a_whole) {
  EXPECT_TRUE(holds(R"(emails eq "babs@jensen.org")"));
  EXPECT_TRUE(holds(R"(emails.type eq "home")"));
  EXPECT_TRUE(holds(R"(emails[type eq "work" and value co "@example.com"])"));
  EXPECT_FALSE(holds(R"(emails[type eq "home" and value co "@example.com"])"));
  EXPECT_TRUE(holds(R"(emails[type eq "work"].value eq "bjensen@example.com")"));
  EXPECT_FALSE(holds(R"(emails[type eq "home"].value eq "bjensen@example.com")"));
}

TEST(Filter, a_schema_may_stand_in_front) {
  EXPECT_TRUE(holds(R"(urn:ietf:params:scim:schemas:core:2.0:User:userName sw "bj")"));
  EXPECT_FALSE(
      holds(R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "x")"));
}

TEST(Filter, what_cannot_be_read_is_refused) {
  for (const std::string_view text :
       {"", " ", "userName", "userName eq", R"(userName eq "open)", R"(userName like "x")",
        R"((userName eq "x")", R"(userName eq "x" and)", "not userName pr", R"(eq "x" userName)",
        R"(emails[type eq "x")", "active gt true", R"(userName eq {"a":1})", "userName pr pr"})
    EXPECT_EQ(refusal(text), kInvalidFilter.code) << text;
}

TEST(Filter, length_depth_and_number_are_bounded) {
  EXPECT_EQ(refusal(std::string(3000, 'a') + " pr"), kInvalidFilter.code);
  EXPECT_EQ(refusal(std::string(50, '(') + "title pr" + std::string(50, ')')), kInvalidFilter.code);
  std::string many = "title pr";
  for (int i = 0; i < 100; ++i) many += " or title pr";
  EXPECT_EQ(refusal(many), kInvalidFilter.code);
}

TEST(Filter, a_search_for_one_name_is_known_as_such) {
  const auto filter = parse_filter(kUserType, R"(userName eq "a@b.example")");
  EXPECT_EQ(sought_value(*filter, "userName"), "a@b.example");
  EXPECT_EQ(sought_value(*filter, "externalId"), std::nullopt);
  EXPECT_EQ(sought_value(*parse_filter(kUserType, "userName pr"), "userName"), std::nullopt);
}

TEST(Document, names_twice_in_any_case_are_refused) {
  EXPECT_FALSE(read_document(R"({"userName":"a","USERNAME":"b"})"));
  EXPECT_FALSE(read_document(R"([{"userName":"a"}])"));
  EXPECT_FALSE(read_document(R"({"a":1} {"b":2})"));
  EXPECT_FALSE(read_document(std::string(200, '[') + std::string(200, ']')));
  EXPECT_TRUE(read_document(R"({"userName":"a","name":{"userName":"b"}})"));
}

}  // namespace
}  // namespace gatehouse::directory::internal

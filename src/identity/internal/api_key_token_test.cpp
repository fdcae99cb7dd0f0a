#include "identity/internal/api_key_token.h"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::identity::internal {
namespace {

// The checksum by Python's zlib.crc32, written in base 62.
constexpr std::string_view kToken =
    "ghk_01jdcxkq0v7h2m3n4p5q6r7s8t_4aQm0ZtR9xLwY2uB7cKdE1fG5hJ8kN3pS6vT0zXyWq20r0dVP";

std::string changed(std::string token, std::size_t at) {
  token[at] = token[at] == '1' ? '2' : '1';
  return token;
}

TEST(ApiKeyToken, is_read_as_another_implementation_wrote_it) {
  const auto token = read_key_token(kToken);
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->id.text(), "key_01jdcxkq0v7h2m3n4p5q6r7s8t");
  EXPECT_EQ(token->secret, kToken.substr(31, 43));
}

TEST(ApiKeyToken, is_refused_when_a_single_character_differs) {
  for (std::size_t at = 0; at < kToken.size(); ++at)
    EXPECT_FALSE(read_key_token(changed(std::string{kToken}, at))) << at;
  EXPECT_FALSE(read_key_token(kToken.substr(0, 79)));
  EXPECT_FALSE(read_key_token(std::string{kToken} + "0"));
  EXPECT_FALSE(read_key_token(""));
}

TEST(ApiKeyToken, is_new_each_time_and_has_the_same_form) {
  SetClock clock{*parse_rfc3339("2026-11-25T12:00:00Z")};
  SystemRandom random;
  std::set<std::string> seen;
  for (int at = 0; at < 200; ++at) {
    const auto id = ApiKeyId::make(clock, random);
    const Secret token = new_key_token(id, random);
    const auto read = read_key_token(token.reveal_text());
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->id, id);
    EXPECT_TRUE(seen.emplace(read->secret).second);
  }
}

TEST(ApiKeyToken, is_found_in_a_text_where_none_should_be) {
  EXPECT_TRUE(looks_like_key_token("api_key=" + std::string{kToken} + "&limit=5"));
  EXPECT_TRUE(looks_like_key_token("ghk_ghk_" + std::string{kToken}));
  EXPECT_FALSE(looks_like_key_token("search=ghk_"));
  EXPECT_FALSE(looks_like_key_token(changed(std::string{kToken}, 40)));
}

}  // namespace
}  // namespace gatehouse::identity::internal

#include "net/internal/head_rules.h"

#include <gtest/gtest.h>

#include "net/wire_errors.h"

namespace gatehouse::net {
namespace {

TEST(HeadRules, a_head_ends_with_its_empty_line) {
  const Limits limits;
  EXPECT_EQ(*head_size("GET / HTTP/1.1\r\n\r\nrest", limits), 18u);
  EXPECT_EQ(*head_size("GET / HTTP/1.1\r\nHost: a\r\n", limits), 0u);
  EXPECT_EQ(*head_size("", limits), 0u);
}

TEST(HeadRules, a_bare_line_feed_is_refused_at_once) {
  const Limits limits;
  EXPECT_TRUE(head_size("GET / HTTP/1.1\n", limits).error().is(kMalformedRequest));
  EXPECT_TRUE(head_size("\n", limits).error().is(kMalformedRequest));
}

TEST(HeadRules, limits_hold_to_the_byte) {
  Limits limits;
  limits.header_bytes = 20;
  EXPECT_EQ(*head_size("GET /a HTTP/1.1\r\n\r\n", limits), 19u);
  EXPECT_EQ(*head_size("GET /ab HTTP/1.1\r\n\r\n", limits), 20u);
  EXPECT_TRUE(head_size("GET /abc HTTP/1.1\r\n\r\n", limits).error().is(kHeadTooLarge));
}

TEST(HeadRules, hosts_are_names_or_addresses_with_an_optional_port) {
  for (const char* good : {"localhost", "a.example", "a.example:8443", "127.0.0.1:1", "[::1]",
                           "[::1]:443", "under_score.example"})
    EXPECT_TRUE(is_host_and_port(good)) << good;
  for (const char* bad : {"", ":443", "a:", "a:0", "a:65536", "a:-1", "a:1x", "::1", "[::1", "[1]",
                          "a/b", "a@b", "a b", "a,b", "h\xc3\xa9", "a:443:443", "[::1]x"})
    EXPECT_FALSE(is_host_and_port(bad)) << bad;
}

TEST(HeadRules, lists_run_over_lines_and_skip_empty_members) {
  Headers headers;
  headers.add("connection", "keep-alive, ,Upgrade ");
  headers.add("Connection", "x");
  EXPECT_EQ(list_of(headers, "connection"),
            (std::vector<std::string>{"keep-alive", "Upgrade", "x"}));
  EXPECT_TRUE(lists(headers, "connection", "upgrade"));
  EXPECT_FALSE(lists(headers, "connection", "grade"));
}

}  // namespace
}  // namespace gatehouse::net

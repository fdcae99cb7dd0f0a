#include "bots/internal/origin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bots/bots.h"

namespace gatehouse::bots::internal {
namespace {

using testing::ElementsAre;

TEST(Origin, is_returned_as_a_browser_writes_it) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"https://www.example.com", "https://www.example.com"},
      {"https://WWW.Example.COM:443", "https://www.example.com"},
      {"https://example.com:8443", "https://example.com:8443"},
      {"https://bücher.example", "https://xn--bcher-kva.example"},
      {"https://אבג.example", "https://xn--4dbcd.example"},
      {"https://192.0.2.7", "https://192.0.2.7"},
      {"https://intranet", "https://intranet"},
      {"http://localhost:3000", "http://localhost:3000"},
      {"http://localhost:80", "http://localhost"},
      {"http://shop.localhost", "http://shop.localhost"},
      {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
  };
  for (const auto& [text, origin] : cases) {
    const auto parsed = parse_origin(text);
    ASSERT_TRUE(parsed.has_value()) << text;
    EXPECT_EQ(*parsed, origin);
  }
}

TEST(Origin, anything_else_is_refused) {
  const std::string long_label = "https://" + std::string(64, 'a') + ".example";
  const std::string_view refused[] = {"",
                                      "*",
                                      "null",
                                      "'self'",
                                      "data:",
                                      "https:",
                                      "https://",
                                      "https://*",
                                      "https://*.example.com",
                                      "//example.com",
                                      "example.com",
                                      "HTTPS://example.com",
                                      "http://example.com",
                                      "http://192.0.2.7",
                                      "ftp://example.com",
                                      "javascript:alert(1)",
                                      "https://example.com/",
                                      "https://example.com/path",
                                      "https://example.com?x",
                                      "https://example.com#x",
                                      "https://a@example.com",
                                      "https://a:b@example.com",
                                      "https://example.com:",
                                      "https://example.com:0",
                                      "https://example.com:080",
                                      "https://example.com:65536",
                                      "https://example.com:+80",
                                      "https://example.com:1:2",
                                      "https://exa mple.com",
                                      " https://example.com",
                                      "https://example.com https://evil.example",
                                      "https://example.com;script-src *",
                                      "https://example.com\r\nx: y",
                                      "https://.example",
                                      "https://example..com",
                                      "https://example.com.",
                                      "https://-a.example",
                                      "https://a-.example",
                                      "https://a_b.example",
                                      "https://[::1]",
                                      "https://1.2.3",
                                      "https://1.2.3.256",
                                      "https://0x7f.1",
                                      "https://127.0.0.01",
                                      "https://example.0x1",
                                      "https://exa\u202empl.example",
                                      long_label};
  for (const std::string_view text : refused) {
    const auto parsed = parse_origin(text);
    EXPECT_FALSE(parsed.has_value()) << text << " became " << parsed.value_or("");
  }
}

TEST(Origins, are_each_kept_once_and_at_most_20) {
  EXPECT_THAT(*parse_origins({"https://a.example", "https://A.example:443", "https://b.example"}),
              ElementsAre("https://a.example", "https://b.example"));
  std::vector<std::string> many;
  for (int i = 0; i < 21; ++i) many.push_back("https://a" + std::to_string(i) + ".example");
  EXPECT_TRUE(parse_origins(many).error().is(kTooManyDomains));
  many.pop_back();
  EXPECT_EQ(parse_origins(many)->size(), 20u);
}

TEST(Origins, a_bad_one_is_named_by_its_place_and_control) {
  const auto parsed = parse_origins({"https://a.example", "https://*"});
  ASSERT_FALSE(parsed.has_value());
  EXPECT_TRUE(parsed.error().is(kBadDomain));
  EXPECT_EQ(parsed.error().field(), "/domains/1");
  EXPECT_EQ(parsed.error().control(), "EDGE-05");
}

}  // namespace
}  // namespace gatehouse::bots::internal

#include "base/log.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace gatehouse {
namespace {

std::string what_is_logged(const std::function<void()>& act) {
  testing::internal::CaptureStderr();
  act();
  return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneJsonLineAnEvent) {
  const std::string line = what_is_logged([] {
    log::notice("server.started", {{"port", std::int64_t{443}},
                                   {"share", 0.5},
                                   {"tls", true},
                                   {"name", std::string_view{"a \"b\"\n</script>"}}});
  });
  const auto rest = line.find(R"(,"level":"notice")");
  ASSERT_NE(rest, std::string::npos) << line;
  EXPECT_TRUE(line.starts_with(R"({"at":"2)")) << line;
  EXPECT_EQ(line.substr(rest),
            R"(,"level":"notice","event":"server.started","port":443,"share":0.5,"tls":true,)"
            R"("name":"a \"b\"\n\u003c/script\u003e"})"
            "\n");
}

TEST(Log, AnErrorIsLoggedWithItsReason) {
  const std::string line = what_is_logged(
      [] { log::error("request.failed", Error{kInternal}.because("disk full"), "req_1"); });
  EXPECT_NE(line.find(R"("code":"internal","detail":"disk full","correlation":"req_1")"),
            std::string::npos)
      << line;
}

TEST(Log, KeepsQuietBelowItsLevel) {
  log::set_level(log::Level::warning);
  EXPECT_EQ(what_is_logged([] { log::notice("unheard"); }), "");
  EXPECT_NE(what_is_logged([] { log::warning("heard"); }), "");
  log::set_level(log::Level::notice);
}

}  // namespace
}  // namespace gatehouse

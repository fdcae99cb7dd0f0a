#include "identity/internal/watch.h"

#include <gtest/gtest.h>

namespace gatehouse::identity::internal {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kFirefox =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
constexpr std::string_view kNewerFirefox =
    "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";
constexpr std::string_view kChrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36";

class WatchTest : public testing::Test {
 protected:
  std::optional<Sign> seen(std::string_view address, std::string_view agent = kFirefox) {
    return watch.look(*IpAddress::parse(address), agent, now);
  }
  Instant now = *parse_rfc3339("2026-11-23T21:42:10.123Z");
  Watch watch{kFirefox};
};

TEST_F(WatchTest, names_browsers_whatever_their_version) {
  EXPECT_EQ(family_of(kFirefox), "Firefox on Linux");
  EXPECT_EQ(family_of(kNewerFirefox), family_of(kFirefox));
  EXPECT_EQ(family_of(kChrome), "Chrome on Windows");
  EXPECT_EQ(family_of(std::string{kChrome} + " Edg/140.0"), "Edge on Windows");
  EXPECT_EQ(family_of("curl/7.88.1"), "curl");
  EXPECT_EQ(family_of(""), "");
}

TEST_F(WatchTest, another_browser_is_a_sign_and_an_update_is_none) {
  EXPECT_EQ(seen("192.0.2.1"), std::nullopt);
  EXPECT_EQ(seen("192.0.2.1", kNewerFirefox), std::nullopt);
  EXPECT_EQ(seen("192.0.2.1", kChrome), Sign::device_changed);
  EXPECT_EQ(seen("192.0.2.1", ""), Sign::device_changed);
}

TEST_F(WatchTest, one_move_is_no_sign_and_going_back_and_forth_is) {
  EXPECT_EQ(seen("192.0.2.1"), std::nullopt);
  EXPECT_EQ(seen("198.51.100.1"), std::nullopt);
  EXPECT_EQ(seen("198.51.100.9"), std::nullopt);
  EXPECT_EQ(seen("192.0.2.1"), Sign::two_places);
}

TEST_F(WatchTest, slow_moves_and_neighbours_are_no_sign) {
  EXPECT_EQ(seen("192.0.2.1"), std::nullopt);
  EXPECT_EQ(seen("192.0.77.1"), std::nullopt);
  EXPECT_EQ(seen("192.0.2.1"), std::nullopt);
  EXPECT_EQ(seen("198.51.100.1"), std::nullopt);
  now += 11min;
  EXPECT_EQ(seen("192.0.2.1"), std::nullopt);
}

TEST_F(WatchTest, both_versions_of_the_protocol_are_used_at_once) {
  for (int turn = 0; turn < 3; ++turn) {
    EXPECT_EQ(seen("192.0.2.1"), std::nullopt);
    EXPECT_EQ(seen("2001:db8::1"), std::nullopt);
    now += 1min;
  }
  EXPECT_EQ(seen("2001:dead::1"), std::nullopt);
  EXPECT_EQ(seen("2001:db8::1"), Sign::two_places);
}

TEST_F(WatchTest, what_was_usual_for_hours_is_remembered_until_its_last_use) {
  EXPECT_EQ(seen("198.51.100.1"), std::nullopt);
  for (int minute = 0; minute < 60; ++minute, now += 1min)
    EXPECT_EQ(seen("192.0.2.1"), std::nullopt);
  EXPECT_EQ(seen("198.51.100.1"), std::nullopt);
  EXPECT_EQ(seen("192.0.2.1"), Sign::two_places);
}

}  // namespace
}  // namespace gatehouse::identity::internal

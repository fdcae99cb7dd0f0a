#include "net/internal/deadlines.h"

#include <gtest/gtest.h>

#include <vector>

namespace gatehouse::net {
namespace {

using std::chrono::milliseconds;

// The wheel under a clock that the test moves: turns are real, what they see is not.
class DeadlinesTest : public ::testing::Test {
 protected:
  struct Named {
    Named(DeadlinesTest& of, int name)
        : test{of}, number{name}, deadline{of.wheel, this, [](void* self) {
                                             auto& named = *static_cast<Named*>(self);
                                             named.test.passed.push_back(named.number);
                                           }} {}
    DeadlinesTest& test;
    int number;
    Deadline deadline;
  };

  DeadlinesTest() { wheel.start(context.get_executor()); }
  ~DeadlinesTest() override { wheel.stop(); }
  void after(milliseconds time) {
    clock.advance(time);
    context.restart();
    context.run_one();
  }

  boost::asio::io_context context{1};
  SetClock clock{Instant{milliseconds{1'000'000}}};
  std::vector<int> passed;
  DeadlineWheel wheel{clock};
};

TEST_F(DeadlinesTest, pass_in_order_and_once) {
  Named late{*this, 2};
  Named soon{*this, 1};
  late.deadline.set(milliseconds{500});
  soon.deadline.set(milliseconds{150});
  after(milliseconds{100});
  EXPECT_TRUE(passed.empty());
  after(milliseconds{200});
  EXPECT_EQ(passed, (std::vector{1}));
  after(milliseconds{1000});
  EXPECT_EQ(passed, (std::vector{1, 2}));
}

TEST_F(DeadlinesTest, can_be_put_off_brought_forward_and_cleared) {
  Named one{*this, 1};
  one.deadline.set(milliseconds{100});
  one.deadline.set(milliseconds{1000});
  after(milliseconds{500});
  EXPECT_TRUE(passed.empty());
  one.deadline.set(milliseconds{100});
  after(milliseconds{200});
  EXPECT_EQ(passed, (std::vector{1}));
  one.deadline.set(milliseconds{100});
  one.deadline.clear();
  after(milliseconds{500});
  EXPECT_EQ(passed, (std::vector{1}));
}

TEST_F(DeadlinesTest, longer_than_a_turn_of_the_wheel_is_as_good) {
  Named one{*this, 1};
  one.deadline.set(milliseconds{120'000});
  after(milliseconds{60'000});
  after(milliseconds{59'000});
  EXPECT_TRUE(passed.empty());
  after(milliseconds{1'200});
  EXPECT_EQ(passed, (std::vector{1}));
}

TEST_F(DeadlinesTest, the_wheel_rests_when_nothing_waits) {
  {
    Named gone{*this, 1};
    gone.deadline.set(milliseconds{100});
  }
  after(milliseconds{500});
  EXPECT_TRUE(passed.empty());
  context.restart();
  EXPECT_EQ(context.poll(), 0u);
  EXPECT_TRUE(context.stopped());  // no timer is running
}

}  // namespace
}  // namespace gatehouse::net

#include "identity/internal/password_cost.h"

#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using namespace std::chrono_literals;

// Time passes by as much as is asked for whenever it is read.
class SlowClock final : public Clock {
 public:
  explicit SlowClock(std::chrono::nanoseconds step) : step_{step} {}
  Instant now() const override { return {}; }
  Tick tick() const override { return tick_ += step_; }

 private:
  std::chrono::nanoseconds step_;
  mutable Tick tick_{};
};

constexpr crypto::HashCost kFloor{.memory_kib = 8, .passes = 3};

TEST(PasswordCost, is_the_floor_on_a_slow_machine) {
  SlowClock clock{2s};
  EXPECT_EQ(measured_cost(kFloor, 250ms, clock).cost.passes, 3U);
}

TEST(PasswordCost, comes_near_to_what_was_wished) {
  SlowClock clock{150ms};
  const PasswordCost cost = measured_cost(kFloor, 250ms, clock);
  EXPECT_EQ(cost.cost.passes, 5U);
  EXPECT_EQ(cost.cost.memory_kib, 8U);
  EXPECT_DOUBLE_EQ(cost.milliseconds, 250);
}

TEST(PasswordCost, is_bounded_on_a_fast_machine) {
  SlowClock clock{1ms};
  EXPECT_EQ(measured_cost(kFloor, 250ms, clock).cost.passes, 12U);
}

class IdentityPasswordCost : public TestInstallation {};

TEST_F(IdentityPasswordCost, is_kept_and_never_below_the_floor) {
  const auto kept = *password_cost(*control);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->cost.passes, 1U);
  limits.hash_cost.passes = 2;
  open();
  EXPECT_EQ((*password_cost(*control))->cost.passes, 2U);
  limits.hash_cost.passes = 1;
  open();
  EXPECT_EQ((*password_cost(*control))->cost.passes, 2U) << "what was measured stays";
}

TEST_F(IdentityPasswordCost, forms_say_the_cost_and_nothing_of_the_hash) {
  const SignedIn owner = set_up();
  const auto forms = *password_forms(*control);
  ASSERT_EQ(forms.size(), 1U);
  EXPECT_EQ(forms[0].form, "$argon2id$v=19$m=8192,t=1,p=1");
  EXPECT_EQ(forms[0].people, 1U);
  EXPECT_EQ(*password_form(*control, owner.session.person.id), forms[0].form);
}

}  // namespace
}  // namespace gatehouse::identity::internal

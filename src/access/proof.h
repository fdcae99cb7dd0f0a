// How far somebody has proven who they are in their session, and how far a row wants it proven
// (control IDN-03). One type says both, so that they can be compared.
#pragma once

#include <string_view>

#include "base/enum_names.h"
#include "base/result.h"

namespace gatehouse::access {

class Caller;

inline constexpr ErrorKind kSecondFactorNeeded{
    "identity.second_factor_needed", Fault::forbidden,
    "Your sign-in is not complete. Show your second factor, or add one if you have none.",
    "IDN-03"};
inline constexpr ErrorKind kStepUpNeeded{
    "identity.step_up_needed", Fault::forbidden,
    "Show once more that it is you; then this can be done for five minutes.", "IDN-03"};

// In order: who reached one has passed those before it.
enum class Stage : unsigned char {
  password,   // has a second factor and has not shown it
  enrolling,  // has none yet and must have one
  complete,
};

struct Proof {
  Stage stage = Stage::complete;
  bool lately = false;  // within the last five minutes
  bool operator==(const Proof&) const = default;
};

// Two questions, because the pipeline asks the first before it decides about rights, and the second
// when nothing else stands in the way.
Result<> require_stage(const Caller& caller, Proof wanted);
Result<> require_lately(const Caller& caller, Proof wanted);

}  // namespace gatehouse::access

namespace gatehouse {

template <>
struct EnumNames<access::Stage> {
  using enum access::Stage;
  static constexpr auto names = std::to_array<std::pair<access::Stage, std::string_view>>(
      {{password, "password"}, {enrolling, "enrolling"}, {complete, "complete"}});
};

}  // namespace gatehouse

// enforced<ID>: the line that refuses names its control.
//
//   if (enforced<"EDGE-07"> && names_repeat(query)) return fail(kDuplicateParameter);
//
// In every ordinary build it is the constant `true` and an unknown id does not compile. In the
// mutant build (GATEHOUSE_MUTANTS) one control can be off for the length of an experiment, which
// proves that its probe turns red without the line. No other build can express "off".
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/catalogue_data.h"  // generated from controls/*.yaml

namespace gatehouse {

template <std::size_t N>
struct ControlName {
  char text[N]{};
  consteval ControlName(const char (&name)[N]) { std::copy_n(name, N, text); }  // NOLINT
  constexpr std::string_view view() const { return {text, N - 1}; }
};

consteval bool in_catalogue(std::string_view id) {
  return std::ranges::find(kControlIds, id) != std::ranges::end(kControlIds);
}

#ifdef GATEHOUSE_MUTANTS

// False for the one control that the experiment has switched off.
bool still_enforced(std::string_view id);
std::string_view switched_off_control();  // empty when none is

template <ControlName id>
  requires(in_catalogue(id.view()))
struct Enforced {
  operator bool() const { return still_enforced(id.view()); }  // NOLINT: stands for a bool
};
template <ControlName id>
inline constexpr Enforced<id> enforced{};

#else

template <ControlName id>
  requires(in_catalogue(id.view()))
inline constexpr bool enforced = true;

#endif

}  // namespace gatehouse

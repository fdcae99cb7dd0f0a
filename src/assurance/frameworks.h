// What the requirements of known frameworks are met by in this build, requirement by requirement.
// The tables stand in controls/frameworks; the build refuses a claim without its proof.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/enum_names.h"

namespace gatehouse::assurance {

// The best proof there is. `live` is a probe that attacks this very point on the running server;
// `open` is not covered, `none` does not apply.
enum class Coverage : std::uint8_t { live, build, document, open, none };

struct Requirement {
  std::string_view id;     // the framework's own number
  std::string_view title;  // in our words
  Coverage coverage;
  std::span<const std::string_view> controls;
  // Probes of `live`, files of `build` and `document`, parted by "; "; else the reason.
  std::string_view proof;
};

struct Framework {
  std::string_view key;  // "asvs-5.0.0"
  std::string_view name;
  std::string_view notice;  // licence, and what this is not
  std::span<const Requirement> requirements;
};

std::span<const Framework> frameworks();

// How many requirements have which proof.
struct CoverageCount {
  int live = 0;
  int build = 0;
  int document = 0;
  int open = 0;
  int none = 0;

  int applicable() const { return live + build + document + open; }
  // Of the applicable ones, in whole per cent, rounded down: nothing is shown better than it is.
  int live_percent() const { return applicable() == 0 ? 0 : live * 100 / applicable(); }
};
CoverageCount coverage_of(const Framework& framework);

std::string frameworks_reference();  // docs/reference/frameworks.md

}  // namespace gatehouse::assurance

namespace gatehouse {
template <>
struct EnumNames<assurance::Coverage> {
  using enum assurance::Coverage;
  static constexpr auto names = std::to_array<std::pair<assurance::Coverage, std::string_view>>(
      {{live, "live"}, {build, "build"}, {document, "document"}, {open, "open"}, {none, "none"}});
};
}  // namespace gatehouse

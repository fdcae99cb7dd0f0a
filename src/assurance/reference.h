// docs/reference: what this build enforces, records and answers, as Markdown. The files in the
// repository are this text; a test compares them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::assurance {

// Where the sources name a control, "src/edge/pipeline.cpp" and the line at this build.
struct EnforcementPoint {
  std::string_view file;
  int line;
};
std::vector<EnforcementPoint> enforcement_points(std::string_view control);

// The families of controls by their prefix, "Edge" for "EDGE"; empty for an unknown one.
std::string_view family_name(std::string_view prefix);

std::string controls_reference();  // clause -> control -> enforcement points -> probes
std::string errors_reference();
std::string events_reference();

}  // namespace gatehouse::assurance

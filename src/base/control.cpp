#include "base/control.h"

#ifdef GATEHOUSE_MUTANTS

#include <cstdlib>
#include <string>

namespace gatehouse {

std::string_view switched_off_control() {
  static const std::string switched_off = [] {
    const char* named = std::getenv("GATEHOUSE_MUTANT");
    return std::string{named == nullptr ? "" : named};
  }();
  return switched_off;
}

bool still_enforced(std::string_view id) { return id != switched_off_control(); }

}  // namespace gatehouse

#endif

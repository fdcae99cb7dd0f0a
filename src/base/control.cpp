#include "base/control.h"

#ifdef GATEHOUSE_MUTANTS

#include <cstdlib>
#include <string>

namespace gatehouse {

bool still_enforced(std::string_view id) {
  static const std::string switched_off = [] {
    const char* named = std::getenv("GATEHOUSE_MUTANT");
    return std::string{named == nullptr ? "" : named};
  }();
  return id != switched_off;
}

}  // namespace gatehouse

#endif

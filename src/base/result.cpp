#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace gatehouse {

// No log and no allocation: nothing can be relied on any more.
void end_process(const char* what, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: this must never happen: %s\n", file, line, what);
  std::fflush(stderr);
  std::abort();
}

}  // namespace gatehouse

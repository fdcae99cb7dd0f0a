#include "store/search.h"

#include "base/control.h"

namespace gatehouse::store {

std::string like_escaped(std::string_view text) {
  std::string pattern;
  pattern.reserve(text.size());
  for (const char letter : text) {
    if (enforced<"EDGE-09"> && (letter == '%' || letter == '_' || letter == '\\')) pattern += '\\';
    pattern += letter;
  }
  return pattern;
}

}  // namespace gatehouse::store

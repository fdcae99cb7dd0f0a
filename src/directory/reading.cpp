#include "directory/reading.h"

#include <boost/json/serialize.hpp>

#include "directory/internal/filter.h"
#include "directory/internal/patch.h"

namespace gatehouse::directory {

Result<bool> fits(std::string_view filter, std::string_view user) {
  TRY(const auto resource, internal::read_document(user));
  TRY(const auto parsed, internal::parse_filter(internal::kUserType, filter));
  return internal::matches(internal::kUserType, parsed, resource);
}

Result<std::string> patched(std::string_view user, std::string_view request) {
  TRY(auto resource, internal::read_document(user));
  TRY(const auto operations, internal::read_document(request));
  TRY_VOID(internal::apply_patch(internal::kUserType, resource, operations));
  return internal::bj::serialize(resource);
}

}  // namespace gatehouse::directory

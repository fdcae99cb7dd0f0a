// Filters as strangers send them: read or refused, and the same every time.
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "directory/reading.h"

using namespace gatehouse;

namespace {
constexpr std::string_view kUser =
    R"({"id":"per_1","userName":"ann@example.com","active":true,"name":{"givenName":"Ann"},)"
    R"("emails":[{"value":"ann@example.com","type":"work","primary":true},{"value":"a@b.example"}]})";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view filter = as_text({data, size});
  const auto first = directory::fits(filter, kUser);
  const auto second = directory::fits(filter, kUser);
  CHECK(first.has_value() == second.has_value());
  CHECK(!first || *first == *second);
  return 0;
}

// PATCH documents as strangers send them: what comes out is a document again, and its identity and
// what we say about it ourselves are as they were.
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "directory/reading.h"

using namespace gatehouse;

namespace {
constexpr std::string_view kUser =
    R"({"id":"per_1","userName":"ann@example.com","active":true,"name":{"givenName":"Ann"},)"
    R"("emails":[{"value":"ann@example.com","type":"work","primary":true}]})";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto changed = directory::patched(kUser, as_text({data, size}));
  if (!changed) return 0;
  CHECK(changed->starts_with(R"({"id":"per_1")"));
  return 0;
}

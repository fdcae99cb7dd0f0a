// No text is taken for a key that is not one: nothing shorter, and nothing without its prefix.
#include <cstddef>
#include <cstdint>

#include "identity/api_keys.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = gatehouse::as_text({data, size});
  const bool found = gatehouse::identity::holds_a_key(text);
  CHECK(!found || (text.size() >= 80 && text.contains("ghk_")));
  // Around it may stand anything.
  CHECK(!found || gatehouse::identity::holds_a_key("key=" + std::string{text} + "&more"));
  return 0;
}

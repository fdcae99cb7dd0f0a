// A text is read as a key only when it is one, letter by letter, and no text says that another
// holds one.
#include <cstddef>
#include <cstdint>

#include "identity/internal/api_key_token.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatehouse;
  const std::string_view text = as_text({data, size});
  const auto key = identity::internal::read_key_token(text);
  CHECK(!key || text.size() == 80);
  CHECK(!key || text.substr(4, 26) == key->id.text().substr(4));
  CHECK(!key || identity::internal::looks_like_key_token(text));
  return 0;
}

// Whatever is read as an id, a time or encoded octets has one spelling.
#include "base/id.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = gatehouse::as_text({data, size});
  const auto id = gatehouse::ConversationId::parse(text);
  CHECK(!id || id->text() == text);
  const auto octets = gatehouse::from_base64url(text);
  CHECK(!octets || gatehouse::base64url(*octets) == text);
  const auto at = gatehouse::parse_rfc3339(text);
  CHECK(!at || gatehouse::parse_rfc3339(gatehouse::rfc3339(*at)).value() == *at);
  return 0;
}

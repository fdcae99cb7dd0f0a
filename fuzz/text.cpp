// Any octets become UTF-8 when cleaned, and cleaning twice changes nothing.
#include "base/text.h"

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = gatehouse::as_text({data, size});
  const std::string once = gatehouse::cleaned(text);
  CHECK(gatehouse::is_utf8(once) && gatehouse::cleaned(once) == once);
  CHECK(gatehouse::is_utf8(gatehouse::folded(once)));
  const auto email = gatehouse::EmailAddress::parse(text);
  // What was read is read again as the same.
  if (email) {
    CHECK(*gatehouse::EmailAddress::parse(email->text()) == *email);
    CHECK(*gatehouse::EmailAddress::parse(email->folded()) == *email);
    CHECK(!email->likeness().empty());
  }
  return 0;
}

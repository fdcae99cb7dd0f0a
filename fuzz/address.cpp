// Whatever is read as an address is written so that it reads the same again.
#include "base/address.h"

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto address = gatehouse::IpAddress::parse(gatehouse::as_text({data, size}));
  if (address) CHECK(gatehouse::IpAddress::parse(address->text()).value() == *address);
  return 0;
}

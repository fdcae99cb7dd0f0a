// Only what the key has signed verifies, and no input has been signed by this one.
#include "crypto/jwt.h"

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = gatehouse::crypto::JwtKey::generate();
  CHECK(!key.verify(gatehouse::as_text({data, size})));
  // A header that passes, so that the search reaches what lies behind it.
  static const std::string signed_token = key.sign("{}");
  static const std::string header = signed_token.substr(0, signed_token.find('.') + 1);
  const auto token = header + std::string{gatehouse::as_text({data, size})};
  CHECK(!key.verify(token));
  return 0;
}

// Whatever arrives is refused or is one request that can be read in one way only.
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "net/wire_bytes.h"

namespace gatehouse::net {
namespace {

constexpr std::size_t kBodyLimit = 4096;
constexpr std::size_t kLongestInput = 8192;

void check(const Request& request) {
  const Headers& headers = request.headers;
  CHECK(request.method != Method::other);
  CHECK(request.path.starts_with('/'));
  CHECK(headers.count("host") == 1);
  CHECK(headers.count("content-length") + headers.count("transfer-encoding") <= 1);
  for (const auto& [name, value] : headers.all()) {
    CHECK(!name.empty());
    CHECK(!value.contains('\r') && !value.contains('\n') && !value.contains('\0'));
  }
  CHECK(request.body.size() <= kBodyLimit);
}

void read(std::string_view bytes) {
  const auto whole = read_request(bytes, bytes.size(), kBodyLimit);
  const auto dripping = read_request(bytes, 1, kBodyLimit);
  CHECK(whole.has_value() == dripping.has_value());
  if (!whole) return;
  check(*whole);
  CHECK(whole->body == dripping->body);
}

}  // namespace
}  // namespace gatehouse::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > gatehouse::net::kLongestInput) return 0;
  const std::string_view bytes = gatehouse::as_text({data, size});
  gatehouse::net::read(bytes);
  // Nothing of the request can split the redirect.
  const std::string clear = gatehouse::net::answer_in_clear(bytes);
  CHECK(clear.find("\r\n\r\n") == clear.size() - 4);
  return 0;
}

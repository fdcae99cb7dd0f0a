// Any octets: read or refused, and what was read is written so that it reads the same again.
#include <cstddef>
#include <cstdint>

#include "base/json.h"

namespace {
struct Part {
  std::string text;
  std::optional<double> weight;
  std::vector<Part> parts;
  bool operator==(const Part&) const = default;
};
}  // namespace

template <>
struct gatehouse::json::Shape<Part> {
  static constexpr auto members = std::tuple{
      json::member("text", &Part::text, json::text(0, 100)), json::member("weight", &Part::weight),
      json::member("parts", &Part::parts, json::list_of(100, {}))};
};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto part = gatehouse::json::read<Part>(gatehouse::as_text({data, size}));
  if (part) CHECK(gatehouse::json::read<Part>(gatehouse::json::write(*part)).value() == *part);
  return 0;
}

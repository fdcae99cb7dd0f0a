// A parsed JSON text as one flat list: each value is followed by the values inside it. Building it
// takes one allocation at most for an ordinary request, and texts without escapes are not copied.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gatehouse::json {

struct ReadLimits;

namespace internal {

struct Node {
  enum class Kind : unsigned char { null, boolean, whole, large, real, text, list, object };

  std::string_view name;  // in its object
  std::string_view text;
  union {
    std::int64_t whole = 0;
    std::uint64_t large;  // a whole number above the largest int64
    double real;
    bool boolean;
  };
  std::uint32_t span = 1;   // this node and all inside it
  std::uint32_t count = 0;  // of members or elements
  Kind kind = Kind::null;

  const Node* first() const { return this + 1; }
  const Node* next() const { return this + span; }
};

// The nodes live as long as the document and the text it was parsed from.
class Document {
 public:
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  ~Document();

  Result<> parse(std::string_view text, const ReadLimits& limits);
  const Node& root() const { return nodes_.front(); }

 private:
  std::array<std::byte, 2048> room_;
  std::pmr::monotonic_buffer_resource memory_{room_.data(), room_.size()};
  std::pmr::vector<Node> nodes_{&memory_};
  std::string unescaped_;
};

// `/` and `~` in a name are escaped (RFC 6901 3).
std::string pointer_part(std::string_view name);

}  // namespace internal
}  // namespace gatehouse::json

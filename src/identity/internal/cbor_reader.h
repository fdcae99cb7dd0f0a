// CBOR (RFC 8949) read item by item. Nothing is allocated for what a text merely claims to hold,
// and nothing nests deeper than allowed, so hostile input costs what it weighs.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace gatehouse::identity::webauthn {

class CborReader {
 public:
  explicit CborReader(BytesView bytes) : rest_{bytes} {}

  struct Item {
    enum class Kind : unsigned char { number, bytes, text, list, map, tag, other };
    Kind kind;
    std::size_t size = 0;  // of elements or pairs
    BytesView content;     // of bytes or text
  };
  // The head of a list or map; what is inside follows.
  Result<Item> next();
  // One item with all that is inside it.
  Result<> skip(int depth = 4);
  bool at_end() const { return rest_.empty(); }

 private:
  BytesView rest_;
};

}  // namespace gatehouse::identity::webauthn

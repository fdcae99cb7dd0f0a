// Merkle trees, RFC 6962 section 2.1.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "crypto/crypto.h"

namespace gatehouse::crypto {

Digest leaf_hash(BytesView entry);                          // SHA-256(0x00 || entry)
Digest node_hash(const Digest& left, const Digest& right);  // SHA-256(0x01 || left || right)

// A tree of which only the right edge is kept: the roots of its perfect subtrees, the largest
// first.
class CompactTree {
 public:
  CompactTree() = default;
  // Nothing when the frontier does not belong to a tree of that size.
  static std::optional<CompactTree> from(std::uint64_t size, BytesView frontier);

  void append(const Digest& leaf);
  std::uint64_t size() const { return size_; }
  Digest root() const;
  Bytes frontier() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> subtrees_;
};

// MTH(D[n]).
Digest tree_root(std::span<const Digest> leaves);
// PATH(m, D[n]); index < leaves.size().
std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::size_t index);
// PROOF(m, D[n]); 0 < old_size <= leaves.size().
std::vector<Digest> consistency_proof(std::span<const Digest> leaves, std::size_t old_size);

// RFC 9162 sections 2.1.3.2 and 2.1.4.2.
bool proves_inclusion(std::span<const Digest> proof, const Digest& leaf, std::uint64_t index,
                      std::uint64_t size, const Digest& root);
bool proves_consistency(std::span<const Digest> proof, std::uint64_t old_size,
                        std::uint64_t new_size, const Digest& old_root, const Digest& new_root);

}  // namespace gatehouse::crypto

#include "crypto/merkle.h"

#include <algorithm>
#include <bit>

namespace gatehouse::crypto {

namespace {

constexpr std::uint8_t kLeaf[] = {0x00};
constexpr std::uint8_t kNode[] = {0x01};

// The largest power of two below `size`; size > 1.
std::size_t split(std::size_t size) { return std::bit_floor(size - 1); }

// SUBPROOF(m, D[n], b); `whole` is b: the old tree is complete in these leaves and its root known.
void append_subproof(std::vector<Digest>& proof, std::span<const Digest> leaves,
                     std::size_t old_size, bool whole) {
  if (old_size == leaves.size()) {
    if (!whole) proof.push_back(tree_root(leaves));
    return;
  }
  const std::size_t middle = split(leaves.size());
  if (old_size <= middle) {
    append_subproof(proof, leaves.first(middle), old_size, whole);
    proof.push_back(tree_root(leaves.subspan(middle)));
  } else {
    append_subproof(proof, leaves.subspan(middle), old_size - middle, false);
    proof.push_back(tree_root(leaves.first(middle)));
  }
}

}  // namespace

Digest leaf_hash(BytesView entry) { return sha256(kLeaf, entry); }
Digest node_hash(const Digest& left, const Digest& right) { return sha256(kNode, left, right); }

std::optional<CompactTree> CompactTree::from(std::uint64_t size, BytesView frontier) {
  if (frontier.size() != std::popcount(size) * sizeof(Digest)) return std::nullopt;
  CompactTree tree;
  tree.size_ = size;
  for (; !frontier.empty(); frontier = frontier.subspan(sizeof(Digest)))
    std::ranges::copy_n(frontier.begin(), sizeof(Digest), tree.subtrees_.emplace_back().begin());
  return tree;
}

void CompactTree::append(const Digest& leaf) {
  Digest added = leaf;
  // Each trailing one of the size is a subtree that the new leaf completes.
  for (std::uint64_t full = size_; (full & 1) != 0; full >>= 1) {
    added = node_hash(subtrees_.back(), added);
    subtrees_.pop_back();
  }
  subtrees_.push_back(added);
  ++size_;
}

Digest CompactTree::root() const {
  if (subtrees_.empty()) return sha256({});
  Digest root = subtrees_.back();
  for (std::size_t left = subtrees_.size() - 1; left > 0; --left)
    root = node_hash(subtrees_[left - 1], root);
  return root;
}

Bytes CompactTree::frontier() const {
  Bytes frontier;
  for (const Digest& subtree : subtrees_)
    frontier.insert(frontier.end(), subtree.begin(), subtree.end());
  return frontier;
}

Digest tree_root(std::span<const Digest> leaves) {
  CompactTree tree;
  for (const Digest& leaf : leaves) tree.append(leaf);
  return tree.root();
}

std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::size_t index) {
  CHECK(index < leaves.size());
  if (leaves.size() == 1) return {};
  const std::size_t middle = split(leaves.size());
  const bool left = index < middle;
  std::vector<Digest> proof = left ? inclusion_proof(leaves.first(middle), index)
                                   : inclusion_proof(leaves.subspan(middle), index - middle);
  proof.push_back(tree_root(left ? leaves.subspan(middle) : leaves.first(middle)));
  return proof;
}

std::vector<Digest> consistency_proof(std::span<const Digest> leaves, std::size_t old_size) {
  CHECK(old_size > 0 && old_size <= leaves.size());
  std::vector<Digest> proof;
  append_subproof(proof, leaves, old_size, true);
  return proof;
}

bool proves_inclusion(std::span<const Digest> proof, const Digest& leaf, std::uint64_t index,
                      std::uint64_t size, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t at = index;
  std::uint64_t last = size - 1;
  Digest reached = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      reached = node_hash(sibling, reached);
      // A right-most subtree without a sibling rises unchanged.
      for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
    } else {
      reached = node_hash(reached, sibling);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && reached == root;
}

bool proves_consistency(std::span<const Digest> proof, std::uint64_t old_size,
                        std::uint64_t new_size, const Digest& old_root, const Digest& new_root) {
  if (old_size == 0 || old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  std::uint64_t at = old_size - 1;
  std::uint64_t last = new_size - 1;
  for (; (at & 1) != 0; at >>= 1) last >>= 1;
  // A complete old tree is its own first part, which the proof therefore leaves out.
  const bool old_complete = std::has_single_bit(old_size);
  if (!old_complete && proof.empty()) return false;
  Digest old_reached = old_complete ? old_root : proof.front();
  Digest new_reached = old_reached;
  for (const Digest& part : proof.subspan(old_complete ? 0 : 1)) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      old_reached = node_hash(part, old_reached);
      new_reached = node_hash(part, new_reached);
      for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
    } else {
      new_reached = node_hash(new_reached, part);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && old_reached == old_root && new_reached == new_root;
}

}  // namespace gatehouse::crypto

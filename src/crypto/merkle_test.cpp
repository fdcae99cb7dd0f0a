#include "crypto/merkle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gatehouse::crypto {
namespace {

// Inputs, roots and paths of the Certificate Transparency project's reference tree
// (google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc).
constexpr std::string_view kInputs[] = {"",
                                        "00",
                                        "10",
                                        "2021",
                                        "3031",
                                        "40414243",
                                        "5051525354555657",
                                        "606162636465666768696a6b6c6d6e6f"};
constexpr std::string_view kRoots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Digest digest_of(std::string_view hexadecimal) {
  const Bytes bytes = *from_hex(hexadecimal);
  Digest digest;
  std::ranges::copy(bytes, digest.begin());
  return digest;
}

std::vector<Digest> known_leaves() {
  std::vector<Digest> leaves;
  for (const std::string_view input : kInputs) leaves.push_back(leaf_hash(*from_hex(input)));
  return leaves;
}

std::vector<Digest> numbered_leaves(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t number = 0; number < count; ++number)
    leaves.push_back(leaf_hash(as_bytes(std::to_string(number))));
  return leaves;
}

TEST(Merkle, has_the_roots_of_the_reference_tree) {
  EXPECT_EQ(hex(tree_root({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::vector<Digest> leaves = known_leaves();
  for (std::size_t size = 1; size <= leaves.size(); ++size)
    EXPECT_EQ(hex(tree_root(std::span{leaves}.first(size))), kRoots[size - 1]);
}

TEST(Merkle, has_the_inclusion_proofs_of_the_reference_tree) {
  const std::vector<Digest> leaves = known_leaves();
  EXPECT_TRUE(inclusion_proof(std::span{leaves}.first(1), 0).empty());
  const std::vector<Digest> first_of_eight = {
      digest_of("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
      digest_of("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
      digest_of("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")};
  EXPECT_EQ(inclusion_proof(leaves, 0), first_of_eight);
  const std::vector<Digest> third_of_three = {digest_of(kRoots[1])};
  EXPECT_EQ(inclusion_proof(std::span{leaves}.first(3), 2), third_of_three);
}

TEST(Merkle, has_the_consistency_proofs_of_the_reference_tree) {
  const std::vector<Digest> leaves = known_leaves();
  const std::vector<Digest> one_to_eight = {
      digest_of("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
      digest_of("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
      digest_of("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")};
  EXPECT_EQ(consistency_proof(leaves, 1), one_to_eight);
  const std::vector<Digest> six_to_eight = {
      digest_of("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
      digest_of("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
      digest_of("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")};
  EXPECT_EQ(consistency_proof(leaves, 6), six_to_eight);
}

TEST(Merkle, every_leaf_of_every_small_tree_proves_its_place_and_no_other) {
  const std::vector<Digest> all = numbered_leaves(40);
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const std::span leaves = std::span{all}.first(size);
    const Digest root = tree_root(leaves);
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(leaves, index);
      EXPECT_TRUE(proves_inclusion(proof, leaves[index], index, size, root));
      EXPECT_FALSE(proves_inclusion(proof, leaves[index], index + 1, size, root));
      EXPECT_FALSE(proves_inclusion(proof, leaf_hash(as_bytes("x")), index, size, root));
    }
  }
}

TEST(Merkle, every_small_tree_proves_that_it_grew_from_each_before_it) {
  const std::vector<Digest> all = numbered_leaves(40);
  for (std::size_t size = 1; size <= all.size(); ++size)
    for (std::size_t old_size = 1; old_size <= size; ++old_size) {
      const std::span leaves = std::span{all}.first(size);
      const Digest old_root = tree_root(leaves.first(old_size));
      const auto proof = consistency_proof(leaves, old_size);
      EXPECT_TRUE(proves_consistency(proof, old_size, size, old_root, tree_root(leaves)));
      EXPECT_FALSE(proves_consistency(proof, old_size, size, tree_root({}), tree_root(leaves)));
    }
}

RC_GTEST_PROP(Merkle, an_altered_old_leaf_cannot_be_proven_consistent, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(2, 300);
  const auto old_size = *rc::gen::inRange<std::size_t>(1, size);
  const auto altered = *rc::gen::inRange<std::size_t>(0, old_size);
  std::vector<Digest> leaves = numbered_leaves(size);
  const Digest old_root = tree_root(std::span{leaves}.first(old_size));
  RC_ASSERT(proves_consistency(consistency_proof(leaves, old_size), old_size, size, old_root,
                               tree_root(leaves)));
  leaves[altered][0] ^= 1;
  RC_ASSERT(!proves_consistency(consistency_proof(leaves, old_size), old_size, size, old_root,
                                tree_root(leaves)));
}

RC_GTEST_PROP(Merkle, a_tree_goes_on_from_its_frontier_as_if_it_were_whole, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(0, 300);
  const auto stop = *rc::gen::inRange<std::size_t>(0, size + 1);
  const std::vector<Digest> leaves = numbered_leaves(size);
  CompactTree tree;
  for (std::size_t index = 0; index < size; ++index) {
    if (index == stop) tree = *CompactTree::from(tree.size(), tree.frontier());
    tree.append(leaves[index]);
  }
  RC_ASSERT(tree.root() == tree_root(leaves));
  RC_ASSERT(!CompactTree::from(tree.size() * 2 + 1, tree.frontier()).has_value());
}

}  // namespace
}  // namespace gatehouse::crypto

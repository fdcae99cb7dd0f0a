#include "crypto/note.h"

#include <gtest/gtest.h>

namespace gatehouse::crypto {
namespace {

// golang.org/x/mod/sumdb/note, note_test.go and example_test.go: another implementation's key,
// note and signature.
constexpr std::string_view kGoKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kGoText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view kGoSignature =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

class Note : public testing::Test {
 protected:
  SystemRandom random;
  SigningKey signer = SigningKey::generate(random);
  VerifierKey key{"log.example/1", signer.public_key()};
  TreeHead head{7, sha256(as_bytes("root"))};
  std::string note = sign_checkpoint(head, key, signer);
};

TEST_F(Note, reads_what_another_implementation_wrote) {
  const auto go = VerifierKey::parse(kGoKey);
  ASSERT_TRUE(go.has_value());
  EXPECT_EQ(go->text(), kGoKey);
  const std::string signed_text = std::string{kGoText} + "\n" + std::string{kGoSignature};
  const auto body = open_note(signed_text, *go);
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(*body, kGoText);
}

TEST_F(Note, comes_back_as_it_was_signed) {
  const auto parsed = VerifierKey::parse("  " + key.text() + "\n");
  ASSERT_TRUE(parsed.has_value());
  const auto opened = open_checkpoint(note, *parsed);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->size, head.size);
  EXPECT_EQ(opened->root, head.root);
}

TEST_F(Note, changed_in_any_octet_is_refused) {
  for (std::size_t at = 0; at < note.size(); ++at) {
    std::string bent = note;
    bent[at] = static_cast<char>(bent[at] ^ 0x01);
    EXPECT_FALSE(open_checkpoint(bent, key).has_value()) << at;
    EXPECT_FALSE(open_checkpoint(note.substr(0, at), key).has_value()) << at;
  }
}

TEST_F(Note, of_another_key_or_another_log_is_refused) {
  const VerifierKey other{"log.example/1", SigningKey::generate(random).public_key()};
  EXPECT_FALSE(open_checkpoint(note, other).has_value());
  const VerifierKey renamed{"log.example/2", signer.public_key()};
  EXPECT_FALSE(open_checkpoint(note, renamed).has_value());
  const std::string foreign =
      sign_note(checkpoint_body("log.example/2", 7, head.root), key, signer);
  EXPECT_FALSE(open_checkpoint(foreign, key).has_value());
}

TEST_F(Note, with_further_signatures_still_holds) {
  const VerifierKey witness{"witness.example", SigningKey::generate(random).public_key()};
  const std::string both = note + "— witness.example c2lnbmF0dXJl\n";
  EXPECT_TRUE(open_checkpoint(both, key).has_value());
  EXPECT_FALSE(open_checkpoint(both, witness).has_value());
}

TEST_F(Note, with_a_size_of_another_spelling_is_refused) {
  for (const std::string_view size : {"07", "+7", "-7", "7 ", "", "99999999999999999999"}) {
    const std::string body =
        key.name() + "\n" + std::string{size} + "\n" + base64(head.root) + "\n";
    EXPECT_FALSE(open_checkpoint(sign_note(body, key, signer), key).has_value()) << size;
  }
}

TEST_F(Note, a_key_with_a_wrong_character_is_refused) {
  const std::string text = key.text();
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string bent = text;
    bent[at] = static_cast<char>(bent[at] ^ 0x01);
    EXPECT_FALSE(VerifierKey::parse(bent).has_value()) << bent;
  }
  EXPECT_FALSE(VerifierKey::parse("").has_value());
  EXPECT_FALSE(VerifierKey::parse("++").has_value());
}

}  // namespace
}  // namespace gatehouse::crypto

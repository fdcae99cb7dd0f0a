// Whatever is offered as evidence, nothing holds that the key has not signed.
#include "assurance/evidence_export.h"

#include <cstddef>
#include <cstdint>

#include "base/random.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatehouse;
  static SystemRandom random;
  static const auto signer = crypto::SigningKey::generate(random);
  static const crypto::VerifierKey key{"gatehouse-evidence/0123456789abcdef", signer.public_key()};
  const std::string_view text = as_text({data, size});
  CHECK(!crypto::open_checkpoint(text, key));
  CHECK(!assurance::check_bundle(text, key));
  CHECK(!assurance::check_export(text, key));
  (void)crypto::VerifierKey::parse(text);
  // Past the signature, so that the search reaches the statement behind it.
  const std::string signature =
      base64(signer.sign(as_bytes("gatehouse-evidence/1\n" + std::string{text})));
  (void)assurance::open_statement(text, signature, key);
  return 0;
}

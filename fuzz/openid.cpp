// Descriptions, key sets and tokens as a provider could send them: read or refused, and nothing is
// vouched for by a key that is not there.
#include "identity/openid.h"

#include <cstddef>
#include <cstdint>

using namespace gatehouse;
using namespace gatehouse::identity::openid;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  (void)read_description(text, "https://idp.example");
  (void)read_tokens(text);
  if (const auto set = KeySet::read(text)) {
    // What we keep of it is read as the same keys.
    const auto kept = KeySet::read(set->json());
    CHECK(kept.has_value() && kept->same_as(*set) && !kept->contradicts(*set));
  }
  // RFC 7515 A.3: nobody here holds the other half of this key.
  static const KeySet kKeys =
      *KeySet::read(R"({"keys":[{"kty":"EC","crv":"P-256","kid":"a",)"
                    R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})");
  const Expected expected{.issuer = "https://idp.example", .client = "c", .now = Instant{}};
  (void)key_named_in(text);
  CHECK(!judge_id_token(text, kKeys, expected));
  CHECK(!judge_logout_token(text, kKeys, expected));
  return 0;
}

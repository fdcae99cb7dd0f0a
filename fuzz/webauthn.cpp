// Attestation objects, authenticator data and client data as strangers send them: read or refused,
// within their bounds, and no signature holds.
#include "identity/webauthn.h"

#include <cstddef>
#include <cstdint>

using namespace gatehouse;
using namespace gatehouse::identity::webauthn;

namespace {

const RelyingParty kParty{"localhost", {"https://localhost:34503"}};

bool lies_within(BytesView inner, BytesView outer) {
  return inner.empty() || (inner.data() >= outer.data() &&
                           inner.data() + inner.size() <= outer.data() + outer.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const BytesView input{data, size};
  if (const auto inside = read_attestation(input)) CHECK(lies_within(*inside, input));
  if (const auto read = read_authenticator_data(input))
    CHECK(lies_within(read->credential_id, input));
  if (const auto made = read_new_credential(input, kParty)) CHECK(!made->public_key.empty());
  if (const auto said = read_client_data(input))
    (void)check_client_data(*said, Ceremony::get, kParty);
  // The first half as authenticator data, the second as signature, by keys that nobody holds.
  const std::size_t half = size / 2;
  const Assertion assertion{as_bytes("{}"), input.first(half), input.subspan(half)};
  for (const auto& [algorithm, name] : EnumNames<Algorithm>::names) {
    const std::size_t key_size = algorithm == Algorithm::es256   ? 64
                                 : algorithm == Algorithm::eddsa ? 32
                                                                 : 259;
    CHECK(!verify_assertion(assertion, algorithm, Bytes(key_size, 1), kParty));
  }
  return 0;
}

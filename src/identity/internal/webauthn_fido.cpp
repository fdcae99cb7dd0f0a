// Keys and signatures, by libfido2.
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <memory>
#include <optional>

#include "base/control.h"
#include "crypto/crypto.h"
#include "identity/webauthn.h"

namespace gatehouse::identity::webauthn {
namespace {

// libfido2 frees through a pointer to the pointer.
template <auto release>
struct Free {
  template <class T>
  void operator()(T* object) const {
    release(&object);
  }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Free<release>>;
using OwnedCredential = Owned<fido_cred_t, &fido_cred_free>;
using OwnedAssertion = Owned<fido_assert_t, &fido_assert_free>;

struct ForgetErrors {
  ForgetErrors() = default;
  ForgetErrors(const ForgetErrors&) = delete;
  ForgetErrors& operator=(const ForgetErrors&) = delete;
  ~ForgetErrors() { crypto::forget_errors(); }
};

std::unexpected<Error> refuse(std::string_view why) {
  return fail(Error{kPasskeyRefused}.because(std::string{why}));
}

int cose_number(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::es256:
      return COSE_ES256;
    case Algorithm::eddsa:
      return COSE_EDDSA;
    case Algorithm::rs256:
      return COSE_RS256;
  }
  return 0;
}

// libfido2 wants to be told the algorithm before it looks.
OwnedCredential opened(Algorithm algorithm, const RelyingParty& party, BytesView data) {
  OwnedCredential credential{fido_cred_new()};
  CHECK(credential != nullptr);
  const bool read =
      fido_cred_set_type(credential.get(), cose_number(algorithm)) == FIDO_OK &&
      fido_cred_set_rp(credential.get(), party.id.c_str(), nullptr) == FIDO_OK &&
      fido_cred_set_authdata_raw(credential.get(), data.data(), data.size()) == FIDO_OK;
  return read ? std::move(credential) : nullptr;
}

Result<> check_flags(const AuthenticatorData& data, const RelyingParty& party) {
  const crypto::Digest expected = crypto::sha256(as_bytes(party.id));
  if (enforced<"IDN-03"> && !same_bytes(data.party_hash, expected))
    return refuse("another party's");
  if (enforced<"IDN-03"> && !data.user_present) return refuse("nobody was present");
  if (enforced<"IDN-03"> && !data.user_verified) return refuse("the user was not verified");
  return {};
}

template <class Key, auto make, auto read, auto release>
int verify_with(const fido_assert_t* assertion, Algorithm algorithm, BytesView public_key) {
  const Owned<Key, release> key{make()};
  CHECK(key != nullptr);
  if (const int wrong = read(key.get(), public_key.data(), public_key.size()); wrong != FIDO_OK)
    return wrong;
  return fido_assert_verify(assertion, 0, cose_number(algorithm), key.get());
}

int verify(const fido_assert_t* assertion, Algorithm algorithm, BytesView key) {
  switch (algorithm) {
    case Algorithm::es256:
      return verify_with<es256_pk_t, &es256_pk_new, &es256_pk_from_ptr, &es256_pk_free>(
          assertion, algorithm, key);
    case Algorithm::eddsa:
      return verify_with<eddsa_pk_t, &eddsa_pk_new, &eddsa_pk_from_ptr, &eddsa_pk_free>(
          assertion, algorithm, key);
    case Algorithm::rs256:
      return verify_with<rs256_pk_t, &rs256_pk_new, &rs256_pk_from_ptr, &rs256_pk_free>(
          assertion, algorithm, key);
  }
  return FIDO_ERR_UNSUPPORTED_ALGORITHM;
}

}  // namespace

Result<Credential> read_new_credential(BytesView attestation, const RelyingParty& party) {
  const ForgetErrors forget;
  TRY(const BytesView data, read_attestation(attestation));
  TRY(const AuthenticatorData read, read_authenticator_data(data));
  if (read.credential_id.empty()) return refuse("no new credential");
  TRY_VOID(check_flags(read, party));
  for (const auto& [algorithm, name] : EnumNames<Algorithm>::names) {
    const OwnedCredential credential = opened(algorithm, party, data);
    if (!credential) continue;
    const BytesView key{fido_cred_pubkey_ptr(credential.get()),
                        fido_cred_pubkey_len(credential.get())};
    if (key.empty()) continue;
    return Credential{.id = {read.credential_id.begin(), read.credential_id.end()},
                      .algorithm = algorithm,
                      .public_key = {key.begin(), key.end()},
                      .counter = read.counter};
  }
  return refuse("a public key of no algorithm that we offered");
}

Result<std::uint32_t> verify_assertion(const Assertion& given, Algorithm algorithm,
                                       BytesView public_key, const RelyingParty& party) {
  const ForgetErrors forget;
  TRY(const AuthenticatorData read, read_authenticator_data(given.authenticator_data));
  if (!read.credential_id.empty()) return refuse("a new credential instead of a signature");
  if (given.signature.size() > kLongestSignature) return refuse("signature: too long");
  TRY_VOID(check_flags(read, party));
  const OwnedAssertion assertion{fido_assert_new()};
  CHECK(assertion != nullptr);
  fido_assert_t* const it = assertion.get();
  const bool complete =
      fido_assert_set_clientdata(it, given.client_data.data(), given.client_data.size()) ==
          FIDO_OK &&
      fido_assert_set_rp(it, party.id.c_str()) == FIDO_OK &&
      fido_assert_set_count(it, 1) == FIDO_OK &&
      fido_assert_set_authdata_raw(it, 0, given.authenticator_data.data(),
                                   given.authenticator_data.size()) == FIDO_OK &&
      fido_assert_set_up(it, FIDO_OPT_TRUE) == FIDO_OK &&
      fido_assert_set_uv(it, FIDO_OPT_TRUE) == FIDO_OK &&
      fido_assert_set_sig(it, 0, given.signature.data(), given.signature.size()) == FIDO_OK;
  if (!complete) return refuse("an assertion that cannot be read");
  if (verify(it, algorithm, public_key) != FIDO_OK) return refuse("signature");
  return read.counter;
}

}  // namespace gatehouse::identity::webauthn

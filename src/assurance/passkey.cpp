#include "assurance/passkey.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/json.h"
#include "crypto/crypto.h"

namespace gatehouse::assurance {

namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeNumber {
  void operator()(BIGNUM* number) const { BN_free(number); }
};

constexpr int kCoordinate = 32;

Bytes coordinate(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  CHECK(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  const std::unique_ptr<BIGNUM, FreeNumber> owned{number};
  Bytes out(kCoordinate);
  CHECK(BN_bn2binpad(number, out.data(), kCoordinate) == kCoordinate);
  return out;
}

void append(Bytes& to, BytesView bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }
void append(Bytes& to, std::string_view text) { append(to, as_bytes(text)); }

// CBOR (RFC 8949): the head of a string of octets or text.
void append_head(Bytes& to, std::uint8_t major, std::size_t size) {
  CHECK(size < 65'536);
  to.push_back(static_cast<std::uint8_t>(major | 25));
  to.push_back(static_cast<std::uint8_t>(size >> 8));
  to.push_back(static_cast<std::uint8_t>(size));
}

}  // namespace

struct Passkey::Inside {
  std::unique_ptr<EVP_PKEY, FreeKey> key;
  Bytes x;
  Bytes y;
  crypto::Digest id;

  Bytes authenticator_data(const ServerPlace& place, const PasskeySays& says,
                           bool with_credential) const {
    const std::string& party = says.party.empty() ? place.host : says.party;
    Bytes data;
    append(data, crypto::sha256(as_bytes(party)));
    data.push_back(static_cast<std::uint8_t>(says.flags | (with_credential ? 0x40 : 0)));
    for (int shift = 24; shift >= 0; shift -= 8)
      data.push_back(static_cast<std::uint8_t>(says.counter >> shift));
    if (!with_credential) return data;
    append(data, std::array<std::uint8_t, 16>{});  // AAGUID
    data.push_back(0);
    data.push_back(static_cast<std::uint8_t>(id.size()));
    append(data, id);
    append(data, *from_hex("a5010203262001215820"));  // COSE: kty EC2, alg ES256, crv P-256, x
    append(data, x);
    append(data, *from_hex("225820"));
    append(data, y);
    return data;
  }

  std::string client_data(const ServerPlace& place, std::string_view type,
                          std::string_view challenge, const PasskeySays& says) const {
    std::string text = R"({"type":)";
    json::write_text(text, says.type.empty() ? type : says.type);
    text += R"(,"challenge":)";
    json::write_text(text, challenge);
    text += R"(,"origin":)";
    json::write_text(text, says.origin.empty() ? place.origin() : says.origin);
    return text += R"(,"crossOrigin":false})";
  }

  Bytes sign(BytesView message) const {
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
    CHECK(context &&
          EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
    std::size_t size = 0;
    CHECK(EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1);
    Bytes signature(size);
    CHECK(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) ==
          1);
    signature.resize(size);
    return signature;
  }
};

Passkey::Passkey(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
Passkey::Passkey(Passkey&&) noexcept = default;
Passkey& Passkey::operator=(Passkey&&) noexcept = default;
Passkey::~Passkey() = default;

Passkey Passkey::make() {
  std::unique_ptr<EVP_PKEY, FreeKey> key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
  CHECK(key != nullptr);
  Bytes x = coordinate(key.get(), OSSL_PKEY_PARAM_EC_PUB_X);
  Bytes y = coordinate(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y);
  const crypto::Digest id = crypto::sha256(x);
  return Passkey{std::make_unique<Inside>(std::move(key), std::move(x), std::move(y), id)};
}

std::string Passkey::registration(const ServerPlace& place, std::string_view challenge,
                                  const PasskeySays& says) const {
  const Bytes data = inside_->authenticator_data(place, says, true);
  Bytes object = *from_hex("a3");
  append(object, *from_hex("63"));
  append(object, "fmt");
  append(object, *from_hex("64"));
  append(object, "none");
  append(object, *from_hex("67"));
  append(object, "attStmt");
  append(object, *from_hex("a068"));
  append(object, "authData");
  append_head(object, 0x40, data.size());
  append(object, data);
  const std::string said = inside_->client_data(place, "webauthn.create", challenge, says);
  return fmt::format(R"({{"name":"Software key","client_data":"{}","attestation":"{}"}})",
                     base64url(as_bytes(said)), base64url(object));
}

std::string Passkey::answer(const ServerPlace& place, std::string_view challenge,
                            const PasskeySays& says) const {
  const std::string said = inside_->client_data(place, "webauthn.get", challenge, says);
  const Bytes data = inside_->authenticator_data(place, says, false);
  Bytes message = data;
  append(message, crypto::sha256(as_bytes(said)));
  Bytes signature = inside_->sign(message);
  if (says.spoil_signature) signature.back() ^= 1;
  return fmt::format(
      R"({{"credential":"{}","client_data":"{}","authenticator_data":"{}","signature":"{}","user":"{}"}})",
      base64url(inside_->id), base64url(as_bytes(said)), base64url(data), base64url(signature),
      user_);
}

}  // namespace gatehouse::assurance

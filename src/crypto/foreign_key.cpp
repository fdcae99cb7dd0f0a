#include "crypto/foreign_key.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "crypto/crypto.h"
#include "crypto/internal/openssl.h"

namespace gatehouse::crypto {
namespace {

using OwnedContext = Owned<EVP_MD_CTX, &EVP_MD_CTX_free>;
using OwnedKeyContext = Owned<EVP_PKEY_CTX, &EVP_PKEY_CTX_free>;
using OwnedNumber = Owned<BIGNUM, &BN_free>;
using OwnedBuilder = Owned<OSSL_PARAM_BLD, &OSSL_PARAM_BLD_free>;
using OwnedParameters = Owned<OSSL_PARAM, &OSSL_PARAM_free>;
using OwnedSignature = Owned<ECDSA_SIG, &ECDSA_SIG_free>;

constexpr int kLeastModulusBits = 2048;
constexpr int kMostModulusBits = 8192;  // a larger one only costs us time
constexpr std::size_t kMostExponentSize = 8;
constexpr std::size_t kCoordinateSize = 32;
constexpr int kHashSize = 32;

std::unexpected<Error> refuse(std::string why) {
  return fail(Error{kBadForeignKey}.because(std::move(why)));
}

OwnedNumber number(BytesView bytes) {
  OwnedNumber made{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
  CHECK(made != nullptr);
  return made;
}

// Null when the parameters make no key.
OwnedKey key_of(const char* type, OSSL_PARAM_BLD* builder) {
  const OwnedParameters parameters{OSSL_PARAM_BLD_to_param(builder)};
  CHECK(parameters != nullptr);
  const OwnedKeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
  CHECK(context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get());
  OwnedKey owned{key};
  if (!owned) return owned;
  const OwnedKeyContext checking{EVP_PKEY_CTX_new_from_pkey(nullptr, owned.get(), nullptr)};
  CHECK(checking != nullptr);
  if (EVP_PKEY_public_check(checking.get()) != 1) owned.reset();
  return owned;
}

std::string thumbprint_of(std::string_view members) { return base64url(sha256(as_bytes(members))); }

// RFC 7518 3.4: r and s, 32 octets each; OpenSSL takes ASN.1.
std::optional<Bytes> as_asn1(BytesView signature) {
  if (signature.size() != 2 * kCoordinateSize) return std::nullopt;
  const OwnedSignature pair{ECDSA_SIG_new()};
  CHECK(pair != nullptr);
  OwnedNumber r = number(signature.first(kCoordinateSize));
  OwnedNumber s = number(signature.subspan(kCoordinateSize));
  CHECK(ECDSA_SIG_set0(pair.get(), r.release(), s.release()) == 1);
  Bytes out(static_cast<std::size_t>(i2d_ECDSA_SIG(pair.get(), nullptr)));
  std::uint8_t* at = out.data();
  CHECK(i2d_ECDSA_SIG(pair.get(), &at) == static_cast<int>(out.size()));
  return out;
}

}  // namespace

struct ForeignKey::Inside {
  OwnedKey key;
  Algorithm algorithm;
  std::string thumbprint;
};

ForeignKey::ForeignKey(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
ForeignKey::ForeignKey(ForeignKey&&) noexcept = default;
ForeignKey& ForeignKey::operator=(ForeignKey&&) noexcept = default;
ForeignKey::~ForeignKey() = default;

Result<ForeignKey> ForeignKey::rsa(BytesView modulus, BytesView exponent, Algorithm algorithm) {
  if (algorithm == Algorithm::es256) return refuse("RSA does not sign ES256");
  if (modulus.size() > kMostModulusBits / 8 || exponent.size() > kMostExponentSize)
    return refuse("too large");
  const ForgetErrors forget;
  const OwnedNumber n = number(modulus);
  const OwnedNumber e = number(exponent);
  if (BN_num_bits(n.get()) < kLeastModulusBits) return refuse("RSA below 2048 bits");
  if (BN_is_odd(n.get()) == 0) return refuse("an even modulus");
  if (BN_is_odd(e.get()) == 0 || BN_is_one(e.get()) == 1) return refuse("the exponent");
  const OwnedBuilder builder{OSSL_PARAM_BLD_new()};
  CHECK(builder != nullptr);
  CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1);
  CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1);
  OwnedKey key = key_of("RSA", builder.get());
  if (!key) return refuse("no RSA key");
  std::string members =
      R"({"e":")" + base64url(exponent) + R"(","kty":"RSA","n":")" + base64url(modulus) + R"("})";
  return ForeignKey{std::make_unique<Inside>(std::move(key), algorithm, thumbprint_of(members))};
}

Result<ForeignKey> ForeignKey::p256(BytesView x, BytesView y) {
  if (x.size() != kCoordinateSize || y.size() != kCoordinateSize) return refuse("coordinates");
  const ForgetErrors forget;
  Bytes point{4};  // SEC 1 2.3.3: uncompressed
  point.insert(point.end(), x.begin(), x.end());
  point.insert(point.end(), y.begin(), y.end());
  const OwnedBuilder builder{OSSL_PARAM_BLD_new()};
  CHECK(builder != nullptr);
  CHECK(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                        0) == 1);
  CHECK(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) == 1);
  OwnedKey key = key_of("EC", builder.get());
  if (!key) return refuse("no point of P-256");
  std::string members =
      R"({"crv":"P-256","kty":"EC","x":")" + base64url(x) + R"(","y":")" + base64url(y) + R"("})";
  return ForeignKey{
      std::make_unique<Inside>(std::move(key), Algorithm::es256, thumbprint_of(members))};
}

Algorithm ForeignKey::algorithm() const { return inside_->algorithm; }
const std::string& ForeignKey::thumbprint() const { return inside_->thumbprint; }

bool ForeignKey::signed_it(std::string_view text, BytesView signature) const {
  const ForgetErrors forget;
  Bytes given{signature.begin(), signature.end()};
  if (inside_->algorithm == Algorithm::es256) {
    auto asn1 = as_asn1(signature);
    if (!asn1) return false;
    given = *std::move(asn1);
  }
  const OwnedContext context{EVP_MD_CTX_new()};
  CHECK(context != nullptr);
  EVP_PKEY_CTX* settings = nullptr;
  CHECK(EVP_DigestVerifyInit(context.get(), &settings, EVP_sha256(), nullptr, inside_->key.get()) ==
        1);
  if (inside_->algorithm == Algorithm::ps256) {
    // RFC 7518 3.5: the salt is as long as the hash.
    CHECK(EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1);
    CHECK(EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, kHashSize) == 1);
  }
  const BytesView message = as_bytes(text);
  return EVP_DigestVerify(context.get(), given.data(), given.size(), message.data(),
                          message.size()) == 1;
}

}  // namespace gatehouse::crypto

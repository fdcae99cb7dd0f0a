#include "crypto/jwt.h"

#include <openssl/core_names.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <optional>

#include "base/control.h"
#include "base/json.h"
#include "crypto/crypto.h"
#include "crypto/internal/openssl.h"

namespace gatehouse::crypto {
namespace {

struct TokenHeader {
  std::string alg;
  std::string kid;
  std::optional<std::string> typ;
};

}  // namespace
}  // namespace gatehouse::crypto

template <>
struct gatehouse::json::Shape<gatehouse::crypto::TokenHeader> {
  using Header = crypto::TokenHeader;
  static constexpr auto members = std::tuple{
      json::member("alg", &Header::alg, json::token(1, 16)),
      json::member("kid", &Header::kid, json::token(1, 64)),
      json::member("typ", &Header::typ, json::token(1, 16)),
  };
};

namespace gatehouse::crypto {
namespace {

using OwnedContext = Owned<EVP_MD_CTX, &EVP_MD_CTX_free>;
using OwnedNumber = Owned<BIGNUM, &BN_clear_free>;
using OwnedPkcs8 = Owned<PKCS8_PRIV_KEY_INFO, &PKCS8_PRIV_KEY_INFO_free>;

constexpr int kModulusBits = 3072;
constexpr std::size_t kMostTokenSize = 4096;

// One number of the key, big-endian.
Bytes number(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  CHECK(EVP_PKEY_get_bn_param(key, name, &raw) == 1);
  const OwnedNumber value{raw};
  Bytes out(static_cast<std::size_t>(BN_num_bytes(value.get())));
  CHECK(BN_bn2bin(value.get(), out.data()) == static_cast<int>(out.size()));
  return out;
}

struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;  // header.payload
};

// header.payload.signature (RFC 7515 3.1)
std::optional<Parts> split(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == token.npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) return std::nullopt;
  return Parts{.header = token.substr(0, first),
               .payload = token.substr(first + 1, second - first - 1),
               .signature = token.substr(second + 1),
               .signed_text = token.substr(0, second)};
}

std::unexpected<Error> refuse(std::string why) {
  return fail(Error{kTokenRefused}.because(std::move(why)));
}

}  // namespace

struct JwtKey::Inside {
  OwnedKey key;
  std::string modulus;  // base64url, as in a JWK
  std::string exponent;
  std::string id;

  explicit Inside(OwnedKey rsa) : key{std::move(rsa)} {
    modulus = base64url(number(key.get(), OSSL_PKEY_PARAM_RSA_N));
    exponent = base64url(number(key.get(), OSSL_PKEY_PARAM_RSA_E));
    // RFC 7638 3.2: required members only, in lexicographic order, without spaces.
    const std::string members =
        R"({"e":")" + exponent + R"(","kty":"RSA","n":")" + modulus + R"("})";
    id = base64url(sha256(as_bytes(members)));
  }

  // Exactly {alg, kid} and perhaps typ: no embedded key, no link to one, no other algorithm.
  bool wrote_header(std::string_view encoded) const {
    const auto decoded = from_base64url(encoded);
    if (!decoded) return false;
    const auto header = json::read<TokenHeader>(as_text(*decoded));
    if (!header) return false;
    return header->alg == "RS256" && header->kid == id && header->typ.value_or("JWT") == "JWT";
  }

  // RFC 7518 3.3, whatever the header says.
  bool signed_it(const Parts& parts) const {
    const auto signature = from_base64url(parts.signature);
    if (!signature) return false;
    const ForgetErrors forget;
    const OwnedContext context{EVP_MD_CTX_new()};
    CHECK(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
    const BytesView text = as_bytes(parts.signed_text);
    return EVP_DigestVerify(context.get(), signature->data(), signature->size(), text.data(),
                            text.size()) == 1;
  }

  Bytes sign(std::string_view text) const {
    const OwnedContext context{EVP_MD_CTX_new()};
    CHECK(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
    Bytes signature(kModulusBits / 8);
    std::size_t size = signature.size();
    CHECK(EVP_DigestSign(context.get(), signature.data(), &size, as_bytes(text).data(),
                         text.size()) == 1);
    CHECK(size == signature.size());
    return signature;
  }
};

JwtKey::JwtKey(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
JwtKey::JwtKey(JwtKey&&) noexcept = default;
JwtKey& JwtKey::operator=(JwtKey&&) noexcept = default;
JwtKey::~JwtKey() = default;

JwtKey JwtKey::generate() {
  OwnedKey key{EVP_RSA_gen(kModulusBits)};
  CHECK(key != nullptr);
  return JwtKey{std::make_unique<Inside>(std::move(key))};
}

Result<JwtKey> JwtKey::from_pkcs8(const Secret& der) {
  const ForgetErrors forget;
  const std::uint8_t* at = der.reveal().data();
  const OwnedPkcs8 info{d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size()))};
  if (info == nullptr) return fail(Error{kBadKey}.because("not PKCS#8"));
  OwnedKey key{EVP_PKCS82PKEY(info.get())};
  if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
    return fail(Error{kBadKey}.because("not RSA"));
  if (EVP_PKEY_get_bits(key.get()) != kModulusBits)
    return fail(Error{kBadKey}.because("not 3072 bits"));
  return JwtKey{std::make_unique<Inside>(std::move(key))};
}

Secret JwtKey::pkcs8() const {
  const OwnedPkcs8 info{EVP_PKEY2PKCS8(inside_->key.get())};
  CHECK(info != nullptr);
  const OwnedBio out = make_bio();
  CHECK(i2d_PKCS8_PRIV_KEY_INFO_bio(out.get(), info.get()) == 1);
  return Secret::of(content(out.get()));
}

const std::string& JwtKey::id() const { return inside_->id; }

std::string JwtKey::sign(std::string_view payload_json) const {
  return forge(R"({"alg":"RS256","kid":")" + inside_->id + R"("})", payload_json);
}

std::string JwtKey::forge(std::string_view header_json, std::string_view payload_json) const {
  const std::string token =
      base64url(as_bytes(header_json)) + "." + base64url(as_bytes(payload_json));
  const Bytes signature = inside_->sign(token);
  return token + "." + base64url(signature);
}

Result<std::string> JwtKey::verify(std::string_view token) const {
  if (token.size() > kMostTokenSize) return refuse("over 4 KiB");
  const std::optional<Parts> parts = split(token);
  if (!parts) return refuse("not three parts");
  const auto payload = from_base64url(parts->payload);
  if (!payload) return refuse("the payload is not base64url");
  const bool header_is_ours = inside_->wrote_header(parts->header);
  const bool signature_is_ours = header_is_ours && inside_->signed_it(*parts);
  if (enforced<"IDN-07"> && !header_is_ours) return refuse("another algorithm or key is named");
  if (enforced<"IDN-07"> && !signature_is_ours) return refuse("the signature does not verify");
  return std::string{as_text(*payload)};
}

std::string JwtKey::public_jwk() const {
  return R"({"kty":"RSA","use":"sig","alg":"RS256","kid":")" + inside_->id + R"(","n":")" +
         inside_->modulus + R"(","e":")" + inside_->exponent + R"("})";
}

}  // namespace gatehouse::crypto

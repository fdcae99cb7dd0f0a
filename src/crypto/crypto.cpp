#include "crypto/crypto.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include <algorithm>

#include "crypto/internal/openssl.h"

namespace gatehouse::crypto {
namespace {

using OwnedMd = Owned<EVP_MD, &EVP_MD_free>;
using OwnedMdContext = Owned<EVP_MD_CTX, &EVP_MD_CTX_free>;
using OwnedMac = Owned<EVP_MAC, &EVP_MAC_free>;
using OwnedMacContext = Owned<EVP_MAC_CTX, &EVP_MAC_CTX_free>;
using OwnedCipher = Owned<EVP_CIPHER, &EVP_CIPHER_free>;
using OwnedCipherContext = Owned<EVP_CIPHER_CTX, &EVP_CIPHER_CTX_free>;
using OwnedKdf = Owned<EVP_KDF, &EVP_KDF_free>;
using OwnedKdfContext = Owned<EVP_KDF_CTX, &EVP_KDF_CTX_free>;

constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
constexpr std::size_t kKeySize = 32;

// Looking an algorithm up costs more than using it, so that is done once; contexts are reused by
// their thread.
const EVP_MD* sha256_algorithm() {
  static const OwnedMd algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  CHECK(algorithm != nullptr);
  return algorithm.get();
}

EVP_MD_CTX* digest_context() {
  thread_local const OwnedMdContext context{EVP_MD_CTX_new()};
  CHECK(context != nullptr);
  return context.get();
}

EVP_MAC_CTX* hmac_context() {
  static const OwnedMac algorithm{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  thread_local const OwnedMacContext context = [] {
    OwnedMacContext fresh{EVP_MAC_CTX_new(algorithm.get())};
    CHECK(fresh != nullptr);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_END};
    CHECK(EVP_MAC_CTX_set_params(fresh.get(), parameters) == 1);
    return fresh;
  }();
  return context.get();
}

const EVP_CIPHER* aes_256_gcm() {
  static const OwnedCipher algorithm{EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)};
  CHECK(algorithm != nullptr);
  return algorithm.get();
}

EVP_CIPHER_CTX* cipher_context() {
  thread_local const OwnedCipherContext context{EVP_CIPHER_CTX_new()};
  CHECK(context != nullptr);
  return context.get();
}

// OpenSSL counts in int.
int size_of(BytesView bytes) {
  CHECK(bytes.size() <= 0x7fff'ffff);
  return static_cast<int>(bytes.size());
}

// EVP wants a pointer even for nothing.
const std::uint8_t* data_of(BytesView bytes) {
  static constexpr std::uint8_t kNothing = 0;
  return bytes.empty() ? &kNothing : bytes.data();
}

OSSL_PARAM octets(const char* name, BytesView bytes) {
  // OpenSSL's parameters are not const, though these are only read.
  return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(data_of(bytes)),
                                           bytes.size());
}

void start_sodium() {
  static const int started = sodium_init();
  CHECK(started >= 0);
}

}  // namespace

Digest sha256(BytesView data) { return sha256(data, {}, {}); }

Digest sha256(BytesView first, BytesView second, BytesView third) {
  EVP_MD_CTX* context = digest_context();
  CHECK(EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr) == 1);
  for (const BytesView part : {first, second, third})
    if (!part.empty()) CHECK(EVP_DigestUpdate(context, part.data(), part.size()) == 1);
  Digest digest;
  CHECK(EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1);
  return digest;
}

Digest hmac_sha256(const Secret& key, BytesView data) {
  EVP_MAC_CTX* context = hmac_context();
  CHECK(EVP_MAC_init(context, data_of(key.reveal()), key.size(), nullptr) == 1);
  CHECK(EVP_MAC_update(context, data_of(data), data.size()) == 1);
  Digest digest;
  std::size_t written = 0;
  CHECK(EVP_MAC_final(context, digest.data(), &written, digest.size()) == 1);
  CHECK(written == digest.size());
  return digest;
}

Secret hkdf_sha256(const Secret& key, BytesView salt, std::string_view info, std::size_t size) {
  static const OwnedKdf algorithm{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
  const OwnedKdfContext context{EVP_KDF_CTX_new(algorithm.get())};
  CHECK(context != nullptr);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      octets(OSSL_KDF_PARAM_KEY, key.reveal()), octets(OSSL_KDF_PARAM_SALT, salt),
      octets(OSSL_KDF_PARAM_INFO, as_bytes(info)), OSSL_PARAM_END};
  Bytes derived(size);
  CHECK(EVP_KDF_derive(context.get(), derived.data(), derived.size(), parameters) == 1);
  Secret secret = Secret::of(derived);
  wipe(derived);
  return secret;
}

AeadKey::AeadKey(Secret key) : key_{std::move(key)} { CHECK(key_.size() == kKeySize); }

Bytes AeadKey::seal(BytesView plain, BytesView context, Random& random) const {
  Bytes box(kNonceSize + plain.size() + kTagSize);
  const std::span nonce = std::span{box}.first(kNonceSize);
  std::uint8_t* const sealed = box.data() + kNonceSize;
  random.fill(nonce);

  EVP_CIPHER_CTX* cipher = cipher_context();
  int size = 0;
  CHECK(EVP_EncryptInit_ex2(cipher, aes_256_gcm(), key_.reveal().data(), nonce.data(), nullptr));
  CHECK(EVP_EncryptUpdate(cipher, nullptr, &size, data_of(context), size_of(context)) == 1);
  CHECK(EVP_EncryptUpdate(cipher, sealed, &size, data_of(plain), size_of(plain)) == 1);
  CHECK(EVP_EncryptFinal_ex(cipher, sealed + size, &size) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, kTagSize, sealed + plain.size()) == 1);
  return box;
}

Result<Bytes> AeadKey::open(BytesView box, BytesView context) const {
  if (box.size() < kNonceSize + kTagSize) return fail(kCannotOpen);
  const BytesView nonce = box.first(kNonceSize);
  const BytesView sealed = box.subspan(kNonceSize, box.size() - kNonceSize - kTagSize);
  std::array<std::uint8_t, kTagSize> tag;
  std::ranges::copy(box.last(kTagSize), tag.begin());

  const ForgetErrors forget;
  EVP_CIPHER_CTX* cipher = cipher_context();
  int size = 0;
  CHECK(EVP_DecryptInit_ex2(cipher, aes_256_gcm(), key_.reveal().data(), nonce.data(), nullptr));
  CHECK(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) == 1);
  CHECK(EVP_DecryptUpdate(cipher, nullptr, &size, data_of(context), size_of(context)) == 1);
  Bytes plain(sealed.size());
  std::uint8_t nothing = 0;
  std::uint8_t* const out = plain.empty() ? &nothing : plain.data();
  CHECK(EVP_DecryptUpdate(cipher, out, &size, data_of(sealed), size_of(sealed)) == 1);
  if (EVP_DecryptFinal_ex(cipher, out + size, &size) != 1) {
    wipe(plain);  // nobody may see what was not authenticated
    return fail(kCannotOpen);
  }
  return plain;
}

SigningKey SigningKey::generate(Random& random) {
  auto key = from_seed(Secret::random(random, crypto_sign_SEEDBYTES));
  CHECK(key.has_value());
  return std::move(*key);
}

Result<SigningKey> SigningKey::from_seed(const Secret& seed) {
  if (seed.size() != crypto_sign_SEEDBYTES) return fail(kBadKey);
  start_sodium();
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_part;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> both;
  CHECK(crypto_sign_seed_keypair(public_part.data(), both.data(), seed.reveal().data()) == 0);
  Secret key = Secret::of(both);
  wipe(both);
  return SigningKey{std::move(key)};
}

std::array<std::uint8_t, 64> SigningKey::sign(BytesView message) const {
  std::array<std::uint8_t, crypto_sign_BYTES> signature;
  CHECK(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                             key_.reveal().data()) == 0);
  return signature;
}

std::array<std::uint8_t, 32> SigningKey::public_key() const {
  std::array<std::uint8_t, 32> out;
  std::ranges::copy(key_.reveal().last(out.size()), out.begin());
  return out;
}

Secret SigningKey::seed() const { return Secret::of(key_.reveal().first(crypto_sign_SEEDBYTES)); }

bool verify_ed25519(BytesView public_key, BytesView message, BytesView signature) {
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES)
    return false;
  start_sodium();
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     public_key.data()) == 0;
}

void forget_errors() { ERR_clear_error(); }

}  // namespace gatehouse::crypto

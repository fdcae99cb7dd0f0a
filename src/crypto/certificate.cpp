#include "crypto/certificate.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "base/address.h"
#include "crypto/crypto.h"
#include "crypto/internal/openssl.h"

namespace gatehouse::crypto {
namespace {

using std::chrono::days;
using std::chrono::hours;

using OwnedCertificate = Owned<X509, &X509_free>;
using OwnedExtension = Owned<X509_EXTENSION, &X509_EXTENSION_free>;
using OwnedTime = Owned<ASN1_TIME, &ASN1_TIME_free>;
using OwnedNumber = Owned<BIGNUM, &BN_free>;

constexpr days kAuthorityLife{3653};
constexpr days kPinnedLife{3653};
constexpr days kServerLife{397};  // what browsers accept at most is 398
constexpr hours kClockTolerance{1};

OwnedKey make_key() {
  OwnedKey key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
  CHECK(key != nullptr);
  return key;
}

std::time_t seconds_of(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

// RFC 5280 4.1.2.2: positive and unpredictable.
void set_serial(X509* certificate) {
  const OwnedNumber serial{BN_new()};
  CHECK(BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
  CHECK(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr);
}

void set_common_name(X509* certificate, std::string_view name) {
  constexpr std::size_t kMost = 64;  // ub-common-name, RFC 5280 appendix A
  const BytesView text = as_bytes(name.substr(0, kMost));
  CHECK(X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                   MBSTRING_UTF8, text.data(), static_cast<int>(text.size()), -1,
                                   0) == 1);
}

// A certificate with everything that does not depend on its purpose.
OwnedCertificate draft(std::string_view common_name, EVP_PKEY* key, Instant now, days life) {
  OwnedCertificate certificate{X509_new()};
  CHECK(certificate != nullptr);
  CHECK(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  set_serial(certificate.get());
  set_common_name(certificate.get(), common_name);
  CHECK(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds_of(now - kClockTolerance)));
  CHECK(ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds_of(now + life)));
  CHECK(X509_set_pubkey(certificate.get(), key) == 1);
  return certificate;
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const OwnedExtension extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())};
  CHECK(extension != nullptr);
  CHECK(X509_add_ext(certificate, extension.get(), -1) == 1);
}

CertificatePair finished(X509* certificate, EVP_PKEY* key, EVP_PKEY* signer) {
  CHECK(X509_sign(certificate, signer, EVP_sha256()) > 0);
  const OwnedBio public_part = make_bio();
  const OwnedBio private_part = make_bio();
  CHECK(PEM_write_bio_X509(public_part.get(), certificate) == 1);
  CHECK(PEM_write_bio_PKCS8PrivateKey(private_part.get(), key, nullptr, nullptr, 0, nullptr,
                                      nullptr) == 1);
  return {std::string{as_text(content(public_part.get()))},
          Secret::of(content(private_part.get()))};
}

OwnedBio reader(BytesView bytes) {
  OwnedBio bio{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
  CHECK(bio != nullptr);
  return bio;
}

Result<OwnedCertificate> read_certificate(std::string_view pem) {
  const ForgetErrors forget;
  const OwnedBio bio = reader(as_bytes(pem));
  OwnedCertificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
  if (certificate == nullptr) return fail(kBadCertificate);
  return certificate;
}

// Never asks a terminal for a pass phrase.
int no_pass_phrase(char*, int, int, void*) { return -1; }

Result<OwnedKey> read_key(const Secret& pem) {
  const ForgetErrors forget;
  const OwnedBio bio = reader(pem.reveal());
  OwnedKey key{PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_pass_phrase, nullptr)};
  if (key == nullptr) return fail(kBadKey);
  return key;
}

// Letters, digits, hyphens and dots, perhaps with a wildcard as the first label. Nothing else may
// pass: commas and colons mean something to OpenSSL's extension syntax.
bool is_dns_name(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  if (name.empty() || name.size() > 253) return false;
  if (name.starts_with('.') || name.ends_with('.') || name.contains("..")) return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
  });
}

Result<std::string> alternative_names(const std::vector<std::string>& names) {
  if (names.empty()) return fail(Error{kBadName}.because("no name"));
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ',';
    if (const auto address = IpAddress::parse(name))
      out += "IP:" + address->text();
    else if (is_dns_name(name))
      out += "DNS:" + name;
    else
      return fail(Error{kBadName}.because(name));
  }
  return out;
}

}  // namespace

Result<CertificatePair> make_authority(std::string_view common_name, Clock& clock) {
  if (common_name.empty()) return fail(Error{kBadName}.because("no name"));
  const OwnedKey key = make_key();
  const OwnedCertificate certificate = draft(common_name, key.get(), clock.now(), kAuthorityLife);
  X509* const own = certificate.get();
  CHECK(X509_set_issuer_name(own, X509_get_subject_name(own)) == 1);
  add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(own, own, NID_key_usage, "critical,keyCertSign");
  add_extension(own, own, NID_subject_key_identifier, "hash");
  return finished(own, key.get(), key.get());
}

Result<CertificatePair> make_server_certificate(const CertificatePair& authority,
                                                const std::vector<std::string>& names,
                                                Clock& clock) {
  TRY(const OwnedCertificate issuer, read_certificate(authority.certificate_pem));
  TRY(const OwnedKey signer, read_key(authority.key_pem));
  const ForgetErrors forget;
  if (X509_check_private_key(issuer.get(), signer.get()) != 1) return fail(kBadKey);
  TRY(const std::string alternatives, alternative_names(names));

  const OwnedKey key = make_key();
  const OwnedCertificate certificate = draft(names.front(), key.get(), clock.now(), kServerLife);
  X509* const own = certificate.get();
  CHECK(X509_set_issuer_name(own, X509_get_subject_name(issuer.get())) == 1);
  add_extension(own, issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(own, issuer.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(own, issuer.get(), NID_ext_key_usage, "serverAuth");
  add_extension(own, issuer.get(), NID_subject_alt_name, alternatives);
  add_extension(own, issuer.get(), NID_subject_key_identifier, "hash");
  add_extension(own, issuer.get(), NID_authority_key_identifier, "keyid:always");
  return finished(own, key.get(), signer.get());
}

bool covers(std::string_view certificate_pem, const std::vector<std::string>& names) {
  const auto certificate = read_certificate(certificate_pem);
  if (!certificate) return false;
  return std::ranges::all_of(names, [&](const std::string& name) {
    if (const auto address = IpAddress::parse(name))
      return X509_check_ip_asc(certificate->get(), address->text().c_str(), 0) == 1;
    return X509_check_host(certificate->get(), name.data(), name.size(), 0, nullptr) == 1;
  });
}

Result<CertificatePair> make_rsa_pair(std::string_view common_name, Clock& clock, unsigned bits) {
  if (common_name.empty()) return fail(Error{kBadName}.because("no name"));
  const OwnedKey key{EVP_RSA_gen(bits)};
  CHECK(key != nullptr);
  const OwnedCertificate certificate = draft(common_name, key.get(), clock.now(), kPinnedLife);
  X509* const own = certificate.get();
  CHECK(X509_set_issuer_name(own, X509_get_subject_name(own)) == 1);
  add_extension(own, own, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(own, own, NID_key_usage, "critical,digitalSignature,keyEncipherment");
  return finished(own, key.get(), key.get());
}

Result<Bytes> sign_rsa_sha256(const Secret& key_pem, BytesView text) {
  TRY(const OwnedKey key, read_key(key_pem));
  if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
    return fail(Error{kBadKey}.because("not RSA"));
  const Owned<EVP_MD_CTX, &EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
  CHECK(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
  Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())));
  std::size_t size = signature.size();
  CHECK(EVP_DigestSign(context.get(), signature.data(), &size, text.data(), text.size()) == 1);
  signature.resize(size);
  return signature;
}

Result<std::chrono::seconds> remaining_life(std::string_view certificate_pem, Clock& clock) {
  TRY(const OwnedCertificate certificate, read_certificate(certificate_pem));
  const OwnedTime now{ASN1_TIME_set(nullptr, seconds_of(clock.now()))};
  CHECK(now != nullptr);
  int whole_days = 0;
  int rest = 0;
  if (ASN1_TIME_diff(&whole_days, &rest, now.get(), X509_get0_notAfter(certificate.get())) != 1)
    return fail(kBadCertificate);
  return days{whole_days} + std::chrono::seconds{rest};
}

}  // namespace gatehouse::crypto

// A small certificate authority for installations without a certificate of their own (RFC 5280).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace gatehouse::crypto {

inline constexpr ErrorKind kBadCertificate{
    "crypto.bad_certificate", Fault::invalid,
    "This is not a certificate in PEM form. Give the file that begins with BEGIN CERTIFICATE."};
inline constexpr ErrorKind kBadName{"crypto.bad_name", Fault::invalid,
                                    "A certificate needs DNS names or IP addresses. Write them "
                                    "like chat.example.com or 192.0.2.1."};

struct CertificatePair {
  std::string certificate_pem;
  Secret key_pem;
};

// ECDSA P-256. The authority may only sign leaves (pathlen 0) and is valid for ten years.
Result<CertificatePair> make_authority(std::string_view common_name, Clock& clock);
// Serves the given DNS names and IP addresses for 397 days; CRL-free, serverAuth only.
Result<CertificatePair> make_server_certificate(const CertificatePair& authority,
                                                const std::vector<std::string>& names,
                                                Clock& clock);
// Whether a browser would accept the (first) certificate for each of these names.
bool covers(std::string_view certificate_pem, const std::vector<std::string>& names);
// RSA, for the protocols of others (XML signatures). Nobody vouches for it: it is
// handed over and pinned, so its ten years are a formality.
Result<CertificatePair> make_rsa_pair(std::string_view common_name, Clock& clock,
                                      unsigned bits = 3072);
// PKCS#1 v1.5 with SHA-256 (RFC 8017 8.2); kBadKey when the PEM text holds no RSA key.
Result<Bytes> sign_rsa_sha256(const Secret& key_pem, BytesView text);
// Seconds from now until the (first) certificate in the PEM text runs out; negative when it has.
Result<std::chrono::seconds> remaining_life(std::string_view certificate_pem, Clock& clock);

}  // namespace gatehouse::crypto

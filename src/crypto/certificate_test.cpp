#include "crypto/certificate.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "crypto/crypto.h"
#include "crypto/internal/openssl.h"

namespace gatehouse::crypto {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

using OwnedX509 = Owned<X509, &X509_free>;
using OwnedStore = Owned<X509_STORE, &X509_STORE_free>;
using OwnedStoreContext = Owned<X509_STORE_CTX, &X509_STORE_CTX_free>;

OwnedX509 parsed(std::string_view pem) {
  const OwnedBio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  return OwnedX509{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
}

class Certificates : public testing::Test {
 protected:
  // As a browser would judge it at the clock's time.
  int judge(const CertificatePair& pair, const CertificatePair& authority) const {
    const OwnedX509 root = parsed(authority.certificate_pem);
    const OwnedX509 leaf = parsed(pair.certificate_pem);
    const OwnedStore store{X509_STORE_new()};
    X509_STORE_add_cert(store.get(), root.get());
    const OwnedStoreContext context{X509_STORE_CTX_new()};
    X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), nullptr);
    X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_SERVER);
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_X509_STRICT | X509_V_FLAG_USE_CHECK_TIME);
    X509_VERIFY_PARAM_set_time(
        X509_STORE_CTX_get0_param(context.get()),
        std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count());
    X509_verify_cert(context.get());
    return X509_STORE_CTX_get_error(context.get());
  }

  SetClock clock_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};
  CertificatePair authority_ = make_authority("Gatehouse of Example", clock_).value();
  CertificatePair server_ =
      make_server_certificate(authority_, {"chat.example.com", "*.example.com", "192.0.2.1", "::1"},
                              clock_)
          .value();
};

TEST_F(Certificates, OfOurAuthorityAreAccepted) {
  EXPECT_EQ(judge(server_, authority_), X509_V_OK);
}

TEST_F(Certificates, CoverTheNamesTheyWereMadeForAndNoOthers) {
  const std::string& pem = server_.certificate_pem;
  EXPECT_TRUE(covers(pem, {"chat.example.com", "help.example.com", "192.0.2.1", "::1"}));
  EXPECT_FALSE(covers(pem, {"chat.example.com", "example.org"}));
  EXPECT_FALSE(covers(pem, {"192.0.2.2"}));
  EXPECT_FALSE(covers("not a certificate", {"chat.example.com"}));
}

TEST_F(Certificates, OfAnotherAuthorityAreNot) {
  EXPECT_NE(judge(server_, make_authority("Gatehouse of Example", clock_).value()), X509_V_OK);
}

TEST_F(Certificates, RunOutAfterThirteenMonths) {
  EXPECT_EQ(remaining_life(server_.certificate_pem, clock_).value(), days{397});
  EXPECT_EQ(remaining_life(authority_.certificate_pem, clock_).value(), days{3653});
  clock_.advance(days{397} + 1s);
  EXPECT_EQ(remaining_life(server_.certificate_pem, clock_).value(), -1s);
  EXPECT_EQ(judge(server_, authority_), X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST_F(Certificates, HoldForTheirNamesOnly) {
  const OwnedX509 leaf = parsed(server_.certificate_pem);
  const auto holds_for = [&](const char* name) {
    return X509_check_host(leaf.get(), name, 0, 0, nullptr) == 1;
  };
  EXPECT_TRUE(holds_for("chat.example.com"));
  EXPECT_TRUE(holds_for("other.example.com"));
  EXPECT_FALSE(holds_for("example.com"));
  EXPECT_FALSE(holds_for("chat.example.org"));
  EXPECT_EQ(X509_check_ip_asc(leaf.get(), "192.0.2.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(leaf.get(), "::1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(leaf.get(), "192.0.2.2", 0), 0);
}

TEST_F(Certificates, OfServersSignNoOthers) {
  const auto below = make_server_certificate(server_, {"evil.example.com"}, clock_).value();
  EXPECT_NE(judge(below, server_), X509_V_OK);
  const OwnedX509 root = parsed(authority_.certificate_pem);
  EXPECT_EQ(X509_get_pathlen(root.get()), 0);
  EXPECT_EQ(X509_check_ca(parsed(server_.certificate_pem).get()), 0);
}

TEST_F(Certificates, TheKeyBelongsToTheCertificate) {
  const BytesView pem = server_.key_pem.reveal();
  const OwnedBio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  const OwnedKey key{PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)};
  EXPECT_EQ(X509_check_private_key(parsed(server_.certificate_pem).get(), key.get()), 1);
}

TEST_F(Certificates, RefuseNamesThatAreNone) {
  for (const std::string& name :
       {std::string{}, std::string{"a b"}, std::string{"a,IP:10.0.0.1"}, std::string{"a\nb"},
        std::string{"https://example.com"}, std::string{"a..b"}, std::string{"*"},
        std::string{"a.*.b"}, std::string(254, 'a')})
    EXPECT_TRUE(make_server_certificate(authority_, {name}, clock_).error().is(kBadName)) << name;
  EXPECT_TRUE(make_server_certificate(authority_, {}, clock_).error().is(kBadName));
  EXPECT_TRUE(make_authority("", clock_).error().is(kBadName));
}

TEST_F(Certificates, RefuseAnAuthorityThatIsNone) {
  const CertificatePair mixed{authority_.certificate_pem, server_.key_pem.copy()};
  EXPECT_TRUE(make_server_certificate(mixed, {"a.example"}, clock_).error().is(kBadKey));
  const CertificatePair no_key{authority_.certificate_pem, Secret::of_text("none")};
  EXPECT_TRUE(make_server_certificate(no_key, {"a.example"}, clock_).error().is(kBadKey));
  EXPECT_TRUE(remaining_life("no certificate", clock_).error().is(kBadCertificate));
  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST_F(Certificates, AnRsaPairSignsWhatItsCertificateVerifies) {
  const CertificatePair pair = make_rsa_pair("Single sign-on", clock_).value();
  const BytesView text = as_bytes("what is signed");
  const Bytes signature = sign_rsa_sha256(pair.key_pem, text).value();
  const OwnedX509 certificate = parsed(pair.certificate_pem);
  EVP_PKEY* key = X509_get0_pubkey(certificate.get());
  EXPECT_EQ(EVP_PKEY_get_bits(key), 3072);
  const Owned<EVP_MD_CTX, &EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
  const auto verifies = [&](BytesView about) {
    EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key);
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), about.data(),
                            about.size()) == 1;
  };
  EXPECT_TRUE(verifies(text));
  EXPECT_FALSE(verifies(as_bytes("what is not")));
  EXPECT_FALSE(sign_rsa_sha256(authority_.key_pem, text));  // an elliptic curve's
}

}  // namespace
}  // namespace gatehouse::crypto

// SPDX-License-Identifier: GPL-2.0-or-later
//
// The executable as the server uses it, asked about what a hostile identity provider writes.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "assurance/hostile_provider.h"
#include "crypto/certificate.h"
#include "identity/saml_protocol.h"
#include "process/sandbox.h"

namespace gatehouse::identity::saml {
namespace {

using namespace std::chrono_literals;
using assurance::Claim;
using assurance::HostileProvider;
using assurance::SigningChoice;

class SamlChild : public testing::Test {
 protected:
  Answer ask(const Question& question) {
    const process::Sandbox sandbox{GATEHOUSE_CHILD, {}, system_clock};
    const auto text = sandbox.ask(json::write(question));
    EXPECT_TRUE(text) << text.error().detail();
    if (!text) return {};
    const auto answer = json::read<Answer>(*text);
    EXPECT_TRUE(answer) << *text;
    return answer ? *answer : Answer{};
  }

  ReadResponse about(std::string_view response) {
    return {ours,
            {idp().entity_id(), idp().sso_url(), {idp().certificate()}},
            "_request-1",
            base64(as_bytes(response)),
            now};
  }
  Answer read(std::string_view response) {
    return ask({.make_request = {},
                .read_response = about(response),
                .describe = {},
                .read_metadata = {}});
  }
  // "accepted", or why not.
  std::string verdict(std::string_view response) { return verdict(read(response)); }
  static std::string verdict(const Answer& answer) {
    if (answer.subject) return "accepted";
    return answer.refusal ? std::string{name_of(*answer.refusal)} : "nothing";
  }
  std::string signed_verdict(const Claim& claim, const SigningChoice& choice = {}) {
    return verdict(idp().honest(claim, choice));
  }

  Claim claim() const {
    return {.issuer = idp().entity_id(),
            .destination = ours.acs_url,
            .recipient = ours.acs_url,
            .audience = ours.entity_id,
            .request = "_request-1",
            .name = "bob@acme.test",
            .email = "bob@acme.test",
            .response_id = "_response-1",
            .assertion_id = "_assertion-1",
            .not_before = now - 1min,
            .not_on_or_after = now + 5min,
            .now = now};
  }
  static const HostileProvider& idp() {
    static SystemClock clock;
    static const HostileProvider provider{"https://idp.test", clock};
    return provider;
  }
  static const crypto::CertificatePair& our_pair() {
    static SystemClock clock;
    static const crypto::CertificatePair pair = crypto::make_rsa_pair("Gatehouse", clock).value();
    return pair;
  }

  SystemClock system_clock;
  const Instant now = *parse_rfc3339("2026-11-25T12:00:00Z");
  const OurSide ours{"https://gh.test/sign-on/saml/1/metadata",
                     "https://gh.test/sign-on/saml/1/acs",
                     std::string{our_pair().key_pem.reveal_text()}, our_pair().certificate_pem};
};

TEST_F(SamlChild, believes_an_honest_response) {
  const Answer answer = read(idp().honest(claim()));
  ASSERT_TRUE(answer.subject) << verdict(answer);
  EXPECT_EQ(answer.subject->issuer, "https://idp.test");
  EXPECT_EQ(answer.subject->name_id, "bob@acme.test");
  EXPECT_EQ(answer.subject->session_index, "_s1");
  EXPECT_EQ(answer.subject->assertion_id, "_assertion-1");
  EXPECT_EQ(answer.subject->good_until, now + 6min);
  ASSERT_EQ(answer.subject->attributes.size(), 1U);
  EXPECT_EQ(answer.subject->attributes[0].values, std::vector<std::string>{"bob@acme.test"});
}

TEST_F(SamlChild, believes_a_signature_over_the_whole_response) {
  const std::string inside = HostileProvider::assertion(claim());
  EXPECT_EQ(
      verdict(idp().with_signature(HostileProvider::response(claim(), inside), "_response-1")),
      "accepted");
  const std::string signed_inside = idp().with_signature(inside, "_assertion-1");
  EXPECT_EQ(verdict(idp().with_signature(HostileProvider::response(claim(), signed_inside),
                                         "_response-1")),
            "accepted");
}

TEST_F(SamlChild, attacker_cannot_wrap_a_signature) {
  Claim forged = claim();
  forged.name = "ceo@acme.test";
  forged.assertion_id = "_assertion-2";
  forged.response_id = "_response-2";
  for (int variant = 1; variant <= 8; ++variant) {
    EXPECT_EQ(verdict(idp().wrapped(variant, claim(), forged)), "several_assertions") << variant;
    Claim same_id = forged;
    same_id.assertion_id = claim().assertion_id;
    EXPECT_NE(verdict(idp().wrapped(variant, claim(), same_id)), "accepted") << variant;
  }
}

TEST_F(SamlChild, attacker_cannot_do_without_a_good_signature) {
  EXPECT_EQ(verdict(HostileProvider::response(claim(), HostileProvider::assertion(claim()))),
            "unsigned");
  EXPECT_EQ(signed_verdict(claim(), {.by_stranger = true}), "bad_signature");
  EXPECT_EQ(signed_verdict(claim(), {.reference = "_response-1"}), "bad_reference");
  EXPECT_EQ(signed_verdict(claim(), {.reference = ""}), "bad_reference");
  EXPECT_EQ(signed_verdict(claim(), {.method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}),
            "weak_algorithm");
  EXPECT_EQ(signed_verdict(claim(), {.method = "http://www.w3.org/2001/04/xmldsig-more#rsa-md5"}),
            "weak_algorithm");
  EXPECT_EQ(signed_verdict(claim(), {.digest = "http://www.w3.org/2000/09/xmldsig#sha1"}),
            "weak_algorithm");
  EXPECT_EQ(signed_verdict(claim(), {.method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                                     .hmac_of_public = true}),
            "weak_algorithm");
  EXPECT_EQ(
      signed_verdict(claim(), {.method = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"}),
      "bad_signature");
  std::string changed = idp().honest(claim());
  changed.replace(changed.find("bob@"), 4, "eve@");
  EXPECT_EQ(verdict(changed), "bad_signature");
  // A bad signature beside a good one is not overlooked.
  const std::string inside =
      idp().with_signature(HostileProvider::assertion(claim()), "_assertion-1");
  EXPECT_EQ(verdict(idp().with_signature(HostileProvider::response(claim(), inside), "_response-1",
                                         {.by_stranger = true})),
            "bad_signature");
}

TEST_F(SamlChild, attacker_cannot_split_a_name_with_markup) {
  for (const char* name : {"admin@acme.test<!---->.evil.test", "admin@acme.test<?x?>.evil.test",
                           "<![CDATA[admin@acme.test]]>"}) {
    Claim split = claim();
    split.name = name;
    EXPECT_EQ(signed_verdict(split), "forbidden_markup") << name;
  }
  // Put in after signing: canonicalisation would not have noticed.
  std::string later = idp().honest(claim());
  later.insert(later.find("bob@acme.test") + 3, "<!--x-->");
  EXPECT_EQ(verdict(later), "forbidden_markup");
  Claim nested = claim();
  nested.name = "admin<saml:b></saml:b>";
  EXPECT_EQ(signed_verdict(nested), "not_schema");
}

TEST_F(SamlChild, attacker_cannot_use_entities) {
  const std::string honest = idp().honest(claim());
  const char* types[] = {"<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
                         "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                         "<!DOCTYPE r SYSTEM \"https://evil.test/x.dtd\">", "<!DOCTYPE r>"};
  for (const char* type : types) EXPECT_EQ(verdict(type + honest), "forbidden_markup") << type;
  EXPECT_EQ(verdict("<?xml-stylesheet href='x'?>" + honest), "forbidden_markup");
  EXPECT_EQ(verdict("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + honest), "accepted");
  Claim reference = claim();
  reference.name = "&undefined;";
  EXPECT_EQ(signed_verdict(reference), "not_xml");
}

TEST_F(SamlChild, attacker_cannot_use_what_was_meant_for_others) {
  struct Bend {
    std::string Claim::* place;
    std::string value;
    std::string_view why;
  };
  const Bend bends[] = {
      {&Claim::audience, "https://other.test", "wrong_audience"},
      {&Claim::recipient, "https://other.test/acs", "wrong_recipient"},
      {&Claim::recipient, "", "wrong_recipient"},
      {&Claim::destination, "https://other.test/acs", "wrong_destination"},
      {&Claim::request, "_request-2", "wrong_request"},
      {&Claim::request, "", "wrong_request"},
      {&Claim::issuer, "https://other-idp.test", "wrong_issuer"},
      {&Claim::status, "urn:oasis:names:tc:SAML:2.0:status:Requester", "status_not_success"},
      {&Claim::confirmation, "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches", "not_bearer"},
      {&Claim::name, "", "no_name"},
      {&Claim::name, "bob\xE2\x80\x8B@acme.test", "no_name"},
      {&Claim::name, std::string(300, 'x'), "no_name"},
  };
  for (const Bend& bend : bends) {
    Claim bent = claim();
    bent.*bend.place = bend.value;
    EXPECT_EQ(signed_verdict(bent), bend.why) << bend.value;
  }
}

TEST_F(SamlChild, attacker_cannot_use_it_at_another_time) {
  Claim bent = claim();
  bent.not_on_or_after = now - 60s;
  EXPECT_EQ(signed_verdict(bent), "expired");
  bent.not_on_or_after = now - 59s;
  EXPECT_EQ(signed_verdict(bent), "accepted");
  bent = claim();
  bent.not_before = now + 61s;
  EXPECT_EQ(signed_verdict(bent), "not_yet_valid");
  bent.not_before = now + 60s;
  EXPECT_EQ(signed_verdict(bent), "accepted");
  std::string unreadable = HostileProvider::assertion(claim());
  unreadable.replace(unreadable.find("NotBefore=\"") + 11, 24, "soon");
  EXPECT_EQ(
      verdict(HostileProvider::response(claim(), idp().with_signature(unreadable, "_assertion-1"))),
      "bad_time");
}

TEST_F(SamlChild, what_is_cut_off_huge_or_no_xml_is_refused) {
  const std::string honest = idp().honest(claim());
  for (std::size_t size = 0; size < honest.size(); size += 311)
    EXPECT_EQ(verdict(honest.substr(0, size)), "not_xml") << size;
  EXPECT_EQ(verdict(HostileProvider::response(claim(), "")), "no_assertion");
  EXPECT_EQ(verdict("not xml"), "not_xml");
  EXPECT_EQ(verdict(std::string("<a\0b/>", 6)), "not_xml");
  std::string deep;
  for (int level = 0; level < 5'000; ++level) deep += "<a>";
  EXPECT_EQ(verdict(deep), "not_xml");
  std::string wide = "<r>";
  for (int one = 0; one < 30'000; ++one) wide += "<a/>";
  EXPECT_NE(verdict(wide + "</r>"), "accepted");
  ReadResponse question = about(honest);
  question.response = "%%%";
  EXPECT_EQ(
      verdict(ask(
          {.make_request = {}, .read_response = question, .describe = {}, .read_metadata = {}})),
      "not_base64");
}

TEST_F(SamlChild, attributes_and_elements_that_saml_does_not_have_are_refused) {
  std::string with_xml_id = HostileProvider::assertion(claim());
  with_xml_id.replace(with_xml_id.find("<saml:Subject>"), 14,
                      "<saml:Subject xml:id=\"_assertion-1\">");
  EXPECT_EQ(verdict(HostileProvider::response(claim(),
                                              idp().with_signature(with_xml_id, "_assertion-1"))),
            "not_schema");
  Claim same = claim();
  same.assertion_id = same.response_id;
  EXPECT_EQ(signed_verdict(same), "duplicate_id");
  std::string with_advice = HostileProvider::assertion(claim());
  with_advice.insert(with_advice.find("<saml:AuthnStatement"), "<saml:Advice></saml:Advice>");
  EXPECT_EQ(verdict(HostileProvider::response(claim(),
                                              idp().with_signature(with_advice, "_assertion-1"))),
            "not_schema");
}

TEST_F(SamlChild, writes_metadata_and_reads_an_identity_providers) {
  const Answer about_us = ask(
      {.make_request = {}, .read_response = {}, .describe = Describe{ours}, .read_metadata = {}});
  ASSERT_TRUE(about_us.text);
  EXPECT_TRUE(about_us.text->contains(ours.acs_url));
  const auto theirs = [this](std::string xml) {
    return ask({.make_request = {},
                .read_response = {},
                .describe = {},
                .read_metadata = ReadMetadata{std::move(xml)}});
  };
  const Answer read = theirs("<!-- a comment -->" + idp().metadata());
  ASSERT_TRUE(read.provider) << verdict(read);
  EXPECT_EQ(read.provider->entity_id, "https://idp.test");
  EXPECT_EQ(read.provider->sso_url, "https://idp.test/sso");
  EXPECT_EQ(read.provider->certificates, std::vector<std::string>{idp().certificate()});
  EXPECT_EQ(verdict(theirs(*about_us.text)), "no_identity_provider");
  EXPECT_EQ(verdict(theirs("<!DOCTYPE x>" + idp().metadata())), "forbidden_markup");
  std::string plain = idp().metadata();
  plain.replace(plain.find("Location=\"https"), 15, "Location=\"http");
  EXPECT_EQ(verdict(theirs(plain)), "no_address");
  std::string bad = idp().metadata();
  bad.replace(bad.find("<ds:X509Certificate>") + 20, 40, std::string(40, 'A'));
  EXPECT_EQ(verdict(theirs(bad)), "weak_certificate");
}

TEST_F(SamlChild, signs_a_request) {
  const MakeRequest question{ours,
                             {idp().entity_id(), idp().sso_url(), {idp().certificate()}},
                             "_request-1",
                             "state-of-a-browser",
                             false,
                             now};
  const Answer answer =
      ask({.make_request = question, .read_response = {}, .describe = {}, .read_metadata = {}});
  ASSERT_TRUE(answer.text);
  EXPECT_TRUE(answer.text->starts_with("https://idp.test/sso?SAMLRequest="));
  EXPECT_TRUE(
      answer.text->contains("&RelayState=state-of-a-browser&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%"
                            "2F04%2Fxmldsig-more%23rsa-sha256&Signature="))
      << *answer.text;
}

}  // namespace
}  // namespace gatehouse::identity::saml

// What the server and gatehouse-saml say to each other: one question, one answer, both JSON.
//
// The child keeps no state and no clock: what it compares with comes with the question. What must
// be remembered (requests, assertions seen) is the server's business.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace gatehouse::identity::saml {

inline constexpr std::size_t kMostResponse = 256 * 1024;   // base64, as posted
inline constexpr std::size_t kMostMetadata = 256 * 1024;   // XML of an identity provider
inline constexpr std::size_t kMostQuestion = 1024 * 1024;  // JSON
inline constexpr std::size_t kMostCertificates = 8;

// Why a message is not accepted. Outside they are all one answer.
enum class Refusal : unsigned char {
  // form
  not_base64,
  not_xml,
  forbidden_markup,  // document type, entity, processing instruction, comment, CDATA
  not_schema,        // an element or attribute where SAML has none
  duplicate_id,
  no_assertion,
  several_assertions,
  // who says so
  status_not_success,
  wrong_issuer,
  unsigned_,
  bad_reference,   // the signature is not over the element that holds it, and nothing else
  weak_algorithm,  // below RSA with SHA-256
  bad_signature,
  weak_encryption,
  cannot_decrypt,
  // to whom, when and in answer to what
  wrong_destination,
  wrong_request,
  not_bearer,
  wrong_recipient,
  wrong_audience,
  no_time_limit,
  not_yet_valid,
  expired,
  bad_time,
  // about whom
  no_name,
  passing_name,  // transient: another one at every sign-in, so it identifies nobody
  // metadata
  no_identity_provider,
  no_address,  // no single sign-on address for HTTP-Redirect over https
  no_certificate,
  weak_certificate,
};

// Us, as one identity provider knows us.
struct OurSide {
  std::string entity_id;
  std::string acs_url;
  std::string key_pem;  // PKCS#8
  std::string certificate_pem;
};
struct TheirSide {
  std::string entity_id;
  std::string sso_url;
  std::vector<std::string> certificates;  // base64 of DER
};

struct MakeRequest {
  OurSide ours;
  TheirSide theirs;
  std::string request_id;
  std::string relay_state;
  bool again;  // ForceAuthn (saml-core 3.4.1)
  Instant now;
};
struct ReadResponse {
  OurSide ours;
  TheirSide theirs;
  std::string request_id;
  std::string response;  // base64
  Instant now;
};
struct Describe {
  OurSide ours;
};
struct ReadMetadata {
  std::string xml;
};
// Exactly one of them.
struct Question {
  std::optional<MakeRequest> make_request;
  std::optional<ReadResponse> read_response;
  std::optional<Describe> describe;
  std::optional<ReadMetadata> read_metadata;
};

struct Attribute {
  std::string name;
  std::vector<std::string> values;
};
struct Subject {
  std::string issuer;
  std::string name_id;
  std::optional<std::string> name_format;
  std::optional<std::string> session_index;
  std::optional<Instant> authenticated_at;  // the latest that it says
  std::string assertion_id;
  Instant good_until;  // how long its id must be remembered
  std::vector<Attribute> attributes;
};
// One of them, or a refusal.
struct Answer {
  std::optional<Refusal> refusal;
  std::optional<std::string> text;  // the address to go to; our metadata
  std::optional<Subject> subject;
  std::optional<TheirSide> provider;
};

}  // namespace gatehouse::identity::saml

namespace gatehouse {
template <>
struct EnumNames<identity::saml::Refusal> {
  using enum identity::saml::Refusal;
  static constexpr auto names = std::to_array<std::pair<identity::saml::Refusal, std::string_view>>(
      {{not_base64, "not_base64"},
       {not_xml, "not_xml"},
       {forbidden_markup, "forbidden_markup"},
       {not_schema, "not_schema"},
       {duplicate_id, "duplicate_id"},
       {no_assertion, "no_assertion"},
       {several_assertions, "several_assertions"},
       {status_not_success, "status_not_success"},
       {wrong_issuer, "wrong_issuer"},
       {unsigned_, "unsigned"},
       {bad_reference, "bad_reference"},
       {weak_algorithm, "weak_algorithm"},
       {bad_signature, "bad_signature"},
       {weak_encryption, "weak_encryption"},
       {cannot_decrypt, "cannot_decrypt"},
       {wrong_destination, "wrong_destination"},
       {wrong_request, "wrong_request"},
       {not_bearer, "not_bearer"},
       {wrong_recipient, "wrong_recipient"},
       {wrong_audience, "wrong_audience"},
       {no_time_limit, "no_time_limit"},
       {not_yet_valid, "not_yet_valid"},
       {expired, "expired"},
       {bad_time, "bad_time"},
       {no_name, "no_name"},
       {passing_name, "passing_name"},
       {no_identity_provider, "no_identity_provider"},
       {no_address, "no_address"},
       {no_certificate, "no_certificate"},
       {weak_certificate, "weak_certificate"}});
};
}  // namespace gatehouse

namespace gatehouse::json {
template <>
struct Shape<identity::saml::OurSide> {
  using T = identity::saml::OurSide;
  static constexpr std::string_view name = "SamlOurSide";
  static constexpr auto members = std::tuple{
      member("entity_id", &T::entity_id, line(1, 1024)),
      member("acs_url", &T::acs_url, line(1, 1024)), member("key_pem", &T::key_pem, text(0, 8192)),
      member("certificate_pem", &T::certificate_pem, text(0, 8192))};
};
template <>
struct Shape<identity::saml::TheirSide> {
  using T = identity::saml::TheirSide;
  static constexpr std::string_view name = "SamlTheirSide";
  static constexpr auto members =
      std::tuple{member("entity_id", &T::entity_id, line(1, 1024)),
                 member("sso_url", &T::sso_url, line(1, 2048)),
                 member("certificates", &T::certificates,
                        list_of(identity::saml::kMostCertificates, line(1, 16'384)))};
};
template <>
struct Shape<identity::saml::MakeRequest> {
  using T = identity::saml::MakeRequest;
  static constexpr std::string_view name = "SamlMakeRequest";
  static constexpr auto members = std::tuple{member("ours", &T::ours),
                                             member("theirs", &T::theirs),
                                             member("request_id", &T::request_id, token(8, 64)),
                                             member("relay_state", &T::relay_state, token(8, 80)),
                                             member("again", &T::again),
                                             member("now", &T::now)};
};
template <>
struct Shape<identity::saml::ReadResponse> {
  using T = identity::saml::ReadResponse;
  static constexpr std::string_view name = "SamlReadResponse";
  static constexpr auto members =
      std::tuple{member("ours", &T::ours), member("theirs", &T::theirs),
                 member("request_id", &T::request_id, token(8, 64)),
                 member("response", &T::response, text(0, identity::saml::kMostResponse)),
                 member("now", &T::now)};
};
template <>
struct Shape<identity::saml::Describe> {
  static constexpr std::string_view name = "SamlDescribe";
  static constexpr auto members = std::tuple{member("ours", &identity::saml::Describe::ours)};
};
template <>
struct Shape<identity::saml::ReadMetadata> {
  static constexpr std::string_view name = "SamlReadMetadata";
  static constexpr auto members = std::tuple{
      member("xml", &identity::saml::ReadMetadata::xml, text(0, identity::saml::kMostMetadata))};
};
template <>
struct Shape<identity::saml::Question> {
  using T = identity::saml::Question;
  static constexpr std::string_view name = "SamlQuestion";
  static constexpr auto members = std::tuple{
      member("make_request", &T::make_request), member("read_response", &T::read_response),
      member("describe", &T::describe), member("read_metadata", &T::read_metadata)};
};
template <>
struct Shape<identity::saml::Attribute> {
  using T = identity::saml::Attribute;
  static constexpr std::string_view name = "SamlAttribute";
  static constexpr auto members =
      std::tuple{member("name", &T::name, line(1, 512)),
                 member("values", &T::values, list_of(32, line(0, 1024)))};
};
template <>
struct Shape<identity::saml::Subject> {
  using T = identity::saml::Subject;
  static constexpr std::string_view name = "SamlSubject";
  static constexpr auto members =
      std::tuple{member("issuer", &T::issuer, line(1, 1024)),
                 member("name_id", &T::name_id, line(1, 512)),
                 member("name_format", &T::name_format, line(1, 256)),
                 member("session_index", &T::session_index, line(1, 512)),
                 member("authenticated_at", &T::authenticated_at),
                 member("assertion_id", &T::assertion_id, line(1, 512)),
                 member("good_until", &T::good_until),
                 member("attributes", &T::attributes, up_to(128))};
};
template <>
struct Shape<identity::saml::Answer> {
  using T = identity::saml::Answer;
  static constexpr std::string_view name = "SamlAnswer";
  static constexpr auto members =
      std::tuple{member("refusal", &T::refusal), member("text", &T::text, text(1, 65'536)),
                 member("subject", &T::subject), member("provider", &T::provider)};
};
}  // namespace gatehouse::json

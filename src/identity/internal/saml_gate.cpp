#include "identity/internal/saml_gate.h"

#include "base/text.h"
#include "identity/sign_on.h"

namespace gatehouse::identity::internal {

namespace {

constexpr unsigned kChildren = 2;  // at once
constexpr std::size_t kWaiting = 32;

// Names under which providers send what people call mail and name: plain, as object identifiers
// (RFC 4519, RFC 4524, RFC 2798), and as Microsoft's claims.
constexpr std::string_view kMailNames[] = {
    "mail",
    "email",
    "emailAddress",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "urn:oid:1.2.840.113549.1.9.1",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"};
constexpr std::string_view kDisplayNames[] = {
    "displayName",
    "name",
    "cn",
    "urn:oid:2.16.840.1.113730.3.1.241",
    "urn:oid:2.5.4.3",
    "http://schemas.microsoft.com/identity/claims/displayname"};

std::optional<std::string> value_of(const saml::Subject& subject,
                                    std::span<const std::string_view> names) {
  for (const std::string_view name : names)
    for (const saml::Attribute& attribute : subject.attributes)
      if (attribute.name == name && !attribute.values.empty() && !attribute.values.front().empty())
        return attribute.values.front();
  return std::nullopt;
}

SamlSubject described(saml::Subject subject) {
  auto email = value_of(subject, kMailNames);
  if (!email && EmailAddress::parse(subject.name_id)) email = subject.name_id;
  auto name = value_of(subject, kDisplayNames);
  return {.issuer = std::move(subject.issuer),
          .name_id = std::move(subject.name_id),
          .session_index = std::move(subject.session_index),
          .email = std::move(email),
          .name = std::move(name),
          .assertion_id = std::move(subject.assertion_id),
          .good_until = subject.good_until};
}

std::string because_of(const saml::Answer& answer) {
  return answer.refusal ? std::string{name_of(*answer.refusal)} : "no answer";
}

// On a thread that may wait.
struct AskChild {
  process::Sandbox sandbox;
  std::string question;

  Result<saml::Answer> operator()() {
    const auto text = sandbox.ask(question);
    wipe(question);  // it holds our key
    if (!text) return fail(text.error());
    const auto answer = json::read<saml::Answer>(*text);
    if (!answer) return fail(Error{process::kChildFailed}.because("its answer is malformed"));
    return *answer;
  }
};

}  // namespace

SamlGate::SamlGate(const Ground& ground) : ground_{ground}, pool_{kChildren, kWaiting} {}

Task<Result<saml::Answer>> SamlGate::ask(saml::Question question) {
  process::Bounds bounds;
  bounds.answer = 256 * 1024;
  AskChild work{process::Sandbox{executable_, bounds, ground_.clock}, json::write(question)};
  co_return co_await pool_.run(std::move(work));
}

Task<Result<SamlRequest>> SamlGate::begin(SamlProvider provider, std::string state) {
  // An XML name (saml-core 1.3.4): 160 bits, behind a letter.
  SamlRequest request{"_" + hex(ground_.random.bytes<20>()), {}};
  saml::Question question;
  question.make_request = saml::MakeRequest{std::move(provider.ours), std::move(provider.theirs),
                                            request.id, std::move(state), ground_.clock.now()};
  CO_TRY(saml::Answer answer, co_await ask(std::move(question)));
  if (!answer.text) co_return fail(Error{process::kChildFailed}.because("no address"));
  request.address = *std::move(answer.text);
  co_return request;
}

Task<Result<SamlSubject>> SamlGate::accept(SamlProvider provider, std::string request,
                                           std::string response) {
  saml::Question question;
  question.read_response =
      saml::ReadResponse{std::move(provider.ours), std::move(provider.theirs), std::move(request),
                         std::move(response), ground_.clock.now()};
  CO_TRY(saml::Answer answer, co_await ask(std::move(question)));
  if (!answer.subject) co_return fail(Error{kSignOnRefused}.because(because_of(answer)));
  co_return described(*std::move(answer.subject));
}

Task<Result<crypto::CertificatePair>> SamlGate::make_key() {
  auto work = [this] { return crypto::make_rsa_pair("Gatehouse single sign-on", ground_.clock); };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::string>> SamlGate::describe(saml::OurSide ours) {
  saml::Question question;
  question.describe = saml::Describe{std::move(ours)};
  CO_TRY(saml::Answer answer, co_await ask(std::move(question)));
  if (!answer.text) co_return fail(Error{process::kChildFailed}.because("no metadata"));
  co_return *std::move(answer.text);
}

Task<Result<saml::TheirSide>> SamlGate::read_metadata(std::string xml) {
  saml::Question question;
  question.read_metadata = saml::ReadMetadata{std::move(xml)};
  CO_TRY(saml::Answer answer, co_await ask(std::move(question)));
  if (!answer.provider)
    co_return fail(Error{kMetadataRefused}.at("/metadata").because(because_of(answer)));
  co_return *std::move(answer.provider);
}

}  // namespace gatehouse::identity::internal

#include "identity/internal/saml_gate.h"

#include "base/text.h"
#include "crypto/certificate.h"
#include "process/sandbox.h"

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

Subject described(saml::Subject subject) {
  auto email = value_of(subject, kMailNames);
  if (!email && EmailAddress::parse(subject.name_id)) email = subject.name_id;
  auto name = value_of(subject, kDisplayNames);
  return {.issuer = std::move(subject.issuer),
          .name = std::move(subject.name_id),
          .answer_id = std::move(subject.assertion_id),
          .good_until = subject.good_until,
          .email = std::move(email),
          .display_name = std::move(name),
          .authenticated_at = subject.authenticated_at};
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

SamlGate::SamlGate(const Ground& ground, const Providers& providers)
    : ground_{ground}, providers_{providers}, pool_{kChildren, kWaiting} {}

Result<SamlSettings> SamlGate::settings_of(const ProviderRow& provider) const {
  TRY(std::string text, providers_.opened(provider));
  auto settings = json::read<SamlSettings>(text);
  wipe(text);
  return settings;
}

saml::OurSide SamlGate::ours(const ProviderRow& provider, SamlSettings& settings) const {
  return {providers_.place(provider, "metadata"), providers_.place(provider, "acs"),
          std::move(settings.key_pem), std::move(settings.certificate_pem)};
}

Result<saml::TheirSide> SamlGate::theirs(const ProviderRow& provider,
                                         SamlSettings& settings) const {
  if (!provider.issuer || !provider.address) return fail(kProviderNotReady);
  return saml::TheirSide{*provider.issuer, *provider.address, std::move(settings.certificates)};
}

Task<Result<saml::Answer>> SamlGate::ask(saml::Question question) {
  process::Bounds bounds;
  bounds.answer = 256 * 1024;
  AskChild work{process::Sandbox{executable_, bounds, ground_.clock}, json::write(question)};
  co_return co_await pool_.run(std::move(work));
}

// A key takes a while of computing, so it is not made on a network thread.
Task<Result<std::string>> SamlGate::furnish() {
  auto make = [this] { return crypto::make_rsa_pair("Gatehouse single sign-on", ground_.clock); };
  CO_TRY(const crypto::CertificatePair pair, co_await pool_.run(std::move(make)));
  const SamlSettings settings{std::string{pair.key_pem.reveal_text()}, pair.certificate_pem, {}};
  co_return json::write(settings);
}

Task<Result<std::optional<Terms>>> SamlGate::learn(ProviderRow provider, ProviderChange change) {
  if (!change.metadata) co_return std::nullopt;
  saml::Question question;
  question.read_metadata = saml::ReadMetadata{*std::move(change.metadata)};
  CO_TRY(saml::Answer answer, co_await ask(std::move(question)));
  if (!answer.provider)
    co_return fail(Error{kMetadataRefused}.at("/metadata").because(because_of(answer)));
  CO_TRY(SamlSettings settings, settings_of(provider));
  settings.certificates = std::move(answer.provider->certificates);
  co_return Terms{std::move(answer.provider->entity_id), std::move(answer.provider->sso_url),
                  json::write(settings)};
}

Task<Result<TripBegun>> SamlGate::begin(ProviderRow provider, Trip trip) {
  CO_TRY(SamlSettings settings, settings_of(provider));
  CO_TRY(saml::TheirSide their, theirs(provider, settings));
  // An XML name (saml-core 1.3.4): 160 bits, behind a letter.
  std::string id = "_" + hex(ground_.random.bytes<20>());
  saml::Question question;
  question.make_request =
      saml::MakeRequest{ours(provider, settings),     std::move(their),   id, std::move(trip.state),
                        trip.asking == Asking::again, ground_.clock.now()};
  CO_TRY(saml::Answer answer, co_await ask(std::move(question)));
  if (!answer.text) co_return fail(Error{process::kChildFailed}.because("no address"));
  co_return TripBegun{*std::move(answer.text), std::move(id)};
}

Task<Result<Subject>> SamlGate::accept(ProviderRow provider, std::string kept, std::string answer) {
  CO_TRY(SamlSettings settings, settings_of(provider));
  CO_TRY(saml::TheirSide their, theirs(provider, settings));
  saml::Question question;
  question.read_response =
      saml::ReadResponse{ours(provider, settings), std::move(their), std::move(kept),
                         std::move(answer), ground_.clock.now()};
  CO_TRY(saml::Answer said, co_await ask(std::move(question)));
  if (!said.subject) co_return fail(Error{kSignOnRefused}.because(because_of(said)));
  co_return described(*std::move(said.subject));
}

Task<Result<std::string>> SamlGate::describe(ProviderRow provider) {
  CO_TRY(SamlSettings settings, settings_of(provider));
  saml::Question question;
  question.describe = saml::Describe{ours(provider, settings)};
  wipe(question.describe->ours.key_pem);
  question.describe->ours.key_pem.clear();
  CO_TRY(saml::Answer answer, co_await ask(std::move(question)));
  if (!answer.text) co_return fail(Error{process::kChildFailed}.because("no metadata"));
  co_return *std::move(answer.text);
}

}  // namespace gatehouse::identity::internal

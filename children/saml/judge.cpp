// SPDX-License-Identifier: GPL-2.0-or-later
#include "judge.h"

#include <set>

#include "base/control.h"
#include "base/text.h"
#include "decrypt.h"
#include "schema.h"
#include "signature.h"

namespace gatehouse::saml_child {

namespace {

using Verdict = std::optional<Refusal>;
using std::chrono::seconds;

constexpr Space kA = Space::assertion;
constexpr Space kP = Space::protocol;
constexpr seconds kLeeway{60};
// An assertion is for one sign-in; whoever makes it valid for longer is not believed beyond this.
constexpr std::chrono::hours kLongestLife{24};

constexpr std::string_view kSuccess = "urn:oasis:names:tc:SAML:2.0:status:Success";
constexpr std::string_view kBearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
constexpr std::string_view kEntityFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
constexpr std::string_view kTransient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

#define REFUSE_IF(condition, why) \
  if (condition) return Refusal::why

xmlNode* assertion_of(const xmlNode* response) { return child(response, kA, "Assertion"); }

// --- the form
// -----------------------------------------------------------------------------------------

int count_assertions(xmlNode* root) {
  int count = 0;
  each_element(root, [&](const xmlNode* node) {
    if (name_of(node) == "Assertion" || name_of(node) == "EncryptedAssertion") ++count;
  });
  return count;
}

// What a signature can refer to is one element. Signatures and ciphers have an Id of their own
// kind, which two of them may share (pysaml2 numbers each message anew) but none may share with an
// element.
bool ids_are_unique(xmlNode* root) {
  std::set<std::string> elements;
  std::set<std::string> others;
  bool unique = true;
  each_element(root, [&](const xmlNode* node) {
    const std::string id = attribute(node, "ID");
    if (!id.empty() && !elements.insert(id).second) unique = false;
    for (const char* name : {"Id", "id"}) others.insert(attribute(node, name));
  });
  return unique &&
         std::ranges::none_of(elements, [&](const auto& id) { return others.contains(id); });
}

// First the count, because it names what most attacks do: they bring an assertion of their own
// beside ours.
Verdict judge_shape(xmlNode* response) {
  const int assertions = count_assertions(response);
  REFUSE_IF(assertions > 1, several_assertions);
  REFUSE_IF(!ids_are_unique(response), duplicate_id);
  REFUSE_IF(!is_plain(response), forbidden_markup);
  REFUSE_IF(!fits_schema(response), not_schema);
  // A refusal of the provider has none, and is told apart below.
  return std::nullopt;
}

// --- who says so
// ----------------------------------------------------------------------------------------

Verdict judge_issuer(const xmlNode* issuer, const std::string& wanted) {
  const std::string format = attribute(issuer, "Format");
  REFUSE_IF(!format.empty() && format != kEntityFormat, wrong_issuer);
  REFUSE_IF(text(issuer) != wanted, wrong_issuer);
  return std::nullopt;
}

Verdict judge_signature(xmlNode* response, const xmlNode* element,
                        const std::vector<std::string>& certificates) {
  if (const Verdict form = judge_form(element)) return form;
  REFUSE_IF(!is_signed_by(response, attribute(element, "ID"), certificates), bad_signature);
  return std::nullopt;
}

// Every signature that is there must be good, and one must be there.
Verdict judge_origin(xmlNode* response, const ReadResponse& question) {
  const auto& certificates = question.theirs.certificates;
  const xmlNode* status = child(response, kP, "Status");
  REFUSE_IF(attribute(child(status, kP, "StatusCode"), "Value") != kSuccess, status_not_success);
  const xmlNode* issuer = child(response, kA, "Issuer");
  if (issuer != nullptr)
    if (const Verdict wrong = judge_issuer(issuer, question.theirs.entity_id)) return wrong;
  const bool response_is_signed = signature_of(response) != nullptr;
  if (response_is_signed)
    if (const Verdict wrong = judge_signature(response, response, certificates)) return wrong;

  if (child(response, kA, "EncryptedAssertion") != nullptr) {
    const Vouched vouched = response_is_signed ? Vouched::by_signature : Vouched::no;
    if (const Verdict wrong = decrypt_assertion(response, question.ours.key_pem, vouched))
      return wrong;
    if (const Verdict wrong = judge_shape(response)) return wrong;
  }
  const xmlNode* assertion = assertion_of(response);
  REFUSE_IF(assertion == nullptr, no_assertion);
  if (const Verdict wrong = judge_issuer(child(assertion, kA, "Issuer"), question.theirs.entity_id))
    return wrong;
  const bool assertion_is_signed = signature_of(assertion) != nullptr;
  if (assertion_is_signed)
    if (const Verdict wrong = judge_signature(response, assertion, certificates)) return wrong;
  REFUSE_IF(!response_is_signed && !assertion_is_signed, unsigned_);
  return std::nullopt;
}

// --- to whom, when, and in answer to what
// -----------------------------------------------------------------

struct Window {
  std::optional<Instant> from;
  std::optional<Instant> until;
  bool readable = true;
};

std::optional<Instant> time_in(const xmlNode* node, const char* name, bool& readable) {
  const std::string written = attribute(node, name);
  if (written.empty()) return std::nullopt;
  const auto at = parse_rfc3339(written);
  if (!at) readable = false;
  return at ? std::optional{*at} : std::nullopt;
}

Window window_of(const xmlNode* node) {
  Window window;
  window.from = time_in(node, "NotBefore", window.readable);
  window.until = time_in(node, "NotOnOrAfter", window.readable);
  return window;
}

Verdict judge_window(const Window& window, Instant now) {
  REFUSE_IF(!window.readable, bad_time);
  REFUSE_IF(window.from && now + kLeeway < *window.from, not_yet_valid);
  REFUSE_IF(window.until && now - kLeeway >= *window.until, expired);
  return std::nullopt;
}

// saml-profiles 4.1.4.2 and 4.1.4.3: one bearer confirmation must be for us, now, about our
// request.
Verdict judge_confirmation(const xmlNode* confirmation, const ReadResponse& question) {
  REFUSE_IF(attribute(confirmation, "Method") != kBearer, not_bearer);
  const xmlNode* data = child(confirmation, kA, "SubjectConfirmationData");
  REFUSE_IF(attribute(data, "Recipient") != question.ours.acs_url, wrong_recipient);
  REFUSE_IF(attribute(data, "InResponseTo") != question.request_id, wrong_request);
  const Window window = window_of(data);
  REFUSE_IF(window.readable && !window.until, no_time_limit);
  return judge_window(window, question.now);
}

Verdict judge_confirmations(const xmlNode* subject, const ReadResponse& question) {
  Verdict first;
  for (const xmlNode* one : children(subject)) {
    if (!is(one, kA, "SubjectConfirmation")) continue;
    const Verdict verdict = judge_confirmation(one, question);
    if (!verdict) return std::nullopt;
    if (!first) first = verdict;
  }
  return first ? first : Verdict{Refusal::not_bearer};
}

// Every restriction must name us (saml-core 2.5.1.4), and there must be one.
Verdict judge_audience(const xmlNode* conditions, const std::string& us) {
  bool restricted = false;
  for (const xmlNode* restriction : children(conditions)) {
    if (!is(restriction, kA, "AudienceRestriction")) continue;
    const auto names_us = [&us](const xmlNode* audience) { return text(audience) == us; };
    REFUSE_IF(!std::ranges::any_of(children(restriction), names_us), wrong_audience);
    restricted = true;
  }
  REFUSE_IF(!restricted, wrong_audience);
  return std::nullopt;
}

Verdict judge_use(const xmlNode* response, const ReadResponse& question) {
  const std::string destination = attribute(response, "Destination");
  const bool must_name_it = signature_of(response) != nullptr;
  REFUSE_IF(destination.empty() ? must_name_it : destination != question.ours.acs_url,
            wrong_destination);
  REFUSE_IF(attribute(response, "InResponseTo") != question.request_id, wrong_request);

  const xmlNode* assertion = assertion_of(response);
  const xmlNode* conditions = child(assertion, kA, "Conditions");
  if (const Verdict wrong = judge_window(window_of(conditions), question.now)) return wrong;
  if (const Verdict wrong = judge_audience(conditions, question.ours.entity_id)) return wrong;
  for (const xmlNode* statement : children(assertion)) {
    if (!is(statement, kA, "AuthnStatement")) continue;
    Window session;
    session.until = time_in(statement, "SessionNotOnOrAfter", session.readable);
    if (const Verdict wrong = judge_window(session, question.now)) return wrong;
  }
  return judge_confirmations(child(assertion, kA, "Subject"), question);
}

// --- about whom
// ------------------------------------------------------------------------------------------

Verdict judge_name(const xmlNode* response) {
  constexpr std::size_t kLongestName = 256;
  const xmlNode* name = child(child(assertion_of(response), kA, "Subject"), kA, "NameID");
  const std::string written = text(name);
  REFUSE_IF(written.empty() || code_points(written) > kLongestName, no_name);
  // Nothing invisible: two names that look alike are two people.
  REFUSE_IF(cleaned(written) != written || written.contains('\n'), no_name);
  REFUSE_IF(attribute(name, "Format") == kTransient, passing_name);
  return std::nullopt;
}

std::optional<std::string> if_any(std::string value) {
  return value.empty() ? std::nullopt : std::optional{std::move(value)};
}

// Values that people could read; others are left out, no decision hangs on them.
void add_attribute(std::vector<identity::saml::Attribute>& list, const xmlNode* node) {
  constexpr std::size_t kMost = 128;
  constexpr std::size_t kMostValues = 32;
  constexpr std::size_t kLongest = 512;
  identity::saml::Attribute read{attribute(node, "Name"), {}};
  if (read.name.empty() || read.name.size() > kLongest || list.size() == kMost) return;
  for (const xmlNode* value : children(node)) {
    std::string written = cleaned(text(value));
    if (written.size() > kLongest || written.contains('\n') || read.values.size() == kMostValues)
      continue;
    read.values.push_back(std::move(written));
  }
  list.push_back(std::move(read));
}

Instant good_until(const xmlNode* assertion, Instant now) {
  Instant latest = now;
  each_element(const_cast<xmlNode*>(assertion), [&](const xmlNode* node) {
    bool readable = true;
    if (const auto until = time_in(node, "NotOnOrAfter", readable))
      latest = std::max(latest, *until);
  });
  return std::min(latest + kLeeway, now + kLongestLife);
}

Subject subject_of(const xmlNode* response, const ReadResponse& question) {
  const xmlNode* assertion = assertion_of(response);
  const xmlNode* name = child(child(assertion, kA, "Subject"), kA, "NameID");
  Subject subject{.issuer = text(child(assertion, kA, "Issuer")),
                  .name_id = text(name),
                  .name_format = if_any(attribute(name, "Format")),
                  .session_index = {},
                  .authenticated_at = {},
                  .assertion_id = attribute(assertion, "ID"),
                  .good_until = good_until(assertion, question.now),
                  .attributes = {}};
  for (const xmlNode* statement : children(assertion)) {
    if (is(statement, kA, "AuthnStatement")) {
      bool readable = true;
      const auto at = time_in(statement, "AuthnInstant", readable);
      subject.authenticated_at = std::max(subject.authenticated_at, at);
      if (!subject.session_index)
        subject.session_index = if_any(attribute(statement, "SessionIndex"));
    }
    if (!is(statement, kA, "AttributeStatement")) continue;
    for (const xmlNode* one : children(statement)) add_attribute(subject.attributes, one);
  }
  return subject;
}

Verdict judge(xmlNode* response, const ReadResponse& question) {
  if (const Verdict wrong = judge_shape(response)) return wrong;
  if (const Verdict wrong = judge_origin(response, question)) return wrong;
  if (const Verdict wrong = judge_use(response, question)) return wrong;
  return judge_name(response);
}

std::string without_space(std::string_view text) {
  std::string out;
  std::ranges::remove_copy_if(text, std::back_inserter(out), [](char c) {
    return c == '\n' || c == '\r' || c == ' ' || c == '\t';
  });
  return out;
}

}  // namespace

std::expected<Subject, Refusal> read_response(const ReadResponse& question) {
  const auto bytes = from_base64(without_space(question.response));
  if (!bytes) return std::unexpected{Refusal::not_base64};
  const auto document = parse(as_text(*bytes), Comments::refused);
  if (!document) return std::unexpected{document.error()};
  xmlNode* response = xmlDocGetRootElement(document->get());
  const Verdict wrong = judge(response, question);
  if (enforced<"IDN-04"> && wrong) return std::unexpected{*wrong};
  return subject_of(response, question);
}

}  // namespace gatehouse::saml_child

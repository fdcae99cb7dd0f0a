// SPDX-License-Identifier: GPL-2.0-or-later
//
// Responses and metadata of identity providers. Like fuzz/corpus/saml and children/saml, not part
// of the server.
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "judge.h"
#include "metadata.h"
#include "schema.h"

namespace {

using namespace gatehouse;

// Nothing here was signed, so whatever is believed is a defect.
void judge(std::string_view response) {
  identity::saml::ReadResponse question;
  question.ours.entity_id = "https://gh.test/metadata";
  question.ours.acs_url = "https://gh.test/acs";
  question.theirs.entity_id = "https://idp.test";
  question.request_id = "_request-1";
  question.response = base64(as_bytes(response));
  CHECK(!saml_child::read_response(question));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  judge(text);
  // What is taken from metadata fits the answer's shape.
  if (const auto provider = saml_child::read_metadata(text))
    CHECK(provider->certificates.size() <= 8);
  const auto document = saml_child::parse(text, saml_child::Comments::refused);
  if (document) (void)saml_child::fits_schema(xmlDocGetRootElement(document->get()));
  return 0;
}

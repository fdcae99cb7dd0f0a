// SPDX-License-Identifier: GPL-2.0-or-later
//
// XML signatures as SAML 2.0 uses them (saml-core 5.4): enveloped, over the element that holds
// them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xml.h"

namespace gatehouse::saml_child {

xmlNode* signature_of(const xmlNode* element);  // null when it has none of its own

// Its one reference is to the element that holds it, and its algorithms are among ours: RSA with
// SHA-256 or better, exclusive canonicalisation. What the key information of a signature says is
// never read.
std::optional<Refusal> judge_form(const xmlNode* element);

// One of the keys made the signature of the element that has this ID. The form must have been
// judged.
bool is_signed_by(xmlNode* root, const std::string& id,
                  const std::vector<std::string>& certificates);

}  // namespace gatehouse::saml_child

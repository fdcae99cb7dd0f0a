// SPDX-License-Identifier: GPL-2.0-or-later
//
// The part of SAML 2.0's schemas (saml-schema-protocol, saml-schema-assertion, xmldsig-core, xenc)
// that a response to a browser sign-in needs. What it does not name is refused, so there is no
// place where a second, unsigned assertion could be hidden: no extensions, no advice, no objects
// inside a signature.
#pragma once

#include "xml.h"

namespace gatehouse::saml_child {

// Elements, their order and number, and their attributes.
bool fits_schema(const xmlNode* response);

}  // namespace gatehouse::saml_child

// SPDX-License-Identifier: GPL-2.0-or-later
//
// An AuthnRequest for HTTP-Redirect (saml-bindings 3.4), signed with RSA and SHA-256.
#pragma once

#include <string>

#include "identity/saml_protocol.h"

namespace gatehouse::saml_child {

// Where to send the browser; empty when our own key cannot be used.
std::string request_address(const identity::saml::MakeRequest& question);

}  // namespace gatehouse::saml_child

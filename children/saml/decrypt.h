// SPDX-License-Identifier: GPL-2.0-or-later
//
// Encrypted assertions (XML Encryption 1.1).
#pragma once

#include <optional>
#include <string>

#include "xml.h"

namespace gatehouse::saml_child {

// Whether somebody vouches for the ciphertext: without authentication, AES-CBC tells its plain text
// to whoever may ask often enough.
enum class Vouched : unsigned char { no, by_signature };

// Puts the assertion in the place of the encrypted one. What came out is a stranger's: judge it
// anew.
std::optional<Refusal> decrypt_assertion(xmlNode* response, const std::string& key_pem,
                                         Vouched vouched);

}  // namespace gatehouse::saml_child

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Metadata (saml-metadata-2.0): what we say about ourselves, and what an administrator pasted about
// an identity provider.
#pragma once

#include <expected>

#include "xml.h"

namespace gatehouse::saml_child {

using identity::saml::OurSide;
using identity::saml::TheirSide;

std::string describe(const OurSide& ours);
// Its own signature is not judged: whoever pastes it vouches for it.
std::expected<TheirSide, Refusal> read_metadata(std::string_view document);

}  // namespace gatehouse::saml_child

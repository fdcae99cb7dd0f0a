// SPDX-License-Identifier: GPL-2.0-or-later
//
// Whether a response says, to us, now, in answer to our request, who somebody is.
#pragma once

#include <expected>

#include "xml.h"

namespace gatehouse::saml_child {

using identity::saml::ReadResponse;
using identity::saml::Subject;

std::expected<Subject, Refusal> read_response(const ReadResponse& question);

}  // namespace gatehouse::saml_child

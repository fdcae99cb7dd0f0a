// SPDX-License-Identifier: GPL-2.0-or-later
//
// lasso's headers put extern "C" around those of others, which hold templates: these must come
// first.
#pragma once

#include <glib-object.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

#include <xmlsec/xmlsec.h>

#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>

#include <lasso/lasso.h>

#include <lasso/key.h>

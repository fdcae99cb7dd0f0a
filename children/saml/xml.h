// SPDX-License-Identifier: GPL-2.0-or-later
//
// Bytes to a tree of elements and text, and nothing else.
#pragma once

#include <libxml/tree.h>

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "identity/saml_protocol.h"

namespace gatehouse::saml_child {

using identity::saml::Refusal;

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Document = std::unique_ptr<xmlDoc, FreeDocument>;

// Canonicalisation leaves comments out, so one could be put into signed text unnoticed: a message
// has none.
enum class Comments : unsigned char { refused, allowed };
std::expected<Document, Refusal> parse(std::string_view bytes, Comments comments);
// Only elements and text, no deeper and no more than any message needs. Again after decryption.
bool is_plain(const xmlNode* root);

enum class Space : unsigned char {
  protocol,
  assertion,
  signature,
  encryption,
  canonical,
  metadata,
  other
};
Space space_of(const xmlNode* node);
std::string_view name_of(const xmlNode* node);
bool is(const xmlNode* node, Space space, std::string_view name);

std::vector<xmlNode*> children(const xmlNode* node);
// The first child of this name; null when there is none, or no parent.
xmlNode* child(const xmlNode* node, Space space, std::string_view name);
std::string attribute(const xmlNode* node, const char* name);  // "" when absent
std::string text(const xmlNode* node);                         // without white space at the ends

std::string escaped(std::string_view text);  // for templates

template <class Visit>
void each_element(xmlNode* node, const Visit& visit) {
  visit(node);
  for (xmlNode* one : children(node)) each_element(one, visit);
}

}  // namespace gatehouse::saml_child

// SPDX-License-Identifier: GPL-2.0-or-later
#include "xml.h"

#include <libxml/parser.h>

#include "base/text.h"

namespace gatehouse::saml_child {

namespace {

constexpr int kDeepest = 40;
constexpr int kMostNodes = 20'000;
constexpr std::string_view kSpace = " \t\r\n";

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

const xmlChar* xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

// "<" cannot stand in text or values, so what begins like markup is markup.
bool has_forbidden_markup(std::string_view bytes, Comments comments) {
  for (std::size_t at = bytes.find('<'); at != bytes.npos; at = bytes.find('<', at + 1)) {
    const std::string_view rest = bytes.substr(at + 1);
    if (rest.starts_with("!--") && comments == Comments::allowed) continue;
    if (rest.starts_with('!') || rest.starts_with('?')) return true;
  }
  return false;
}

std::string_view without_declaration(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes.remove_prefix(std::min(bytes.find_first_not_of(kSpace), bytes.size()));
  if (!bytes.starts_with("<?xml ")) return bytes;
  const std::size_t end = bytes.find("?>");
  return end == bytes.npos ? std::string_view{} : bytes.substr(end + 2);
}

struct Count {
  int nodes = 0;

  bool plain(const xmlNode* node, int depth) {
    if (depth > kDeepest) return false;
    for (; node != nullptr; node = node->next) {
      if (++nodes > kMostNodes) return false;
      if (node->type == XML_TEXT_NODE) continue;
      if (node->type != XML_ELEMENT_NODE || !plain(node->children, depth + 1)) return false;
    }
    return true;
  }
};

void remove_comments(xmlNode* node) {
  for (xmlNode* next = nullptr; node != nullptr; node = next) {
    next = node->next;
    remove_comments(node->children);
    if (node->type != XML_COMMENT_NODE) continue;
    xmlUnlinkNode(node);
    xmlFreeNode(node);
  }
}

}  // namespace

std::expected<Document, Refusal> parse(std::string_view bytes, Comments comments) {
  // A zero octet would be another encoding, or the end of the text for some.
  if (!is_utf8(bytes) || bytes.contains('\0')) return std::unexpected{Refusal::not_xml};
  const std::string_view body = without_declaration(bytes);
  if (has_forbidden_markup(body, comments)) return std::unexpected{Refusal::forbidden_markup};
  // The encoding is given, so no declaration has a say. Without XML_PARSE_HUGE libxml2 keeps its
  // own limits.
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  Document document{
      xmlReadMemory(body.data(), static_cast<int>(body.size()), nullptr, "UTF-8", kOptions)};
  if (document == nullptr) return std::unexpected{Refusal::not_xml};
  if (document->intSubset != nullptr || document->extSubset != nullptr)
    return std::unexpected{Refusal::forbidden_markup};
  if (comments == Comments::allowed) remove_comments(document->children);
  const xmlNode* root = xmlDocGetRootElement(document.get());
  if (root == nullptr || !is_plain(root)) return std::unexpected{Refusal::forbidden_markup};
  return document;
}

bool is_plain(const xmlNode* root) { return Count{}.plain(root, 0); }

Space space_of(const xmlNode* node) {
  const std::string_view href = node->ns == nullptr ? std::string_view{} : view(node->ns->href);
  if (href == "urn:oasis:names:tc:SAML:2.0:protocol") return Space::protocol;
  if (href == "urn:oasis:names:tc:SAML:2.0:assertion") return Space::assertion;
  if (href == "http://www.w3.org/2000/09/xmldsig#") return Space::signature;
  if (href == "http://www.w3.org/2001/04/xmlenc#" || href == "http://www.w3.org/2009/xmlenc11#")
    return Space::encryption;
  if (href == "http://www.w3.org/2001/10/xml-exc-c14n#") return Space::canonical;
  if (href == "urn:oasis:names:tc:SAML:2.0:metadata") return Space::metadata;
  return Space::other;
}

std::string_view name_of(const xmlNode* node) { return view(node->name); }

bool is(const xmlNode* node, Space space, std::string_view name) {
  return node != nullptr && space_of(node) == space && name_of(node) == name;
}

std::vector<xmlNode*> children(const xmlNode* node) {
  std::vector<xmlNode*> list;
  if (node == nullptr) return list;
  for (xmlNode* one = node->children; one != nullptr; one = one->next)
    if (one->type == XML_ELEMENT_NODE) list.push_back(one);
  return list;
}

xmlNode* child(const xmlNode* node, Space space, std::string_view name) {
  for (xmlNode* one : children(node))
    if (is(one, space, name)) return one;
  return nullptr;
}

std::string attribute(const xmlNode* node, const char* name) {
  if (node == nullptr) return {};
  xmlChar* value = xmlGetNoNsProp(node, xml(name));
  std::string copy{view(value)};
  xmlFree(value);
  return copy;
}

std::string text(const xmlNode* node) {
  if (node == nullptr) return {};
  xmlChar* content = xmlNodeGetContent(node);
  std::string_view trimmed = view(content);
  trimmed.remove_prefix(std::min(trimmed.find_first_not_of(kSpace), trimmed.size()));
  trimmed = trimmed.substr(0, trimmed.find_last_not_of(kSpace) + 1);
  std::string copy{trimmed};
  xmlFree(content);
  return copy;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace gatehouse::saml_child

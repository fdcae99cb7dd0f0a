// What a directory may ask about us (RFC 7644 4, RFC 7643 5 to 7).
#include <boost/json/serialize.hpp>

#include "directory/directory.h"
#include "directory/internal/document.h"

namespace gatehouse::directory {
namespace {

using internal::Attribute;
using internal::Form;
using internal::ResourceType;
namespace bj = internal::bj;

bj::object list_of(bj::array resources) {
  const std::int64_t count = std::ssize(resources);
  return {{"schemas", bj::array{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}},
          {"totalResults", count},
          {"startIndex", 1},
          {"itemsPerPage", count},
          {"Resources", std::move(resources)}};
}

bj::object resource_type(std::string_view name, std::string_view endpoint,
                         const ResourceType& type) {
  return {{"schemas", bj::array{"urn:ietf:params:scim:schemas:core:2.0:ResourceType"}},
          {"id", name},
          {"name", name},
          {"endpoint", endpoint},
          {"schema", type.schema}};
}

bj::object described(std::string_view name, std::string_view kind, bool many, bool exact,
                     bool read_only) {
  return {{"name", name},          {"type", kind},
          {"multiValued", many},   {"required", false},
          {"caseExact", exact},    {"mutability", read_only ? "readOnly" : "readWrite"},
          {"returned", "default"}, {"uniqueness", name == "userName" ? "server" : "none"}};
}

bj::array parts_of(std::string_view name) {
  bj::array parts;
  const auto text = [&](std::string_view part) {
    parts.push_back(described(part, "string", false, false, false));
  };
  if (name == "name") {
    for (const std::string_view part : {"formatted", "givenName", "familyName"}) text(part);
  } else {
    for (const std::string_view part : {"value", "type", "display"}) text(part);
    if (name == "emails") parts.push_back(described("primary", "boolean", false, false, false));
  }
  return parts;
}

bj::object schema(std::string_view name, const ResourceType& type) {
  bj::array attributes;
  for (const Attribute& one : type.attributes) {
    if (one.name == "id" || one.name == "meta" || one.name == "schemas" || one.name == "externalId")
      continue;  // common to all (RFC 7643 3.1)
    const bool flat = one.form == Form::simple;
    const std::string_view kind = one.name == "active" ? "boolean" : flat ? "string" : "complex";
    bj::object text =
        described(one.name, kind, one.form == Form::many, one.exact_case, one.read_only);
    text["required"] = one.name == "userName" || (one.name == "displayName" && name == "Group");
    if (!flat) text.emplace("subAttributes", parts_of(one.name));
    attributes.push_back(std::move(text));
  }
  return {{"schemas", bj::array{"urn:ietf:params:scim:schemas:core:2.0:Schema"}},
          {"id", type.schema},
          {"name", name},
          {"attributes", std::move(attributes)}};
}

}  // namespace

std::string Directory::service_provider_config() const {
  const auto supported = [](bool yes) { return bj::object{{"supported", yes}}; };
  const bj::object config{
      {"schemas", bj::array{"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"}},
      {"patch", supported(true)},
      {"bulk", {{"supported", false}, {"maxOperations", 0}, {"maxPayloadSize", 0}}},
      {"filter", {{"supported", true}, {"maxResults", 200}}},
      {"changePassword", supported(false)},
      {"sort", supported(true)},
      {"etag", supported(true)},
      {"authenticationSchemes",
       bj::array{bj::object{{"type", "oauthbearertoken"},
                            {"name", "API key"},
                            {"description", "A key of the workspace that may manage members."},
                            {"primary", true}}}}};
  return bj::serialize(config);
}

std::string Directory::resource_types() const {
  return bj::serialize(list_of(bj::array{resource_type("User", "/Users", internal::kUserType),
                                         resource_type("Group", "/Groups", internal::kGroupType)}));
}

std::string Directory::schemas() const {
  return bj::serialize(list_of(
      bj::array{schema("User", internal::kUserType), schema("Group", internal::kGroupType)}));
}

}  // namespace gatehouse::directory

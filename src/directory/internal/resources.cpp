#include "directory/internal/resources.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "directory/errors.h"

namespace gatehouse::directory::internal {
namespace {

constexpr std::size_t kLongestText = 256;  // code points
constexpr std::size_t kMostEmails = 10;
constexpr std::size_t kMostMembers = 10'000;

std::unexpected<Error> wrong(std::string_view attribute) {
  return fail(Error{kInvalidValue}.at("/" + std::string{attribute}));
}

// A text without anything invisible; null and absent are the same.
Result<std::optional<std::string>> text_in(const bj::object& object, std::string_view name) {
  const bj::value* value = find(object, name);
  if (value == nullptr || value->is_null()) return std::optional<std::string>{};
  if (!value->is_string()) return wrong(name);
  std::string text = PlainText::of(std::string_view{value->get_string()}).text();
  if (code_points(text) > kLongestText || text.contains('\n')) return wrong(name);
  if (text.empty()) return std::optional<std::string>{};
  return std::optional{std::move(text)};
}

// Entra sends "True" and "False".
Result<bool> flag_in(const bj::object& object, std::string_view name, bool otherwise) {
  const bj::value* value = find(object, name);
  if (value == nullptr || value->is_null()) return otherwise;
  if (value->is_bool()) return value->get_bool();
  const std::string_view text =
      value->is_string() ? std::string_view{value->get_string()} : std::string_view{};
  if (same_name(text, "true")) return true;
  if (same_name(text, "false")) return false;
  return wrong(name);
}

Result<bj::object> texts_of(const bj::object& object, std::span<const std::string_view> names) {
  bj::object kept;
  for (const std::string_view name : names) {
    TRY(const auto text, text_in(object, name));
    if (text) kept.emplace(name, *text);
  }
  return kept;
}

constexpr auto kPartsOfName =
    std::to_array<std::string_view>({"formatted", "givenName", "familyName"});
constexpr auto kPartsOfEmail = std::to_array<std::string_view>({"value", "type"});

Result<bj::array> emails_in(const bj::object& document) {
  bj::array kept;
  const bj::value* emails = find(document, "emails");
  if (emails == nullptr || emails->is_null()) return kept;
  if (!emails->is_array() || emails->get_array().size() > kMostEmails) return wrong("emails");
  for (const bj::value& one : emails->get_array()) {
    if (!one.is_object()) return wrong("emails");
    TRY(bj::object email, texts_of(one.get_object(), kPartsOfEmail));
    TRY(const bool primary, flag_in(one.get_object(), "primary", false));
    if (!email.contains("value")) continue;
    if (primary) email.emplace("primary", true);
    kept.push_back(std::move(email));
  }
  return kept;
}

std::string_view text_at(const bj::value& one, std::string_view name) {
  const bj::value* value = find(one.get_object(), name);
  return value != nullptr && value->is_string() ? std::string_view{value->get_string()}
                                                : std::string_view{};
}

// The primary one, or else the one for work, or else the first; of somebody without, the user name.
Result<EmailAddress> email_of(const bj::array& emails, std::string_view user_name) {
  const auto primary = std::ranges::find_if(
      emails, [](const bj::value& one) { return find(one.get_object(), "primary") != nullptr; });
  const auto work = std::ranges::find_if(
      emails, [](const bj::value& one) { return same_name(text_at(one, "type"), "work"); });
  std::string_view text = user_name;
  if (primary != emails.end())
    text = text_at(*primary, "value");
  else if (work != emails.end())
    text = text_at(*work, "value");
  else if (!emails.empty())
    text = text_at(emails.front(), "value");
  auto email = EmailAddress::parse(text);
  if (!email) return wrong("emails");
  return email;
}

std::string name_to_show(const bj::object& kept, std::string_view user_name) {
  if (const bj::value* name = find(kept, "displayName"))
    return std::string{std::string_view{name->get_string()}};
  if (const bj::value* name = find(kept, "name")) {
    const std::string_view formatted = text_at(*name, "formatted");
    if (!formatted.empty()) return std::string{formatted};
    const std::string_view given = text_at(*name, "givenName");
    const std::string_view family = text_at(*name, "familyName");
    if (!given.empty() && !family.empty()) return fmt::format("{} {}", given, family);
    if (!given.empty() || !family.empty()) return fmt::format("{}{}", given, family);
  }
  return std::string{user_name};
}

bj::object meta_of(std::string_view type, Instant created, Instant changed, std::string location) {
  return {{"resourceType", type},
          {"created", rfc3339(created)},
          {"lastModified", rfc3339(changed)},
          {"location", std::move(location)}};
}

std::vector<std::string_view> names_in(std::string_view list) {
  std::vector<std::string_view> names;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view name = list.substr(0, end);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    // With its schema in front; of a part the whole.
    if (const auto colon = name.rfind(':'); colon != name.npos) name.remove_prefix(colon + 1);
    name = name.substr(0, name.find('.'));
    if (!name.empty()) names.push_back(name);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

bool is_among(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::any_of(names, [&](std::string_view one) { return same_name(one, name); });
}

}  // namespace

Result<std::string> comparable_name(std::string_view user_name) {
  if (const auto email = EmailAddress::parse(user_name)) return email->likeness();
  const bool plain = std::ranges::all_of(user_name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"._-+@\\"}.contains(c);
  });
  if (!plain || user_name.empty()) return wrong("userName");
  return folded(user_name);
}

Result<User> read_user(const bj::object& document) {
  constexpr auto kTexts =
      std::to_array<std::string_view>({"userName", "externalId", "displayName"});
  TRY(bj::object kept, texts_of(document, kTexts));
  if (!kept.contains("userName")) return wrong("userName");
  if (const bj::value* name = find(document, "name"); name != nullptr && !name->is_null()) {
    if (!name->is_object()) return wrong("name");
    TRY(bj::object parts, texts_of(name->get_object(), kPartsOfName));
    if (!parts.empty()) kept.emplace("name", std::move(parts));
  }
  TRY(bj::array emails, emails_in(document));
  std::string user_name{std::string_view{kept.at("userName").get_string()}};
  TRY(std::string sign_in_name, comparable_name(user_name));
  TRY(EmailAddress email, email_of(emails, user_name));
  if (!emails.empty()) kept.emplace("emails", std::move(emails));
  TRY(const bool active, flag_in(document, "active", true));
  TRY(auto external_id, text_in(document, "externalId"));
  std::string name{first_code_points(name_to_show(kept, user_name), 120)};
  return User{.kept = std::move(kept),
              .user_name = std::move(user_name),
              .sign_in_name = std::move(sign_in_name),
              .external_id = std::move(external_id),
              .name = std::move(name),
              .email = std::move(email),
              .active = active};
}

Result<Group> read_group(const bj::object& document) {
  Group group;
  TRY(const auto name, text_in(document, "displayName"));
  if (!name) return wrong("displayName");
  group.name = *name;
  TRY(group.external_id, text_in(document, "externalId"));
  const bj::value* members = find(document, "members");
  if (members == nullptr || members->is_null()) return group;
  if (!members->is_array()) return wrong("members");
  if (members->get_array().size() > kMostMembers) return fail(kTooMany);
  std::set<PersonId> seen;
  for (const bj::value& one : members->get_array()) {
    const auto person =
        PersonId::parse(one.is_object() ? text_at(one, "value") : std::string_view{});
    if (!person) return wrong("members");
    if (seen.insert(*person).second) group.members.push_back(*person);
  }
  return group;
}

bj::object shown_user(const bj::object& kept, const UserFacts& facts, std::string_view base) {
  bj::object shown;
  shown.emplace("schemas", bj::array{std::string{kUserType.schema}});
  shown.emplace("id", facts.person.text());
  for (const auto& [name, value] : kept) shown.emplace(name, value);
  if (!shown.contains("userName")) shown.emplace("userName", facts.email);
  if (!shown.contains("displayName")) shown.emplace("displayName", facts.name);
  if (!shown.contains("emails"))
    shown.emplace("emails", bj::array{bj::object{
                                {"value", facts.email}, {"type", "work"}, {"primary", true}}});
  shown.emplace("active", facts.active);
  bj::array groups;
  for (const GroupName& group : facts.groups)
    groups.push_back(bj::object{{"value", group.id.text()}, {"display", group.name}});
  if (!groups.empty()) shown.emplace("groups", std::move(groups));
  shown.emplace("meta", meta_of("User", facts.created_at, facts.changed_at,
                                fmt::format("{}/Users/{}", base, facts.person.text())));
  return shown;
}

bj::object shown_group(const GroupFacts& facts, std::string_view base) {
  bj::object shown;
  shown.emplace("schemas", bj::array{std::string{kGroupType.schema}});
  shown.emplace("id", facts.id.text());
  if (facts.external_id) shown.emplace("externalId", *facts.external_id);
  shown.emplace("displayName", facts.name);
  bj::array members;
  for (const auto& [person, name] : facts.members)
    members.push_back(bj::object{{"value", person.text()},
                                 {"display", name},
                                 {"type", "User"},
                                 {"$ref", fmt::format("{}/Users/{}", base, person.text())}});
  shown.emplace("members", std::move(members));
  shown.emplace("meta", meta_of("Group", facts.created_at, facts.changed_at,
                                fmt::format("{}/Groups/{}", base, facts.id.text())));
  return shown;
}

std::string version_of(const bj::object& shown) {
  const crypto::Digest digest = crypto::sha256(as_bytes(bj::serialize(shown)));
  return fmt::format("W/\"{}\"", base64url(BytesView{digest}.first(12)));
}

void keep_only(const ResourceType& type, bj::object& shown, std::string_view attributes) {
  const auto names = names_in(attributes);
  if (names.empty()) return;
  for (const Attribute& attribute : type.attributes) {
    const bool always = attribute.name == "id" || attribute.name == "schemas";
    if (!always && !is_among(names, attribute.name)) erase(shown, attribute.name);
  }
}

void leave_out(const ResourceType& type, bj::object& shown, std::string_view attributes) {
  const auto names = names_in(attributes);
  for (const Attribute& attribute : type.attributes) {
    const bool always = attribute.name == "id" || attribute.name == "schemas";
    if (!always && is_among(names, attribute.name)) erase(shown, attribute.name);
  }
}

}  // namespace gatehouse::directory::internal

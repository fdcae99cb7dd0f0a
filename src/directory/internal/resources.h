// Users and groups as we keep them, read from and written as resources of RFC 7643.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "directory/directory.h"
#include "directory/internal/document.h"

namespace gatehouse::directory::internal {

// What a directory says about somebody.
struct User {
  bj::object kept;  // attributes as they came: userName, externalId, displayName, name, emails
  std::string user_name;
  std::string sign_in_name;  // the user name in the form that is compared
  std::optional<std::string> external_id;
  std::string name;  // to show
  EmailAddress email;
  bool active;
};
// kInvalidValue; what is not kept is passed over.
Result<User> read_user(const bj::object& document);
// The form in which user names are compared: look-alikes are one. kInvalidValue.
Result<std::string> comparable_name(std::string_view user_name);

struct Group {
  std::string name;
  std::optional<std::string> external_id;
  std::vector<PersonId> members;  // each once, in order
};
Result<Group> read_group(const bj::object& document);

struct GroupName {
  DirectoryGroupId id;
  std::string name;
};
struct UserFacts {
  PersonId person;
  bool active;
  std::string name;
  std::string email;
  std::vector<GroupName> groups;
  Instant created_at;
  Instant changed_at;
};
// `kept` may be empty: of a member whom no directory keeps yet.
bj::object shown_user(const bj::object& kept, const UserFacts& facts, std::string_view base);

struct GroupFacts {
  DirectoryGroupId id;
  std::string name;
  std::optional<std::string> external_id;
  std::vector<std::pair<PersonId, std::string>> members;  // with their names
  Instant created_at;
  Instant changed_at;
};
bj::object shown_group(const GroupFacts& facts, std::string_view base);

// Of a shown resource: what changes when it does (RFC 7644 3.14).
std::string version_of(const bj::object& shown);

// Keeps only what was asked for (RFC 7644 3.9): names by commas; id and schemas always stay.
void keep_only(const ResourceType& type, bj::object& shown, std::string_view attributes);
void leave_out(const ResourceType& type, bj::object& shown, std::string_view attributes);

}  // namespace gatehouse::directory::internal

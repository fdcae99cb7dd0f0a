// Users and groups as a company's directory sees them (SCIM 2.0): resources in, resources out. Each
// call acts for the owner of the key that makes it, and never does more than they could by hand.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/caller.h"
#include "access/tenants.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "directory/errors.h"
#include "identity/identity.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse {

struct DirectoryGroupKind {
  static constexpr std::string_view prefix = "grp";
};
using DirectoryGroupId = Id<DirectoryGroupKind>;

}  // namespace gatehouse

namespace gatehouse::directory {

struct Selection {
  std::optional<std::string> filter = {};
  std::optional<std::int64_t> start_index = {};  // from 1
  std::optional<std::int64_t> count = {};        // at most 200
  std::optional<std::string> sort_by = {};
  bool descending = false;
  std::string attributes = {};  // by commas; empty: all
  std::string excluded = {};
};

// A resource as JSON, and its version (RFC 7644 3.14).
struct Resource {
  std::string id;
  std::string json;
  std::string version;
};

// What stands before a change: the version it was made for, from If-Match.
using IfMatch = std::optional<std::string>;

// A group and the role that the workspace lets it give.
struct GroupEntry {
  DirectoryGroupId id;
  std::string name;
  std::optional<access::RoleKey> role;
  std::int64_t members;
};
struct Failure {
  Instant at;
  std::string request;  // "PATCH /scim/v2/Users/{user}"
  std::string code;
};
struct State {
  std::int64_t users;
  std::optional<Instant> last_change;
  std::optional<Instant> last_contact;  // since the server started
  std::vector<GroupEntry> groups;
  std::vector<Failure> failures;  // the newest 50 since the server started, newest first
};

class Directory {
 public:
  // `base`: "https://chat.example.com/scim/v2", given before requests come.
  Directory(store::Database& control, identity::Identity& identity, const vault::Keyring& keys,
            audit::Log& log, Clock& clock, Random& random);
  ~Directory();
  void answer_at(std::string base);

  // --- users
  Task<Result<std::string>> users(access::Caller caller, Selection selection);
  Task<Result<Resource>> user(access::Caller caller, std::string id, Selection selection);
  Task<Result<Resource>> add_user(access::Caller caller, std::string document);
  Task<Result<Resource>> replace_user(access::Caller caller, std::string id, std::string document,
                                      IfMatch version);
  Task<Result<Resource>> patch_user(access::Caller caller, std::string id, std::string document,
                                    IfMatch version);
  Task<Result<>> remove_user(access::Caller caller, std::string id, IfMatch version);

  // --- groups
  Task<Result<std::string>> groups(access::Caller caller, Selection selection);
  Task<Result<Resource>> group(access::Caller caller, std::string id, Selection selection);
  Task<Result<Resource>> add_group(access::Caller caller, std::string document);
  Task<Result<Resource>> replace_group(access::Caller caller, std::string id, std::string document,
                                       IfMatch version);
  Task<Result<Resource>> patch_group(access::Caller caller, std::string id, std::string document,
                                     IfMatch version);
  Task<Result<>> remove_group(access::Caller caller, std::string id, IfMatch version);

  // --- the workspace's side
  Task<Result<State>> state(access::Caller caller);
  // A role that the caller may give; none: the group gives nothing. In force at once.
  Task<Result<GroupEntry>> map_group(access::Caller caller, DirectoryGroupId group,
                                     std::optional<access::RoleKey> role);
  // For people to look at; never blocks.
  void note(TenantId tenant, std::optional<Failure> failure);
  Result<> forget_tenant(TenantId tenant);  // blocking

  // --- what we are and know (RFC 7644 4)
  std::string service_provider_config() const;
  std::string resource_types() const;
  std::string schemas() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::directory

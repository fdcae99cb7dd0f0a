// Groups, and the roles that they give (controls ACC-02, ACC-09).
#pragma once

#include <vector>

#include "directory/internal/ground.h"

namespace gatehouse::directory::internal {

class Groups {
 public:
  explicit Groups(const Ground& ground) : ground_{ground} {}

  Result<std::string> list(store::Reader& reader, const access::Caller& caller,
                           const Selection& selection) const;
  Result<bj::object> shown(store::Reader& reader, const access::Caller& caller,
                           DirectoryGroupId id) const;
  Result<bj::object> add(store::Transaction& transaction, const access::Caller& caller,
                         const Group& group) const;
  Result<bj::object> replace(store::Transaction& transaction, const access::Caller& caller,
                             DirectoryGroupId id, const Group& group, const IfMatch& version) const;
  Result<bj::object> patch(store::Transaction& transaction, const access::Caller& caller,
                           DirectoryGroupId id, const bj::object& request,
                           const IfMatch& version) const;
  Result<> remove(store::Transaction& transaction, const access::Caller& caller,
                  DirectoryGroupId id, const IfMatch& version) const;

  Result<std::vector<GroupEntry>> entries(store::Reader& reader, TenantId tenant) const;
  Result<GroupEntry> map(store::Transaction& transaction, const access::Caller& caller,
                         DirectoryGroupId id, const std::optional<access::RoleKey>& role) const;

 private:
  // kNotFound when it is none of this workspace (control ACC-05).
  Result<GroupRow> enter(store::Reader& reader, const access::Caller& caller,
                         DirectoryGroupId id) const;
  Result<bj::object> shown(store::Reader& reader, const access::Caller& caller,
                           const GroupRow& row) const;
  Result<bj::object> apply(store::Transaction& transaction, const access::Caller& caller,
                           const GroupRow& row, const Group& group) const;
  Result<> save(store::Transaction& transaction, DirectoryGroupId id, const Group& group) const;
  Result<> set_members(store::Transaction& transaction, const access::Caller& caller,
                       DirectoryGroupId id, const std::vector<PersonId>& members) const;
  Result<GroupEntry> entry_of(store::Reader& reader, const GroupRow& row) const;
  // Gives a member the role of their groups, after something about those has changed.
  Result<> settle(store::Transaction& transaction, const access::Caller& caller,
                  PersonId person) const;
  Result<std::optional<access::RoleKey>> role_of(store::Reader& reader, PersonId person) const;
  Result<> record(store::Transaction& transaction, const access::Caller& caller, audit::Event event,
                  DirectoryGroupId id, std::string detail) const;

  const Ground& ground_;
};

}  // namespace gatehouse::directory::internal

// Links that let somebody in once: the first owner's and invitations. Only hashes of their tokens
// are stored; using one deletes it in the transaction of what it was good for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/enum_names.h"
#include "identity/internal/people.h"

namespace gatehouse::identity::internal {

enum class LinkKind : unsigned char { setup, invitation };

struct Invitation {
  TenantId tenant;
  access::RoleKey role;
  EmailAddress email;
};

class Links {
 public:
  Links(const Ground& ground, const People& people) : ground_{ground}, people_{people} {}

  // The newest is the only one.
  Result<Link> make_setup(store::Transaction& transaction) const;
  Result<Link> make_invitation(store::Transaction& transaction, const Invitation& invitation,
                               PersonId invited_by) const;

  // kLinkRefused when there is none of this token in time.
  Result<Instant> check_setup(store::Reader& reader, std::string_view token) const;
  Result<Invitation> check_invitation(store::Reader& reader, std::string_view token) const;
  Result<> use(store::Transaction& transaction, LinkKind kind, std::string_view token) const;

 private:
  const Ground& ground_;
  const People& people_;
};

}  // namespace gatehouse::identity::internal

namespace gatehouse {
template <>
struct EnumNames<identity::internal::LinkKind> {
  using enum identity::internal::LinkKind;
  static constexpr auto names =
      std::to_array<std::pair<identity::internal::LinkKind, std::string_view>>(
          {{setup, "setup"}, {invitation, "invitation"}});
};
}  // namespace gatehouse

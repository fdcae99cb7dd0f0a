// Links that let somebody in once: the first owner's and invitations. Only hashes of their tokens
// are stored; using one deletes it in the transaction of what it was good for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_names.h"
#include "identity/internal/link_tokens.h"
#include "identity/internal/people.h"

namespace gatehouse::identity::internal {

enum class LinkKind : unsigned char { setup, invitation };

struct Invitation {
  TenantId tenant;
  access::RoleKey role;
  EmailAddress email;
  InvitationId id = {};
  PersonId invited_by = {};
};

class Links {
 public:
  Links(const Ground& ground, const People& people)
      : ground_{ground}, people_{people}, tokens_{ground} {}

  // The newest is the only one.
  Result<Link> make_setup(store::Transaction& transaction) const;
  Result<Link> make_invitation(store::Transaction& transaction, const Invitation& invitation) const;

  // kLinkRefused when there is none of this token in time.
  Result<Instant> check_setup(store::Reader& reader, std::string_view token) const;
  Result<Invitation> check_invitation(store::Reader& reader, std::string_view token) const;
  Result<> use(store::Transaction& transaction, LinkKind kind, std::string_view token) const;

  // The newest first.
  Result<std::vector<OpenInvitation>> open_invitations(store::Reader& reader,
                                                       TenantId tenant) const;
  // kNotFound when it is none of this workspace (control ACC-05), used or out of time.
  Result<Invitation> enter_invitation(store::Reader& reader, const access::Caller& caller,
                                      InvitationId id) const;
  Result<> withdraw_invitation(store::Transaction& transaction, InvitationId id) const;

 private:
  struct Row;
  Result<Invitation> opened(const Row& row) const;
  static Bound bound_of_setup(Instant expires_at);
  static Bound bound_of(const Invitation& invitation, const EmailIndex& index, PersonId invited_by,
                        Instant expires_at);

  const Ground& ground_;
  const People& people_;
  const LinkTokens tokens_;
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

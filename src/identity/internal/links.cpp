#include "identity/internal/links.h"

#include "base/control.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::string_view kSetupPrefix = "ghs_";
constexpr std::string_view kInvitationPrefix = "ghi_";

vault::Place place_of_email(const crypto::Digest& hash) { return {"link", "email", hash}; }

}  // namespace

struct Links::Row {
  crypto::Digest hash;
  Instant made_at;
  Instant expires_at;
  std::optional<TenantId> tenant;
  std::optional<access::RoleKey> role;
  std::optional<vault::Sealed<std::string>> email;
  std::optional<EmailIndex> email_index;
  std::optional<PersonId> invited_by;
  std::optional<InvitationId> id;
  static constexpr auto columns =
      std::tuple{&Row::hash,  &Row::made_at,     &Row::expires_at, &Row::tenant, &Row::role,
                 &Row::email, &Row::email_index, &Row::invited_by, &Row::id};
};

Bound Links::bound_of_setup(Instant expires_at) { return Bound{}.with("setup").with(expires_at); }

Bound Links::bound_of(const Invitation& invitation, const EmailIndex& index, PersonId invited_by,
                      Instant expires_at) {
  Bound bound;
  bound.with("invitation").with(invitation.tenant.bits()).with(invitation.role.text());
  bound.with(index).with(invited_by.bits()).with(expires_at);
  return bound;
}

Result<Link> Links::make_setup(store::Transaction& transaction) const {
  const Instant now = ground_.clock.now();
  const Instant expires_at = now + ground_.limits.link_life;
  Secret token = tokens_.make(kSetupPrefix, bound_of_setup(expires_at));
  constexpr std::optional<Bytes> kNothing;
  TRY_VOID(transaction.execute(queries::delete_links_of_kind, LinkKind::setup));
  TRY_VOID(transaction.execute(queries::insert_link, LinkTokens::hash_of(token.reveal_text()),
                               LinkKind::setup, now, expires_at, kNothing, kNothing, kNothing,
                               kNothing, kNothing, kNothing));
  return Link{std::move(token), expires_at};
}

Result<Link> Links::make_invitation(store::Transaction& transaction,
                                    const Invitation& invitation) const {
  const PersonId invited_by = invitation.invited_by;
  const Instant now = ground_.clock.now();
  const Instant expires_at = now + ground_.limits.invitation_life;
  const EmailIndex index = people_.index_of(invitation.email);
  Secret token =
      tokens_.make(kInvitationPrefix, bound_of(invitation, index, invited_by, expires_at));
  const crypto::Digest hash = LinkTokens::hash_of(token.reveal_text());
  const auto email = vault::Sealed<std::string>::of(ground_.keys, vault::Purpose::contact,
                                                    place_of_email(hash), invitation.email.text());
  TRY_VOID(transaction.execute(queries::delete_invitations_to, invitation.tenant, index));
  TRY_VOID(transaction.execute(queries::insert_link, hash, LinkKind::invitation, now, expires_at,
                               invitation.tenant, invitation.role, email, index, invited_by,
                               invitation.id));
  return Link{std::move(token), expires_at};
}

Result<Instant> Links::check_setup(store::Reader& reader, std::string_view token) const {
  TRY(const auto row, reader.maybe<Row>(queries::find_link, LinkTokens::hash_of(token),
                                        LinkKind::setup, ground_.clock.now()));
  if (!row || !tokens_.fits(kSetupPrefix, token, bound_of_setup(row->expires_at)))
    return fail(kLinkRefused);
  return row->expires_at;
}

Result<Invitation> Links::opened(const Row& row) const {
  if (!row.tenant || !row.role || !row.email)
    return fail(Error{store::kDamaged}.because("an invitation without its parts"));
  TRY(const std::string text,
      row.email->open(ground_.keys, vault::Purpose::contact, place_of_email(row.hash)));
  TRY(EmailAddress email, EmailAddress::parse(text));
  return Invitation{*row.tenant, *row.role, std::move(email), row.id.value_or(InvitationId{}),
                    row.invited_by.value_or(PersonId{})};
}

Result<Invitation> Links::check_invitation(store::Reader& reader, std::string_view token) const {
  TRY(const auto row, reader.maybe<Row>(queries::find_link, LinkTokens::hash_of(token),
                                        LinkKind::invitation, ground_.clock.now()));
  if (!row) return fail(kLinkRefused);
  TRY(Invitation invitation, opened(*row));
  const Bound bound = bound_of(invitation, people_.index_of(invitation.email),
                               row->invited_by.value_or(PersonId{}), row->expires_at);
  if (!tokens_.fits(kInvitationPrefix, token, bound)) return fail(kLinkRefused);
  return invitation;
}

Result<> Links::use(store::Transaction& transaction, LinkKind kind, std::string_view token) const {
  TRY(const std::int64_t used, transaction.execute(queries::use_link, LinkTokens::hash_of(token),
                                                   kind, ground_.clock.now()));
  if (used != 1) return fail(kLinkRefused);
  return {};
}

// --- open invitations

Result<std::vector<OpenInvitation>> Links::open_invitations(store::Reader& reader,
                                                            TenantId tenant) const {
  TRY(const auto rows, reader.all<Row>(queries::open_invitations, tenant, ground_.clock.now()));
  std::vector<OpenInvitation> list;
  for (const Row& row : rows) {
    TRY(const Invitation invitation, opened(row));
    std::optional<std::string> inviter;
    if (row.invited_by) {
      const auto person = people_.find(reader, *row.invited_by);
      if (person) inviter = person->name;
    }
    list.push_back({row.id.value_or(InvitationId{}), invitation.email.text(), invitation.role,
                    std::move(inviter), row.made_at, row.expires_at});
  }
  return list;
}

Result<Invitation> Links::enter_invitation(store::Reader& reader, const access::Caller& caller,
                                           InvitationId id) const {
  TRY(const Row row, reader.one<Row>(queries::find_invitation, id, ground_.clock.now()));
  const bool is_foreign = row.tenant != caller.tenant();
  if (enforced<"ACC-05"> && is_foreign)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return opened(row);
}

Result<> Links::withdraw_invitation(store::Transaction& transaction, InvitationId id) const {
  TRY_VOID(transaction.execute(queries::delete_invitation, id));
  return {};
}

}  // namespace gatehouse::identity::internal

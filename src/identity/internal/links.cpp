#include "identity/internal/links.h"

#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::size_t kTokenSize = 32;

struct LinkRow {
  Instant expires_at;
  std::optional<TenantId> tenant;
  std::optional<access::RoleKey> role;
  std::optional<vault::Sealed<std::string>> email;
  std::optional<EmailIndex> email_index;
  static constexpr auto columns = std::tuple{&LinkRow::expires_at, &LinkRow::tenant, &LinkRow::role,
                                             &LinkRow::email, &LinkRow::email_index};
};

// Prefixes let secret scanners find what leaked.
std::string new_token(std::string_view prefix, Random& random) {
  const Secret secret = Secret::random(random, kTokenSize);
  return std::string{prefix} + base64url(secret.reveal());
}

crypto::Digest hash_of(std::string_view token) { return crypto::sha256(as_bytes(token)); }

vault::Place place_of_email(const crypto::Digest& hash) { return {"link", "email", hash}; }

}  // namespace

Result<Link> Links::make_setup(store::Transaction& transaction) const {
  std::string token = new_token("ghs_", ground_.random);
  const Instant now = ground_.clock.now();
  const Instant expires_at = now + ground_.limits.link_life;
  constexpr std::optional<Bytes> kNothing;
  TRY_VOID(transaction.execute(queries::delete_links_of_kind, LinkKind::setup));
  TRY_VOID(transaction.execute(queries::insert_link, hash_of(token), LinkKind::setup, now,
                               expires_at, kNothing, kNothing, kNothing, kNothing, kNothing));
  Link link{Secret::of_text(token), expires_at};
  wipe(token);
  return link;
}

Result<Link> Links::make_invitation(store::Transaction& transaction, const Invitation& invitation,
                                    PersonId invited_by) const {
  std::string token = new_token("ghi_", ground_.random);
  const crypto::Digest hash = hash_of(token);
  const Instant now = ground_.clock.now();
  const Instant expires_at = now + ground_.limits.invitation_life;
  const EmailIndex index = people_.index_of(invitation.email);
  const auto email = vault::Sealed<std::string>::of(ground_.keys, vault::Purpose::contact,
                                                    place_of_email(hash), invitation.email.text());
  TRY_VOID(transaction.execute(queries::delete_invitations_to, invitation.tenant, index));
  TRY_VOID(transaction.execute(queries::insert_link, hash, LinkKind::invitation, now, expires_at,
                               invitation.tenant, invitation.role, email, index, invited_by));
  Link link{Secret::of_text(token), expires_at};
  wipe(token);
  return link;
}

Result<Instant> Links::check_setup(store::Reader& reader, std::string_view token) const {
  TRY(const auto row, reader.maybe<LinkRow>(queries::find_link, hash_of(token), LinkKind::setup,
                                            ground_.clock.now()));
  if (!row) return fail(kLinkRefused);
  return row->expires_at;
}

Result<Invitation> Links::check_invitation(store::Reader& reader, std::string_view token) const {
  const crypto::Digest hash = hash_of(token);
  TRY(const auto row,
      reader.maybe<LinkRow>(queries::find_link, hash, LinkKind::invitation, ground_.clock.now()));
  if (!row) return fail(kLinkRefused);
  const LinkRow& link = *row;
  if (!link.tenant || !link.role || !link.email)
    return fail(Error{store::kDamaged}.because("an invitation without its parts"));
  TRY(const std::string text,
      link.email->open(ground_.keys, vault::Purpose::contact, place_of_email(hash)));
  TRY(EmailAddress email, EmailAddress::parse(text));
  return Invitation{*link.tenant, *link.role, std::move(email)};
}

Result<> Links::use(store::Transaction& transaction, LinkKind kind, std::string_view token) const {
  TRY(const std::int64_t used,
      transaction.execute(queries::use_link, hash_of(token), kind, ground_.clock.now()));
  if (used != 1) return fail(kLinkRefused);
  return {};
}

}  // namespace gatehouse::identity::internal

#include "identity/internal/account_links.h"

#include "base/control.h"
#include "identity/internal/leaving.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

std::string_view prefix_of(AccountLinkKind kind) {
  switch (kind) {
    case AccountLinkKind::reset:
      return "ghr_";
    case AccountLinkKind::email_change:
      return "ghe_";
    case AccountLinkKind::email_undo:
      return "ghu_";
  }
  return {};
}

vault::Place place_of_email(const crypto::Digest& hash) { return {"account_link", "email", hash}; }

}  // namespace

struct AccountLinks::Row {
  crypto::Digest hash;
  AccountLinkKind kind;
  PersonId person;
  TenantId tenant;
  Instant made_at;
  Instant expires_at;
  std::optional<Instant> ended_at;
  std::optional<SessionId> session;
  std::optional<vault::Sealed<std::string>> email;
  static constexpr auto columns =
      std::tuple{&Row::hash,       &Row::kind,     &Row::person,  &Row::tenant, &Row::made_at,
                 &Row::expires_at, &Row::ended_at, &Row::session, &Row::email};
};

// A new password or address makes what was bound to the old one worthless. Not so for undoing:
// whoever took the account over may have changed both.
Bound AccountLinks::bound_of(AccountLinkKind kind, const AccountRow& account, Instant expires_at,
                             const std::optional<EmailAddress>& email) const {
  Bound bound;
  bound.with(name_of(kind)).with(account.person.bits()).with(account.tenant.bits());
  bound.with(expires_at).with(email ? std::string_view{email->folded()} : std::string_view{});
  if (kind != AccountLinkKind::email_undo) bound.with(account.email_index).with(account.password);
  return bound;
}

Result<Link> AccountLinks::make(store::Transaction& transaction, AccountLinkKind kind,
                                const AccountRow& account, const Wish& wish) const {
  const Instant now = ground_.clock.now();
  const Instant made_at = now - wish.age;
  const Instant expires_at = made_at + wish.life;
  Secret token = tokens_.make(prefix_of(kind), bound_of(kind, account, expires_at, wish.email));
  const crypto::Digest hash = LinkTokens::hash_of(token.reveal_text());
  std::optional<vault::Sealed<std::string>> email;
  if (wish.email)
    email = vault::Sealed<std::string>::of(ground_.keys, vault::Purpose::contact,
                                           place_of_email(hash), wish.email->text());
  std::optional<SessionId> session;
  if (!wish.asked_in.is_nil()) session = wish.asked_in;
  TRY_VOID(transaction.execute(queries::end_account_links_of_kind, account.person, kind, now));
  TRY_VOID(transaction.execute(queries::insert_account_link, hash, kind, account.person,
                               account.tenant, made_at, expires_at, session, email));
  return Link{std::move(token), expires_at};
}

Result<AccountLink> AccountLinks::check(store::Reader& reader, AccountLinkKind kind,
                                        std::string_view token) const {
  const auto hash = LinkTokens::hash_of(token);
  TRY(const auto row, reader.maybe<Row>(queries::find_account_link, hash, kind));
  if (!row) return fail(Error{kAccountLinkRefused}.because("not known"));
  TRY(auto account, reader.maybe<AccountRow>(queries::find_account, row->person));
  if (!account) return fail(Error{kAccountLinkRefused}.because("the person has left"));
  TRY(const bool suspended, is_suspended(reader, row->person));
  if (enforced<"ACC-09"> && suspended)
    return fail(Error{kAccountLinkRefused}.because("without access").under("ACC-09"));
  std::optional<EmailAddress> email;
  if (row->email) {
    TRY(const std::string text,
        row->email->open(ground_.keys, vault::Purpose::contact, place_of_email(hash)));
    TRY(email, EmailAddress::parse(text));
  }
  const Bound bound = bound_of(kind, *account, row->expires_at, email);
  const bool is_good = !row->ended_at && row->expires_at > ground_.clock.now() &&
                       tokens_.fits(prefix_of(kind), token, bound);
  if (enforced<"IDN-13"> && !is_good)
    return fail(Error{kAccountLinkRefused}.because(row->ended_at ? "ended" : "too old or unfit"));
  TRY(Person person, people_.find(reader, row->person));
  return AccountLink{*std::move(account), std::move(person), std::move(email),
                     row->session.value_or(SessionId{})};
}

// One writer at a time: who checks in a transaction is the only one who does.
Result<AccountLink> AccountLinks::use(store::Transaction& transaction, AccountLinkKind kind,
                                      std::string_view token) const {
  TRY(AccountLink link, check(transaction, kind, token));
  TRY_VOID(transaction.execute(queries::end_account_link, LinkTokens::hash_of(token),
                               ground_.clock.now()));
  return link;
}

Result<> AccountLinks::end_all_of(store::Transaction& transaction, PersonId person) const {
  TRY_VOID(transaction.execute(queries::end_account_links, person, ground_.clock.now()));
  return {};
}

Result<std::int64_t> AccountLinks::made_since(store::Reader& reader, PersonId person,
                                              AccountLinkKind kind, Instant since) const {
  return reader.one<std::int64_t>(queries::count_account_links, person, kind, since);
}

}  // namespace gatehouse::identity::internal

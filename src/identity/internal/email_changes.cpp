#include "identity/internal/email_changes.h"

#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"
#include "identity/sign_on.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::chrono::hours kUndoLife{72};
constexpr std::size_t kUnknownPasswordSize = 32;

}  // namespace

// What the transaction of a step needs besides the link.
struct EmailChanges::Step {
  access::Whereabouts where;
  std::string token;
  std::string workspace;
  egress::Language language;
};

Task<Result<>> EmailChanges::ask(access::Caller caller, EmailAddress email, Secret current,
                                 egress::Language language) {
  auto find = [id = caller.person()](store::Reader& reader) {
    return reader.one<PersonRow>(queries::find_person, id);
  };
  CO_TRY(PersonRow row, co_await ground_.control.read(std::move(find)));
  CO_TRY(const Person person, parts_.people.opened(row));
  CO_TRY(EmailAddress old, EmailAddress::parse(person.email));
  if (email == old) co_return fail(Error{kSameEmail}.at("/email"));
  if (!parts_.post.reaches(email)) co_return fail(kNoMail);
  CO_TRY_VOID(co_await parts_.entrance.check_current(caller, std::move(row), std::move(old),
                                                     std::move(current)));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(caller.tenant()));
  Step step{whereabouts_of(caller), {}, std::move(tenant.name), language};
  auto work = [this, caller, email = std::move(email),
               step = std::move(step)](store::Transaction& transaction) {
    return send_confirmation(transaction, caller, email, step);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> EmailChanges::send_confirmation(store::Transaction& transaction,
                                         const access::Caller& caller, const EmailAddress& email,
                                         const Step& step) const {
  const PersonId person = caller.person();
  TRY_VOID(parts_.people.require_unique(transaction, caller.tenant(), email, person));
  TRY(const auto account, transaction.one<AccountRow>(queries::find_account, person));
  const AccountLinks::Wish wish{
      .life = ground_.limits.link_life, .email = email, .asked_in = caller.session()};
  TRY(const Link link,
      parts_.links.make(transaction, AccountLinkKind::email_change, account, wish));
  const audit::Deed deed{.event = audit::Event::email_change_requested, .object = person.text()};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  const auto letter =
      confirm_email_letter(step.language, step.workspace, parts_.post.link("/email", link.token));
  const Post::About about{caller.tenant(), person.text(), link.expires_at};
  return parts_.post.send(transaction, email, letter, about);
}

Task<Result<EmailChanges::Step>> EmailChanges::prepare(AccountLinkKind kind,
                                                       access::Whereabouts where, std::string token,
                                                       egress::Language language) {
  auto read = [this, kind, token](store::Reader& reader) {
    return parts_.links.check(reader, kind, token);
  };
  CO_TRY(const AccountLink link, co_await ground_.control.read(std::move(read)));
  CO_TRY_VOID(
      ground_.tenants.addresses().admit(link.account.tenant, access::Side::staff, where.address));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(link.account.tenant));
  co_return Step{where, std::move(token), std::move(tenant.name), language};
}

Task<Result<std::string>> EmailChanges::confirm(access::Whereabouts where, std::string token,
                                                egress::Language language) {
  CO_TRY(Step step,
         co_await prepare(AccountLinkKind::email_change, where, std::move(token), language));
  auto work = [this, step = std::move(step)](store::Transaction& transaction) {
    return confirm_in(transaction, step);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<std::string> EmailChanges::confirm_in(store::Transaction& transaction,
                                             const Step& step) const {
  TRY(const AccountLink link,
      parts_.links.use(transaction, AccountLinkKind::email_change, step.token));
  if (!link.email) return fail(Error{store::kDamaged}.because("a change without an address"));
  const PersonId person = link.account.person;
  const TenantId tenant = link.account.tenant;
  TRY(const EmailAddress old, EmailAddress::parse(link.person.email));
  TRY_VOID(parts_.people.set_email(transaction, tenant, person, *link.email));
  TRY_VOID(parts_.links.end_all_of(transaction, person));
  const auto origin = origin_of(step.where, tenant, person);
  TRY_VOID(parts_.sessions.end_all_of(transaction, origin, person, "email_changed", link.asked_in));
  const audit::Deed deed{.event = audit::Event::email_changed,
                         .object = person.text(),
                         .detail = old.text() + " to " + link.email->text()};
  TRY_VOID(ground_.log.record(transaction, origin, deed));
  TRY(const auto account, transaction.one<AccountRow>(queries::find_account, person));
  const AccountLinks::Wish wish{.life = kUndoLife, .email = old};
  TRY(const Link undo, parts_.links.make(transaction, AccountLinkKind::email_undo, account, wish));
  const auto letter = email_changed_letter(step.language, step.workspace, link.email->text(),
                                           parts_.post.link("/email-undo", undo.token));
  TRY_VOID(parts_.post.send(transaction, old, letter, {tenant, person.text(), undo.expires_at}));
  return link.email->text();
}

// Somebody else may know the password, so nobody does any more.
Task<Result<std::string>> EmailChanges::undo(access::Whereabouts where, std::string token,
                                             egress::Language language) {
  CO_TRY(Step step,
         co_await prepare(AccountLinkKind::email_undo, where, std::move(token), language));
  Secret unknown = Secret::random(ground_.random, kUnknownPasswordSize);
  CO_TRY(std::string hash, co_await parts_.passwords.hash(std::move(unknown)));
  auto work = [this, step = std::move(step), hash = std::move(hash)](
                  store::Transaction& transaction) { return undo_in(transaction, step, hash); };
  co_return co_await ground_.control.write(std::move(work));
}

Result<std::string> EmailChanges::undo_in(store::Transaction& transaction, const Step& step,
                                          const std::string& nobodys_hash) const {
  TRY(const AccountLink link,
      parts_.links.use(transaction, AccountLinkKind::email_undo, step.token));
  if (!link.email) return fail(Error{store::kDamaged}.because("an undoing without an address"));
  const PersonId person = link.account.person;
  const TenantId tenant = link.account.tenant;
  TRY_VOID(parts_.people.set_email(transaction, tenant, person, *link.email));
  TRY_VOID(transaction.execute(queries::set_password, person, link.account.password, nobodys_hash));
  TRY_VOID(parts_.links.end_all_of(transaction, person));
  const auto origin = origin_of(step.where, tenant, person);
  TRY_VOID(parts_.sessions.end_all_of(transaction, origin, person, "email_change_undone"));
  const audit::Deed deed{.event = audit::Event::email_change_undone, .object = person.text()};
  TRY_VOID(ground_.log.record(transaction, origin, deed));
  TRY(const auto account, transaction.one<AccountRow>(queries::find_account, person));
  // Where a password lets nobody in, nobody needs a new one.
  const auto open = require_other_doors(transaction, tenant, person);
  if (!open && open.error().is(kOnlySignOn)) return link.email->text();
  TRY_VOID(open);
  // Without mail the operator makes the link.
  TRY_VOID(parts_.resets.make(transaction, account, step.workspace, step.language));
  return link.email->text();
}

Task<Result<>> EmailChanges::change_probe(PersonId person, EmailAddress email) {
  auto work = [this, person,
               email = std::move(email)](store::Transaction& transaction) -> Result<> {
    TRY(const auto account, transaction.one<AccountRow>(queries::find_account, person));
    if (!account.probe) return fail(Error{kNotFound}.because("not a member of the verifier"));
    audit::Origin origin;
    origin.kind = audit::ActorKind::verifier;
    origin.tenant = account.tenant;
    TRY_VOID(parts_.people.set_email(transaction, account.tenant, person, email));
    const audit::Deed deed{.event = audit::Event::email_changed, .object = person.text()};
    return ground_.log.record(transaction, origin, deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

}  // namespace gatehouse::identity::internal

#include "identity/internal/resets.h"

#include "base/log.h"
#include "identity/internal/elevation.h"
#include "identity/internal/policy.h"
#include "identity/internal/sign_on_door.h"
#include "identity/internal/wait_for.h"
#include "identity/queries.h"
#include "identity/sign_on.h"

namespace gatehouse::identity::internal {

namespace {

constexpr std::string_view kTopic = "password_reset";
constexpr int kAtOnce = 64;
constexpr std::size_t kNonceSize = 16;
// Of one account in as long as a link lives: whoever asks for more gets those.
constexpr std::int64_t kMostLinks = 3;

vault::Place place_of(BytesView nonce) { return {"outbox", kTopic, nonce}; }

}  // namespace

namespace resets {

struct Note {
  std::string email;
  egress::Language language;
  std::string address;
  std::string correlation;
};

}  // namespace resets

}  // namespace gatehouse::identity::internal

template <>
struct gatehouse::json::Shape<gatehouse::identity::internal::resets::Note> {
  using Note = gatehouse::identity::internal::resets::Note;
  static constexpr std::string_view name = "ResetNote";
  static constexpr std::size_t kMostOctets = 512;
  static constexpr auto members = std::tuple{
      json::member("email", &Note::email, json::line(1, kMostOctets)),
      json::member("language", &Note::language),
      json::member("address", &Note::address, json::line(1, kMostOctets)),
      json::member("correlation", &Note::correlation, json::line(1, kMostOctets)),
  };
};

namespace gatehouse::identity::internal {

using resets::Note;

struct Resets::Asked {
  EmailAddress email;
  egress::Language language;
  audit::Origin origin;
};
struct Resets::Choice {
  access::Whereabouts where;
  std::string token;
  std::string hash;  // PHC string
  std::string workspace;
  egress::Language language;
};
struct Resets::Found {
  AccountRow account;
  std::string workspace;
};

// --- asking

Task<Result<>> Resets::ask(access::Whereabouts where, EmailAddress email,
                           egress::Language language) {
  auto work = [this, where, email = std::move(email),
               language](store::Transaction& transaction) -> Result<> {
    const audit::Deed deed{.event = audit::Event::reset_requested};
    TRY_VOID(ground_.log.record(transaction, origin_of(where), deed));
    const std::string note =
        json::write(Note{email.text(), language, where.address.text(), where.correlation.text()});
    const auto nonce = ground_.random.bytes<kNonceSize>();
    Bytes body{nonce.begin(), nonce.end()};
    const Bytes box = ground_.keys.seal(vault::Purpose::contact, place_of(nonce), as_bytes(note));
    body.insert(body.end(), box.begin(), box.end());
    TRY_VOID(transaction.publish(kTopic, body));
    transaction.after_commit([this] { waiting_ = true; });
    return {};
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Resets::answer_waiting() {
  if (!waiting_.exchange(false)) return {};
  auto take = [](store::Reader& reader) { return store::take_events(reader, kTopic, kAtOnce); };
  auto events = ground_.control.read_now(take);
  if (!events || !events->empty()) waiting_ = true;  // more may wait behind these
  if (!events) return fail(std::move(events).error());
  for (const store::OutboxEvent& event : *events) TRY_VOID(answer(event));
  return {};
}

Result<Resets::Asked> Resets::opened(const store::OutboxEvent& event) const {
  const BytesView body{event.body};
  if (body.size() < kNonceSize) return fail(store::kDamaged);
  TRY(const Bytes plain,
      ground_.keys.open(vault::Purpose::contact, place_of(body.first(kNonceSize)),
                        body.subspan(kNonceSize)));
  TRY(const Note note, json::read<Note>(as_text(plain)));
  TRY(EmailAddress email, EmailAddress::parse(note.email));
  Asked asked{std::move(email), note.language, {}};
  TRY(asked.origin.address, IpAddress::parse(note.address));
  TRY(asked.origin.correlation, RequestId::parse(note.correlation));
  return asked;
}

Result<std::vector<Resets::Found>> Resets::find(const EmailAddress& email) {
  auto read = [index = people_.index_of(email)](store::Reader& reader) {
    return reader.all<AccountRow>(queries::accounts_of_email, index);
  };
  TRY(auto accounts, ground_.control.read_now(read));
  std::vector<Found> found;
  for (AccountRow& account : accounts) {
    TRY(access::Tenant tenant, wait_for(ground_.tenants.find(account.tenant)));
    found.push_back({std::move(account), std::move(tenant.name)});
  }
  return found;
}

Result<> Resets::answer(const store::OutboxEvent& event) {
  const auto asked = opened(event);
  std::vector<Found> found;
  // Damaged: nobody can ever answer it, and it must not stand in the way of others.
  if (!asked) log::error("identity.reset_dropped", asked.error());
  if (asked && post_.reaches(asked->email)) {
    TRY(found, find(asked->email));
  }
  auto work = [&](store::Transaction& transaction) -> Result<> {
    TRY_VOID(store::finish_event(transaction, event.number));
    for (const Found& one : found) TRY_VOID(send_link(transaction, *asked, one));
    return {};
  };
  return ground_.control.write_now(work);
}

Result<> Resets::send_link(store::Transaction& transaction, const Asked& asked,
                           const Found& found) const {
  const PersonId person = found.account.person;
  audit::Origin origin = asked.origin;
  origin.tenant = found.account.tenant;
  audit::Deed deed{.event = audit::Event::reset_link_made, .object = person.text()};
  const Instant since = ground_.clock.now() - ground_.limits.link_life;
  const auto open = require_other_doors(transaction, found.account.tenant, person);
  if (!open) {
    if (!open.error().is(kOnlySignOn)) return open;
    deed.outcome = audit::Outcome::refused;
    deed.control = kOnlySignOn.control;
    deed.reason = kOnlySignOn.code;
    return ground_.log.record(transaction, origin, deed);
  }
  TRY(const auto made, links_.made_since(transaction, person, AccountLinkKind::reset, since));
  if (made >= kMostLinks) {
    deed.outcome = audit::Outcome::refused;
    deed.reason = "identity.enough_links";
    return ground_.log.record(transaction, origin, deed);
  }
  const auto admitted =
      ground_.tenants.addresses().admit(origin.tenant, access::Side::staff, origin.address);
  if (!admitted) {
    deed.outcome = audit::Outcome::refused;
    deed.control = admitted.error().control();
    deed.reason = admitted.error().kind().code;
    return ground_.log.record(transaction, origin, deed);
  }
  TRY_VOID(make(transaction, found.account, found.workspace, asked.language));
  return ground_.log.record(transaction, origin, deed);
}

Result<Link> Resets::make(store::Transaction& transaction, const AccountRow& account,
                          std::string_view workspace, egress::Language language) const {
  TRY(const Person person, people_.find(transaction, account.person));
  TRY(const EmailAddress email, EmailAddress::parse(person.email));
  const AccountLinks::Wish wish{.life = ground_.limits.link_life};
  TRY(Link link, links_.make(transaction, AccountLinkKind::reset, account, wish));
  if (!post_.reaches(email)) return link;
  const auto letter = reset_letter(language, workspace, post_.link("/reset", link.token));
  const Post::About about{account.tenant, account.person.text(), link.expires_at};
  TRY_VOID(post_.send(transaction, email, letter, about));
  return Link{.token = {}, .expires_at = link.expires_at, .mailed = true};
}

// --- choosing

Task<Result<AccountLink>> Resets::find_link(access::Whereabouts where, std::string token) {
  auto read = [this, token = std::move(token)](store::Reader& reader) -> Result<AccountLink> {
    TRY(AccountLink link, links_.check(reader, AccountLinkKind::reset, token));
    TRY_VOID(require_other_doors(reader, link.account.tenant, link.account.person));
    return link;
  };
  CO_TRY(AccountLink link, co_await ground_.control.read(std::move(read)));
  CO_TRY_VOID(
      ground_.tenants.addresses().admit(link.account.tenant, access::Side::staff, where.address));
  co_return link;
}

Task<Result<ResetAccount>> Resets::check(access::Whereabouts where, std::string token) {
  CO_TRY(AccountLink link, co_await find_link(where, std::move(token)));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(link.account.tenant));
  co_return ResetAccount{std::move(link.person.name), std::move(link.person.email),
                         std::move(tenant.name)};
}

Task<Result<>> Resets::finish(access::Whereabouts where, std::string token, Secret password,
                              egress::Language language) {
  CO_TRY(const AccountLink link, co_await find_link(where, token));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(link.account.tenant));
  CO_TRY(const EmailAddress email, EmailAddress::parse(link.person.email));
  CO_TRY_VOID(require_strong(password, personal_words(link.person.name, email, tenant.name),
                             policies_.of(tenant.id).password));
  CO_TRY(std::string hash, co_await passwords_.hash(std::move(password)));
  Choice choice{where, std::move(token), std::move(hash), std::move(tenant.name), language};
  auto work = [this, choice = std::move(choice)](store::Transaction& transaction) {
    return set_password(transaction, choice);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Resets::set_password(store::Transaction& transaction, const Choice& choice) const {
  TRY(const AccountLink link, links_.use(transaction, AccountLinkKind::reset, choice.token));
  const PersonId person = link.account.person;
  TRY_VOID(require_other_doors(transaction, link.account.tenant, person));
  TRY_VOID(links_.end_all_of(transaction, person));
  TRY_VOID(transaction.execute(queries::set_password, person, link.account.password, choice.hash));
  const auto origin = origin_of(choice.where, link.account.tenant, person);
  TRY_VOID(sessions_.end_all_of(transaction, origin, person, "password_reset"));
  const audit::Deed deed{.event = audit::Event::password_reset, .object = person.text()};
  TRY_VOID(ground_.log.record(transaction, origin, deed));
  TRY(const EmailAddress email, EmailAddress::parse(link.person.email));
  TRY_VOID(throttle_.clear(transaction, email));
  const auto letter = password_was_reset_letter(choice.language, choice.workspace);
  const Post::About about{link.account.tenant, person.text(), post_.notice_life()};
  return post_.send(transaction, email, letter, about);
}

// --- made for somebody

Task<Result<Link>> Resets::make_for(access::Caller caller, PersonId person,
                                    egress::Language language) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_members));
  CO_TRY(const access::Tenant tenant, co_await ground_.tenants.find(caller.tenant()));
  auto work = [this, caller, person, language,
               workspace = tenant.name](store::Transaction& transaction) -> Result<Link> {
    TRY_VOID(members_.enter_to_reset(transaction, caller, person));
    TRY_VOID(require_other_doors(transaction, caller.tenant(), person));
    TRY(const auto account, transaction.one<AccountRow>(queries::find_account, person));
    TRY(Link link, make(transaction, account, workspace, language));
    TRY_VOID(entrust(transaction, person, caller.person(), ground_.clock.now()));
    const audit::Deed deed{.event = audit::Event::reset_link_made,
                           .object = person.text(),
                           .detail = link.mailed ? "mailed" : "shown"};
    TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
    return link;
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<std::vector<OperatorLink>> Resets::make_by_operator(EmailAddress email) {
  TRY(const auto found, find(email));
  auto work = [&](store::Transaction& transaction) -> Result<std::vector<OperatorLink>> {
    std::vector<OperatorLink> made;
    for (const Found& one : found) {
      const AccountLinks::Wish wish{.life = ground_.limits.link_life};
      TRY(Link link, links_.make(transaction, AccountLinkKind::reset, one.account, wish));
      TRY_VOID(entrust(transaction, one.account.person, PersonId{}, ground_.clock.now()));
      audit::Origin origin;
      origin.kind = audit::ActorKind::operator_;
      origin.tenant = one.account.tenant;
      const audit::Deed deed{.event = audit::Event::reset_link_made,
                             .object = one.account.person.text(),
                             .detail = "shown"};
      TRY_VOID(ground_.log.record(transaction, origin, deed));
      made.push_back({one.workspace, std::move(link)});
    }
    return made;
  };
  return ground_.control.write_now(work);
}

Task<Result<Link>> Resets::make_for_probe(PersonId person, std::chrono::seconds age) {
  auto work = [this, person, age](store::Transaction& transaction) -> Result<Link> {
    TRY(const auto account, transaction.one<AccountRow>(queries::find_account, person));
    if (!account.probe) return fail(Error{kNotFound}.because("not a member of the verifier"));
    const AccountLinks::Wish wish{.life = ground_.limits.link_life, .age = age};
    TRY(Link link, links_.make(transaction, AccountLinkKind::reset, account, wish));
    audit::Origin origin;
    origin.kind = audit::ActorKind::verifier;
    origin.tenant = account.tenant;
    const audit::Deed deed{.event = audit::Event::reset_link_made, .object = person.text()};
    TRY_VOID(ground_.log.record(transaction, origin, deed));
    return link;
  };
  co_return co_await ground_.control.write(std::move(work));
}

}  // namespace gatehouse::identity::internal

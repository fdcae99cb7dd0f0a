// Setting single sign-on up.
#include <algorithm>

#include "base/control.h"
#include "identity/internal/doors.h"
#include "identity/internal/factors_inside.h"
#include "identity/internal/sign_on_door.h"
#include "identity/internal/sign_on_inside.h"
#include "identity/queries.h"

namespace gatehouse::identity {

using namespace internal;
using access::Privilege;

namespace {

constexpr std::int64_t kMostProviders = 10;

std::string_view domain_of(std::string_view folded_email) {
  return folded_email.substr(folded_email.rfind('@') + 1);
}

}  // namespace

Task<Result<std::vector<Provider>>> SignOn::providers(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_sign_on));
  auto list = [this,
               tenant = caller.tenant()](store::Reader& reader) -> Result<std::vector<Provider>> {
    TRY(const auto rows, reader.all<ProviderRow>(queries::providers_of_tenant, tenant));
    std::vector<Provider> shown;
    for (const ProviderRow& row : rows) {
      TRY(Provider one, inside_->providers.shown(reader, row));
      shown.push_back(std::move(one));
    }
    return shown;
  };
  co_return co_await inside_->parts.ground.control.read(std::move(list));
}

Task<Result<Provider>> SignOn::add(access::Caller caller, NewProvider provider) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_sign_on));
  CO_TRY(provider.name, clean_name(provider.name, "/name"));
  CO_TRY(std::string settings, co_await inside_->gate(provider.kind).furnish());
  auto work = [this, caller, provider = std::move(provider),
               settings = std::move(settings)](store::Transaction& transaction) {
    return inside_->add_in(transaction, caller, provider, settings);
  };
  co_return co_await inside_->parts.ground.control.write(std::move(work));
}

Result<Provider> SignOn::Inside::add_in(store::Transaction& transaction,
                                        const access::Caller& caller, const NewProvider& provider,
                                        const std::string& settings) const {
  const Ground& ground = parts.ground;
  TRY(const auto there,
      transaction.all<ProviderRow>(queries::providers_of_tenant, caller.tenant()));
  if (static_cast<std::int64_t>(there.size()) >= kMostProviders) return fail(kTooManyProviders);
  const auto id = ProviderId::make(ground.clock, ground.random);
  TRY_VOID(transaction.execute(queries::insert_provider, id, caller.tenant(), provider.kind,
                               provider.name, providers.sealed(id, settings), Joining{},
                               ground.clock.now()));
  const audit::Deed deed{.event = audit::Event::sign_on_provider_added, .object = id.text()};
  TRY_VOID(ground.log.record(transaction, caller.origin(), deed));
  TRY(const ProviderRow row, transaction.one<ProviderRow>(queries::find_provider, id));
  return providers.shown(transaction, row);
}

Task<Result<Provider>> SignOn::change(access::Caller caller, ProviderId id, ProviderChange change) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_sign_on));
  if (change.name) {
    CO_TRY(change.name, clean_name(*change.name, "/name"));
  }
  auto find = [this, caller, id](store::Reader& reader) {
    return inside_->providers.enter(reader, caller, id);
  };
  CO_TRY(ProviderRow row, co_await inside_->parts.ground.control.read(std::move(find)));
  ProviderGate& gate = inside_->gate(row.kind);
  CO_TRY(std::optional<Terms> terms, co_await gate.learn(std::move(row), change));
  auto work = [this, caller, id, change = std::move(change),
               terms = std::move(terms)](store::Transaction& transaction) {
    return inside_->change_in(transaction, caller, id, change, terms);
  };
  co_return co_await inside_->parts.ground.control.write(std::move(work));
}

Result<Provider> SignOn::Inside::change_in(store::Transaction& transaction,
                                           const access::Caller& caller, ProviderId id,
                                           const ProviderChange& change,
                                           const std::optional<Terms>& terms) const {
  const Ground& ground = parts.ground;
  TRY(ProviderRow row, providers.enter(transaction, caller, id));
  if (change.name) row.name = *change.name;
  if (terms) {
    row.issuer = terms->issuer;
    row.address = terms->address;
    row.settings = providers.sealed(id, terms->settings);
    // What was tried was another one.
    constexpr std::optional<Instant> kNever;
    constexpr std::optional<std::string> kNothing;
    TRY_VOID(transaction.execute(queries::set_trial, id, kNever, kNothing));
  }
  if (change.joining) {
    TRY_VOID(require_may_let_join(transaction, caller, *change.joining));
    row.joining = *change.joining;
  }
  if (change.enabled) {
    if (*change.enabled && !row.issuer) return fail(kProviderNotReady);
    row.enabled = *change.enabled;
    // A door that is shut cannot be the only one.
    if (!row.enabled) TRY_VOID(transaction.execute(queries::delete_door_of_provider, id));
  }
  TRY_VOID(transaction.execute(queries::change_provider, id, row.name, row.issuer, row.address,
                               row.settings, row.enabled, row.joining));
  if (change.domains) TRY_VOID(set_domains(transaction, caller, id, *change.domains));
  const audit::Deed deed{.event = audit::Event::sign_on_provider_changed,
                         .object = id.text(),
                         .detail = row.issuer.value_or("") + (row.enabled ? " on" : " off")};
  TRY_VOID(ground.log.record(transaction, caller.origin(), deed));
  TRY(const ProviderRow changed, transaction.one<ProviderRow>(queries::find_provider, id));
  return providers.shown(transaction, changed);
}

// Nobody lets others in with rights that they could not give themselves; and a provider makes no
// owners.
Result<> SignOn::Inside::require_may_let_join(store::Reader& reader, const access::Caller& caller,
                                              const Joining& joining) const {
  if (!joining.role()) return {};
  const auto given = authority_in(reader, caller, *joining.role());
  if (!given) return fail(Error{given.error().kind()}.at("/joining"));
  const bool granted = !given->is_owner() && access::may_grant(caller.authority(), *given);
  if (enforced<"ACC-02"> && !granted) return fail(Error{kCannotGrant}.at("/joining"));
  return {};
}

// A workspace that took another's domain would have its people knock at a door of its own.
Result<> SignOn::Inside::set_domains(store::Transaction& transaction, const access::Caller& caller,
                                     ProviderId id, const std::vector<std::string>& domains) const {
  TRY(const Person person, parts.people.find(transaction, caller.person()));
  TRY(const EmailAddress email, EmailAddress::parse(person.email));
  TRY(const auto kept, transaction.all<std::string>(queries::domains_of_provider, id));
  TRY_VOID(transaction.execute(queries::delete_domains, id));
  for (const std::string& written : domains) {
    const std::string domain = folded(written);
    const bool is_own =
        domain == domain_of(email.folded()) || std::ranges::find(kept, domain) != kept.end();
    TRY(const auto taken, transaction.maybe<ProviderId>(queries::provider_of_domain, domain));
    if (!is_own || taken) return fail(Error{kDomainRefused}.at("/domains"));
    TRY_VOID(transaction.execute(queries::insert_domain, domain, id));
  }
  return {};
}

Task<Result<>> SignOn::remove(access::Caller caller, ProviderId id) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_sign_on));
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<> {
    TRY(const ProviderRow row, inside_->providers.enter(transaction, caller, id));
    TRY_VOID(forget_provider(transaction, row.id));
    const audit::Deed deed{
        .event = audit::Event::sign_on_provider_removed, .object = id.text(), .detail = row.name};
    return inside_->parts.ground.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await inside_->parts.ground.control.write(std::move(work));
}

Task<Result<Provider>> SignOn::make_only_door(access::Caller caller, ProviderId id,
                                              PersonId break_glass) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_sign_on));
  auto work = [this, caller, id, break_glass](store::Transaction& transaction) {
    return inside_->close_others(transaction, caller, id, break_glass);
  };
  co_return co_await inside_->parts.ground.control.write(std::move(work));
}

Result<Provider> SignOn::Inside::close_others(store::Transaction& transaction,
                                              const access::Caller& caller, ProviderId id,
                                              PersonId break_glass) const {
  TRY(const ProviderRow row, providers.enter(transaction, caller, id));
  if (!row.enabled || row.trial_outcome != kAccepted) return fail(kProviderNotReady);
  TRY(const auto member, transaction.maybe<MemberRow>(queries::find_member, break_glass));
  const bool is_owner = member && member->tenant == caller.tenant() &&
                        member->role == access::RoleKey{access::Role::owner};
  if (!is_owner) return fail(Error{kBreakGlassNeeded}.at("/break_glass"));
  TRY(const auto passkeys, credentials_of(transaction, break_glass));
  if (passkeys.empty()) return fail(Error{kBreakGlassNeeded}.at("/break_glass"));
  TRY_VOID(transaction.execute(queries::set_door, caller.tenant(), id, break_glass));
  TRY_VOID(end_other_sessions(transaction, caller));
  const audit::Deed deed{.event = audit::Event::sign_on_door_changed,
                         .object = id.text(),
                         .detail = "the only door, but for " + break_glass.text()};
  TRY_VOID(parts.ground.log.record(transaction, caller.origin(), deed));
  return providers.shown(transaction, row);
}

// Whoever came in by a door that is shut now comes in anew; whoever shuts it is still at work.
Result<> SignOn::Inside::end_other_sessions(store::Transaction& transaction,
                                            const access::Caller& caller) const {
  TRY(const auto members, transaction.all<MemberRow>(queries::members_of_tenant, caller.tenant()));
  for (const MemberRow& member : members) {
    if (member.person == caller.person()) continue;
    TRY_VOID(parts.sessions.end_all_of(transaction, caller.origin(), member.person, "only_door"));
  }
  return {};
}

Task<Result<Provider>> SignOn::open_other_doors(access::Caller caller, ProviderId id) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_sign_on));
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<Provider> {
    TRY(const ProviderRow row, inside_->providers.enter(transaction, caller, id));
    TRY_VOID(transaction.execute(queries::delete_door_of_provider, id));
    const audit::Deed deed{.event = audit::Event::sign_on_door_changed,
                           .object = id.text(),
                           .detail = "one door of several"};
    TRY_VOID(inside_->parts.ground.log.record(transaction, caller.origin(), deed));
    return inside_->providers.shown(transaction, row);
  };
  co_return co_await inside_->parts.ground.control.write(std::move(work));
}

}  // namespace gatehouse::identity

// One's own factors, and what holds for those of others.
#include "identity/factors.h"

#include <fmt/format.h>

#include "identity/identity.h"
#include "identity/internal/factors_inside.h"
#include "identity/internal/recovery_codes.h"
#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"

namespace gatehouse::identity {

using internal::FactorRow;
using internal::Standing;

namespace internal {

Result<> record_addition(Factors::Inside& inside, store::Transaction& transaction,
                         const access::Caller& caller, const Factor& factor) {
  TRY(const auto count, transaction.one<std::int64_t>(queries::count_factors, caller.person()));
  if (count == 1) {
    TRY_VOID(inside.sessions.end_all_of(transaction, caller.origin(), caller.person(),
                                        "factor_added", caller.session()));
  }
  TRY_VOID(inside.sessions.prove(transaction, caller.session(), caller.person(), factor.way));
  const audit::Deed deed{.event = audit::Event::factor_added,
                         .object = factor.id.text(),
                         .detail = std::string{name_of(factor.way)}};
  return inside.ground.log.record(transaction, caller.origin(), deed);
}

Result<> record_proof(Factors::Inside& inside, store::Transaction& transaction,
                      const access::Caller& caller, Way way) {
  TRY_VOID(inside.sessions.prove(transaction, caller.session(), caller.person(), way));
  const audit::Deed deed{.event = audit::Event::factor_proven,
                         .object = caller.session().text(),
                         .detail = std::string{name_of(way)}};
  return inside.ground.log.record(transaction, caller.origin(), deed);
}

Result<> record_refusal(Factors::Inside& inside, store::Transaction& transaction,
                        const access::Caller& caller, const ErrorKind& why) {
  const audit::Deed deed{.event = audit::Event::factor_refused,
                         .object = caller.session().text(),
                         .outcome = audit::Outcome::refused,
                         .control = why.control,
                         .reason = why.code};
  return inside.ground.log.record(transaction, caller.origin(), deed);
}

}  // namespace internal

namespace {

Result<OwnFactors> own(const internal::Ground& ground, store::Reader& reader, PersonId person) {
  TRY(const Standing standing, internal::standing_of(reader, person));
  TRY(const auto codes, reader.one<std::int64_t>(queries::count_recovery_codes, person));
  TRY(const auto rows, reader.all<FactorRow>(queries::factors_of_person, person));
  OwnFactors own{{}, codes, standing.must_have()};
  for (const FactorRow& row : rows) {
    TRY(Factor factor, opened(ground.keys, row));
    own.items.push_back(std::move(factor));
  }
  return own;
}

Result<> delete_factor(store::Transaction& transaction, FactorId factor) {
  TRY_VOID(transaction.execute(queries::delete_passkey, factor));
  TRY_VOID(transaction.execute(queries::delete_app, factor));
  TRY_VOID(transaction.execute(queries::delete_factor, factor));
  return {};
}

// The one who can come in when the provider cannot keeps a passkey to do it with.
Result<> keep_break_glass(store::Reader& reader, const access::Caller& caller,
                          const FactorRow& removed) {
  if (removed.way != Way::passkey) return {};
  TRY(const auto passkeys, internal::credentials_of(reader, removed.person));
  if (passkeys.size() > 1) return {};
  return internal::require_not_break_glass(reader, caller.tenant(), removed.person);
}

Result<> remove_in(Factors::Inside& inside, store::Transaction& transaction,
                   const access::Caller& caller, FactorId id) {
  TRY(const FactorRow row, transaction.one<FactorRow>(queries::find_factor, id));
  if (row.person != caller.person()) return fail(Error{kNotFound}.because("another's factor"));
  TRY(const Standing standing, internal::standing_of(transaction, row.person));
  const bool last = standing.factors == 1;
  if (last && standing.must_have()) return fail(kLastFactor);
  TRY_VOID(keep_break_glass(transaction, caller, row));
  TRY_VOID(delete_factor(transaction, id));
  // Without a factor they would be one.
  if (last) TRY_VOID(transaction.execute(queries::delete_recovery_codes, row.person));
  TRY_VOID(inside.sessions.end_all_of(transaction, caller.origin(), row.person, "factor_removed",
                                      caller.session()));
  const audit::Deed deed{.event = audit::Event::factor_removed,
                         .object = id.text(),
                         .detail = std::string{name_of(row.way)}};
  return inside.ground.log.record(transaction, caller.origin(), deed);
}

Result<std::vector<std::string>> make_codes_in(Factors::Inside& inside,
                                               store::Transaction& transaction,
                                               const access::Caller& caller) {
  const PersonId person = caller.person();
  TRY(const auto factors, transaction.one<std::int64_t>(queries::count_factors, person));
  if (factors == 0) return fail(kNoFactor);
  TRY_VOID(transaction.execute(queries::delete_recovery_codes, person));
  std::vector<std::string> codes = internal::new_recovery_codes(inside.ground.random);
  for (const std::string& code : codes) {
    const auto hash = internal::hash_of_recovery_code(inside.recovery_key, person,
                                                      *internal::normalised_recovery_code(code));
    TRY_VOID(transaction.execute(queries::insert_recovery_code, person, hash));
  }
  const audit::Deed deed{.event = audit::Event::recovery_codes_made, .object = person.text()};
  TRY_VOID(inside.ground.log.record(transaction, caller.origin(), deed));
  return codes;
}

Result<FactorRule> rule_of(store::Reader& reader, TenantId tenant) {
  TRY(const auto rules, reader.one<std::int64_t>(queries::count_factor_rules, tenant));
  TRY(const auto members, reader.one<std::int64_t>(queries::count_members, tenant));
  TRY(const auto without, reader.all<PersonId>(queries::members_without_factor, tenant));
  return FactorRule{rules > 0, members, members - static_cast<std::int64_t>(without.size())};
}

Result<FactorRule> demand_in(Factors::Inside& inside, store::Transaction& transaction,
                             const access::Caller& caller, bool for_all) {
  const TenantId tenant = caller.tenant();
  if (for_all) {
    TRY_VOID(transaction.execute(queries::demand_factors, tenant, inside.ground.clock.now()));
    TRY(const auto without, transaction.all<PersonId>(queries::members_without_factor, tenant));
    for (const PersonId person : without) {
      TRY_VOID(inside.sessions.end_all_of(transaction, caller.origin(), person, "factor_demanded"));
    }
  } else {
    TRY_VOID(transaction.execute(queries::stop_demanding_factors, tenant));
  }
  const audit::Deed deed{.event = audit::Event::factor_rule_changed,
                         .object = tenant.text(),
                         .detail = for_all ? "for all members" : "for those who manage"};
  TRY_VOID(inside.ground.log.record(transaction, caller.origin(), deed));
  return rule_of(transaction, tenant);
}

}  // namespace

Task<Result<OwnFactors>> Factors::list(access::Caller caller) {
  auto work = [this, person = caller.person()](store::Reader& reader) {
    return own(inside_.ground, reader, person);
  };
  co_return co_await inside_.ground.control.read(std::move(work));
}

Task<Result<>> Factors::remove(access::Caller caller, FactorId factor) {
  auto work = [this, caller, factor](store::Transaction& transaction) {
    return remove_in(inside_, transaction, caller, factor);
  };
  co_return co_await inside_.ground.control.write(std::move(work));
}

Task<Result<std::vector<std::string>>> Factors::make_recovery_codes(access::Caller caller) {
  auto work = [this, caller](store::Transaction& transaction) {
    return make_codes_in(inside_, transaction, caller);
  };
  co_return co_await inside_.ground.control.write(std::move(work));
}

Task<Result<FactorRule>> Factors::rule(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, access::Privilege::read_members));
  auto work = [tenant = caller.tenant()](store::Reader& reader) { return rule_of(reader, tenant); };
  co_return co_await inside_.ground.control.read(std::move(work));
}

Task<Result<FactorRule>> Factors::demand(access::Caller caller, bool for_all) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_workspace));
  auto work = [this, caller, for_all](store::Transaction& transaction) {
    return demand_in(inside_, transaction, caller, for_all);
  };
  co_return co_await inside_.ground.control.write(std::move(work));
}

Task<Result<>> Factors::reset(access::Caller caller, PersonId person) {
  co_return co_await inside_.members.reset_factors(std::move(caller), person);
}

Result<std::int64_t> Factors::reset(const EmailAddress& email) {
  audit::Origin origin;
  origin.kind = audit::ActorKind::operator_;
  auto work = [this, origin, index = inside_.people.index_of(email)](
                  store::Transaction& transaction) -> Result<std::int64_t> {
    TRY(const auto people, transaction.all<internal::PersonRow>(queries::candidates, index));
    for (const internal::PersonRow& person : people) {
      TRY(const auto member, transaction.one<internal::MemberRow>(queries::find_member, person.id));
      audit::Origin there = origin;
      there.tenant = member.tenant;
      TRY_VOID(inside_.members.forget_factors_of(transaction, there, person.id));
    }
    return static_cast<std::int64_t>(people.size());
  };
  return inside_.ground.control.write_now(std::move(work));
}

}  // namespace gatehouse::identity

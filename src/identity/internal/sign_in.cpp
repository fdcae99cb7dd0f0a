// The way in by a password, and changing that password.
#include "base/control.h"
#include "identity/internal/entrance.h"
#include "identity/internal/policy.h"
#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

// Those who may come from here, and one who may not.
struct Meant {
  std::vector<PersonRow> inside;
  std::optional<MemberRow> outside;
};

std::vector<std::string> hashes_of(const std::vector<PersonRow>& people) {
  std::vector<std::string> hashes;
  for (const PersonRow& person : people) hashes.push_back(person.password);
  return hashes;
}

}  // namespace

// Known and unknown addresses take the same steps: count, look up, hash once, write once, answer.
// Whoever may not come from here is unknown here: their password is not looked at, so that the
// answer tells nothing of it, and neither of the account nor of the workspace's ranges (control
// ACC-07).
Task<Result<SignedIn>> Entrance::sign_in(access::Whereabouts where, std::string agent,
                                         EmailAddress email, Secret password, Approach approach) {
  const auto device = devices_.known(approach.device, email);
  CO_TRY(Throttle::Attempt attempt, throttle_.begin(email, where.address, device));
  if (enforced<"IDN-12"> && attempt.suspicious()) {
    CO_TRY_VOID(co_await meet_challenge(std::move(approach.proof)));
  }
  auto find = [this, index = people_.index_of(email),
               address = where.address](store::Reader& reader) -> Result<Meant> {
    TRY(auto rows, reader.all<PersonRow>(queries::candidates, index));
    Meant meant;
    for (PersonRow& row : rows) {
      TRY(const auto member, reader.one<MemberRow>(queries::find_member, row.id));
      const auto admitted =
          ground_.tenants.addresses().admit(member.tenant, access::Side::staff, address);
      if (admitted)
        meant.inside.push_back(std::move(row));
      else
        meant.outside = member;
    }
    return meant;
  };
  CO_TRY(Meant meant, co_await ground_.control.read(std::move(find)));
  CO_TRY(const auto match,
         co_await passwords_.first_match(password.copy(), hashes_of(meant.inside)));
  if (!match && meant.inside.empty() && meant.outside) {
    CO_TRY_VOID(co_await record_outside(where, std::move(attempt), *meant.outside));
    co_return fail(Error{kLoginRefused}.under(access::kOutsideRanges.control));
  }
  if (!match) {
    const PersonId person = meant.inside.empty() ? PersonId{} : meant.inside.front().id;
    CO_TRY_VOID(
        co_await record_failure(origin_of(where), std::move(attempt), person, kLoginRefused.code));
    co_return fail(kLoginRefused);
  }
  PersonRow person = std::move(meant.inside[*match]);
  std::optional<std::string> new_hash;
  if (passwords_.outdated(person.password)) {
    CO_TRY(new_hash, co_await passwords_.hash(std::move(password)));
  }
  Arrival arrival{where, std::move(agent)};
  CO_TRY(Entered entered, co_await let_in(std::move(arrival), std::move(attempt), std::move(person),
                                          std::move(new_hash)));
  co_return co_await sessions_.signed_in(std::move(entered.who), std::move(entered.begun));
}

Task<Result<>> Entrance::meet_challenge(std::optional<Proof> proof) {
  if (!proof) co_return fail(Error{kChallengeNeeded}.because("there is none"));
  auto accept = [this, proof = *std::move(proof)] { return challenges_.accept(proof); };
  co_return co_await pool_.run(std::move(accept));
}

Task<Result<>> Entrance::record_failure(audit::Origin origin, Throttle::Attempt attempt,
                                        PersonId meant, std::string_view reason) {
  audit::Deed deed{.event = audit::Event::sign_in_failed,
                   .object = meant.is_nil() ? std::string{} : meant.text(),
                   .outcome = audit::Outcome::refused,
                   .reason = reason};
  return record_failure(origin, std::move(attempt), std::move(deed));
}

Task<Result<>> Entrance::record_outside(access::Whereabouts where, Throttle::Attempt attempt,
                                        MemberRow member) {
  audit::Origin origin = origin_of(where);
  origin.tenant = member.tenant;
  audit::Deed deed{.event = audit::Event::sign_in_failed,
                   .object = member.person.text(),
                   .outcome = audit::Outcome::refused,
                   .control = access::kOutsideRanges.control,
                   .reason = access::kOutsideRanges.code};
  return record_failure(origin, std::move(attempt), std::move(deed));
}

Task<Result<>> Entrance::record_failure(audit::Origin origin, Throttle::Attempt attempt,
                                        audit::Deed deed) {
  auto work = [this, origin, attempt = std::move(attempt),
               deed = std::move(deed)](store::Transaction& transaction) -> Result<> {
    TRY_VOID(throttle_.failed(transaction, attempt));
    return ground_.log.record(transaction, origin, deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<Entrance::Entered>> Entrance::let_in(Arrival arrival, Throttle::Attempt attempt,
                                                 PersonRow person,
                                                 std::optional<std::string> new_hash) {
  auto work = [this, arrival = std::move(arrival), attempt = std::move(attempt),
               person = std::move(person),
               new_hash = std::move(new_hash)](store::Transaction& transaction) {
    return let_in_now(transaction, arrival, attempt, person, new_hash);
  };
  co_return co_await ground_.control.write(std::move(work));
}

// Hashing took its time: whoever was removed or changed their password meanwhile stays out.
Result<Entrance::Entered> Entrance::let_in_now(store::Transaction& transaction,
                                               const Arrival& arrival,
                                               const Throttle::Attempt& attempt,
                                               const PersonRow& row,
                                               const std::optional<std::string>& new_hash) {
  TRY(const auto member, transaction.maybe<MemberRow>(queries::find_member, row.id));
  TRY(const auto now, transaction.maybe<PersonRow>(queries::find_person, row.id));
  if (!member || !now || now->password != row.password) return fail(kLoginRefused);
  TRY_VOID(require_other_doors(transaction, member->tenant, row.id));
  TRY(Person person, people_.opened(row));
  if (new_hash) {
    TRY_VOID(transaction.execute(queries::set_password, row.id, row.password, *new_hash));
  }
  Who who{std::move(person), member->tenant, member->role};
  TRY(Sessions::Begun begun, sessions_.begin(transaction, arrival.where, arrival.agent, who));
  // Whoever knows the password must not wipe out their failed codes with it.
  if (begun.stage != access::Stage::password) TRY_VOID(throttle_.succeeded(transaction, attempt));
  return Entered{std::move(who), std::move(begun)};
}

Task<Result<>> Entrance::change_password(access::Caller caller, Secret current, Secret password) {
  auto find = [id = caller.person()](store::Reader& reader) {
    return reader.one<PersonRow>(queries::find_person, id);
  };
  CO_TRY(PersonRow row, co_await ground_.control.read(std::move(find)));
  CO_TRY(const Person person, people_.opened(row));
  CO_TRY(EmailAddress email, EmailAddress::parse(person.email));
  CO_TRY(const access::Tenant tenant, co_await ground_.tenants.find(caller.tenant()));
  CO_TRY_VOID(require_strong(password, personal_words(person.name, email, tenant.name),
                             policies_.of(tenant.id).password));
  CO_TRY_VOID(co_await check_current(caller, row, std::move(email), std::move(current)));
  CO_TRY(std::string hash, co_await passwords_.hash(std::move(password)));
  co_return co_await replace_password(std::move(caller), std::move(row), std::move(hash));
}

// Counted like a login: a stolen session must not be a place to guess the password at leisure.
Task<Result<>> Entrance::check_current(access::Caller caller, PersonRow row, EmailAddress email,
                                       Secret current) {
  CO_TRY(Throttle::Attempt attempt, throttle_.begin(email, caller.origin().address));
  std::vector<std::string> hashes{row.password};
  CO_TRY(const auto match, co_await passwords_.first_match(std::move(current), std::move(hashes)));
  if (match) co_return Result<>{};
  CO_TRY_VOID(
      co_await record_failure(caller.origin(), std::move(attempt), row.id, kPasswordWrong.code));
  co_return fail(Error{kPasswordWrong}.at("/current"));
}

Task<Result<>> Entrance::replace_password(access::Caller caller, PersonRow row, std::string hash) {
  auto work = [this, caller, row = std::move(row),
               hash = std::move(hash)](store::Transaction& transaction) -> Result<> {
    TRY(const std::int64_t changed,
        transaction.execute(queries::set_password, row.id, row.password, hash));
    if (changed != 1) return fail(Error{kPasswordWrong}.at("/current"));
    TRY_VOID(sessions_.end_all_of(transaction, caller.origin(), row.id, "password_changed",
                                  caller.session()));
    const audit::Deed deed{.event = audit::Event::password_changed, .object = row.id.text()};
    return ground_.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

}  // namespace gatehouse::identity::internal

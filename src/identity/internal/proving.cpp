// Proving oneself by something that could be guessed: a code, a recovery code, or the password of
// somebody who has no factor. Guesses count like wrong passwords, in the same throttle (IDN-12).
#include "base/control.h"
#include "identity/identity.h"
#include "identity/internal/authenticator_app.h"
#include "identity/internal/factors_inside.h"
#include "identity/internal/recovery_codes.h"
#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"

namespace gatehouse::identity {
namespace internal {
namespace {

// Whether the evidence is right; in the transaction that acts on it.
using Judge = std::move_only_function<Result<bool>(store::Transaction&)>;

Result<> record_guess(Factors::Inside& inside, store::Transaction& transaction,
                      const access::Caller& caller, const Throttle::Attempt& attempt, Way way,
                      const ErrorKind* wrong) {
  if (!wrong) {
    TRY_VOID(inside.throttle.succeeded(transaction, attempt));
    return record_proof(inside, transaction, caller, way);
  }
  TRY_VOID(inside.throttle.failed(transaction, attempt));
  return record_refusal(inside, transaction, caller, *wrong);
}

Task<Result<PersonRow>> find_person(const Ground& ground, PersonId person) {
  auto find = [person](store::Reader& reader) {
    return reader.one<PersonRow>(queries::find_person, person);
  };
  co_return co_await ground.control.read(std::move(find));
}

Result<Throttle::Attempt> begin(Factors::Inside& inside, const access::Caller& caller,
                                const PersonRow& row) {
  TRY(const Person person, inside.people.opened(row));
  TRY(const EmailAddress email, EmailAddress::parse(person.email));
  return inside.throttle.begin(email, caller.origin().address);
}

Task<Result<>> guess(Factors::Inside& inside, access::Caller caller, Throttle::Attempt attempt,
                     Way way, Judge judge) {
  const ErrorKind& wrong = way == Way::password ? kPasswordWrong : kCodeRefused;
  auto work = [&inside, caller, attempt = std::move(attempt), way, &wrong,
               judge = std::move(judge)](store::Transaction& transaction) mutable -> Result<bool> {
    TRY(const bool right, judge(transaction));
    TRY_VOID(record_guess(inside, transaction, caller, attempt, way, right ? nullptr : &wrong));
    return right;
  };
  CO_TRY(const bool right, co_await inside.ground.control.write(std::move(work)));
  const std::string_view field = way == Way::app ? "code" : name_of(way);
  if (!right) co_return fail(Error{wrong}.at("/" + std::string{field}));
  co_return Result<>{};
}

struct JudgeCode {
  const Ground& ground;
  PersonId person;
  std::string code;

  Result<bool> operator()(store::Transaction& transaction) const {
    TRY(const auto apps, transaction.all<AppRow>(queries::apps_of_person, person));
    const Instant now = ground.clock.now();
    for (const AppRow& app : apps) {
      TRY(const Secret secret, opened_app_secret(ground.keys, app.secret, app.factor.bits()));
      const auto step = step_of_code(secret, code, now, app.last_step);
      if (!step) continue;
      TRY_VOID(transaction.execute(queries::use_app_step, app.factor, *step));
      TRY_VOID(transaction.execute(queries::use_factor, app.factor, now));
      return true;
    }
    return false;
  }
};

// Two at once with the last one: the first transaction deletes it, the second finds none.
struct JudgeRecoveryCode {
  Factors::Inside& inside;
  access::Caller caller;
  std::string code;

  Result<bool> operator()(store::Transaction& transaction) const {
    const PersonId person = caller.person();
    const auto normalised = normalised_recovery_code(code);
    if (!normalised) return false;
    const auto hash = hash_of_recovery_code(inside.recovery_key, person, *normalised);
    TRY(const auto used, transaction.execute(queries::use_recovery_code, person, hash));
    if (used != 1) return false;
    TRY(const auto left, transaction.one<std::int64_t>(queries::count_recovery_codes, person));
    const audit::Deed deed{.event = audit::Event::recovery_code_used,
                           .object = person.text(),
                           .detail = std::to_string(left) + " left"};
    TRY_VOID(inside.ground.log.record(transaction, caller.origin(), deed));
    return true;
  }
};

// Who has a factor proves it; the password alone says nothing more than at the sign-in.
struct JudgePassword {
  TenantId tenant;
  PersonRow row;
  bool matches;

  Result<bool> operator()(store::Transaction& transaction) const {
    TRY_VOID(require_other_doors(transaction, tenant, row.id));
    TRY(const auto factors, transaction.one<std::int64_t>(queries::count_factors, row.id));
    TRY(const auto now, transaction.one<PersonRow>(queries::find_person, row.id));
    const bool enough = !enforced<"IDN-03"> || factors == 0;
    return matches && enough && now.password == row.password;
  }
};

}  // namespace

Task<Result<>> prove_by_code(Factors::Inside& inside, access::Caller caller, std::string code) {
  CO_TRY(const PersonRow row, co_await find_person(inside.ground, caller.person()));
  CO_TRY(Throttle::Attempt attempt, begin(inside, caller, row));
  JudgeCode judge{inside.ground, row.id, std::move(code)};
  co_return co_await guess(inside, std::move(caller), std::move(attempt), Way::app,
                           Judge{std::move(judge)});
}

Task<Result<>> prove_by_recovery_code(Factors::Inside& inside, access::Caller caller,
                                      std::string code) {
  CO_TRY(const PersonRow row, co_await find_person(inside.ground, caller.person()));
  CO_TRY(Throttle::Attempt attempt, begin(inside, caller, row));
  JudgeRecoveryCode judge{inside, caller, std::move(code)};
  co_return co_await guess(inside, std::move(caller), std::move(attempt), Way::recovery_code,
                           Judge{std::move(judge)});
}

Task<Result<>> prove_by_password(Factors::Inside& inside, access::Caller caller, Secret password) {
  CO_TRY(PersonRow row, co_await find_person(inside.ground, caller.person()));
  CO_TRY(Throttle::Attempt attempt, begin(inside, caller, row));
  std::vector<std::string> hashes{row.password};
  CO_TRY(const auto match,
         co_await inside.passwords.first_match(std::move(password), std::move(hashes)));
  JudgePassword judge{caller.tenant(), std::move(row), match.has_value()};
  co_return co_await guess(inside, std::move(caller), std::move(attempt), Way::password,
                           Judge{std::move(judge)});
}

}  // namespace internal

Task<Result<Session>> Factors::prove(access::Caller caller, Evidence evidence) {
  if (auto* answer = std::get_if<PasskeyAnswer>(&evidence)) {
    CO_TRY_VOID(co_await internal::prove_by_passkey(inside_, caller, std::move(*answer)));
  } else if (auto* code = std::get_if<Code>(&evidence)) {
    CO_TRY_VOID(co_await internal::prove_by_code(inside_, caller, std::move(code->text)));
  } else if (auto* recovery = std::get_if<RecoveryCode>(&evidence)) {
    CO_TRY_VOID(
        co_await internal::prove_by_recovery_code(inside_, caller, std::move(recovery->text)));
  } else {
    Secret password = std::move(std::get<Secret>(evidence));
    CO_TRY_VOID(co_await internal::prove_by_password(inside_, caller, std::move(password)));
  }
  co_return co_await inside_.sessions.describe(std::move(caller));
}

}  // namespace gatehouse::identity

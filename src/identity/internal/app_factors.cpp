// Authenticator apps: offered in a session, added once their first code is right.
#include "identity/identity.h"
#include "identity/internal/authenticator_app.h"
#include "identity/internal/factors_inside.h"
#include "identity/queries.h"

namespace gatehouse::identity {
namespace {

constexpr std::chrono::minutes kOfferLife{15};
using Sealed = vault::Sealed<std::string>;

Result<Factor> add_app_in(Factors::Inside& inside, store::Transaction& transaction,
                          const access::Caller& caller, const std::string& name,
                          const std::string& code) {
  const internal::Ground& ground = inside.ground;
  const SessionId session = caller.session();
  const Instant now = ground.clock.now();
  TRY(const auto offer, transaction.maybe<Sealed>(queries::find_app_offer, session, now));
  if (!offer) return fail(kOfferOver);
  TRY(const Secret secret, internal::opened_app_secret(ground.keys, *offer, session.bits()));
  const auto step = internal::step_of_code(secret, code, now, 0);
  if (!step) return fail(Error{kCodeRefused}.at("/code"));
  TRY(Factor factor, internal::insert_factor(ground, transaction, caller.person(), Way::app, name));
  const Sealed sealed = internal::sealed_app_secret(ground.keys, secret, factor.id.bits());
  TRY_VOID(transaction.execute(queries::insert_app, factor.id, sealed, *step));
  TRY_VOID(transaction.execute(queries::delete_app_offer, session));
  TRY_VOID(internal::record_addition(inside, transaction, caller, factor));
  return factor;
}

}  // namespace

Task<Result<AppOffer>> Factors::offer_app(access::Caller caller) {
  CO_TRY(const access::Tenant tenant, co_await inside_.ground.tenants.find(caller.tenant()));
  auto work = [this, caller,
               workspace = tenant.name](store::Transaction& transaction) -> Result<AppOffer> {
    const internal::Ground& ground = inside_.ground;
    const Secret secret = internal::new_app_secret(ground.random);
    const Sealed sealed = internal::sealed_app_secret(ground.keys, secret, caller.session().bits());
    TRY_VOID(transaction.execute(queries::offer_app, caller.session(), sealed,
                                 ground.clock.now() + kOfferLife));
    TRY(const Person person, inside_.people.find(transaction, caller.person()));
    std::string address = internal::app_address(secret, workspace, person.email);
    internal::QrCode code = internal::qr_code(address);
    return AppOffer{internal::shown_app_secret(secret), std::move(address), code.size,
                    std::move(code.path)};
  };
  co_return co_await inside_.ground.control.write(std::move(work));
}

Task<Result<Factor>> Factors::add_app(access::Caller caller, std::string name, std::string code) {
  auto work = [this, caller, name = std::move(name),
               code = std::move(code)](store::Transaction& transaction) {
    return add_app_in(inside_, transaction, caller, name, code);
  };
  co_return co_await inside_.ground.control.write(std::move(work));
}

}  // namespace gatehouse::identity

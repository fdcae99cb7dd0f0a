// Where to knock: what strangers and members may know of a workspace's providers.
#include "identity/internal/sign_on_door.h"
#include "identity/internal/sign_on_inside.h"
#include "identity/queries.h"

namespace gatehouse::identity {

using namespace internal;

namespace {

constexpr std::chrono::minutes kTidyEvery{10};

}  // namespace

// Decided by the domain alone: whether there is somebody of this address plays no part.
Task<Result<Doors>> SignOn::doors(EmailAddress email) {
  std::string domain = email.folded().substr(email.folded().rfind('@') + 1);
  auto look = [domain = std::move(domain)](store::Reader& reader) -> Result<Doors> {
    Doors doors{.password = true, .providers = {}};
    TRY(const auto id, reader.maybe<ProviderId>(queries::provider_of_domain, domain));
    if (!id) return doors;
    TRY(const ProviderRow row, reader.one<ProviderRow>(queries::find_provider, *id));
    if (!row.enabled) return doors;
    TRY(const auto only, only_door_of(reader, row.tenant));
    doors.password = !only;
    doors.providers.push_back({row.id, row.kind, row.name});
    return doors;
  };
  co_return co_await inside_->parts.ground.control.read(std::move(look));
}

Task<Result<std::string>> SignOn::metadata(ProviderId id) {
  auto find = [id](store::Reader& reader) {
    return reader.one<ProviderRow>(queries::find_provider, id);
  };
  CO_TRY(ProviderRow row, co_await inside_->parts.ground.control.read(std::move(find)));
  if (row.kind != ProviderKind::saml) co_return fail(kNotFound);
  co_return co_await inside_->saml.describe(std::move(row));
}

Task<Result<std::vector<OwnDoor>>> SignOn::own_doors(access::Caller caller) {
  auto list = [tenant = caller.tenant(),
               person = caller.person()](store::Reader& reader) -> Result<std::vector<OwnDoor>> {
    TRY(const auto rows, reader.all<ProviderRow>(queries::providers_of_tenant, tenant));
    std::vector<OwnDoor> doors;
    for (const ProviderRow& row : rows) {
      if (!row.enabled) continue;
      TRY(const auto links, reader.one<std::int64_t>(queries::is_linked, row.id, person));
      doors.push_back({{row.id, row.kind, row.name}, links > 0});
    }
    return doors;
  };
  co_return co_await inside_->parts.ground.control.read(std::move(list));
}

Task<Result<>> SignOn::unlink(access::Caller caller, ProviderId id) {
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<> {
    TRY(const ProviderRow row, inside_->providers.enter(transaction, caller, id));
    TRY_VOID(transaction.execute(queries::delete_sign_on_link, row.id, caller.person()));
    const audit::Deed deed{.event = audit::Event::sign_on_unlinked,
                           .object = caller.person().text(),
                           .detail = "from " + id.text()};
    return inside_->parts.ground.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await inside_->parts.ground.control.write(std::move(work));
}

Result<> SignOn::keep_house() {
  const Instant now = inside_->parts.ground.clock.now();
  if (now - inside_->tidied_at < kTidyEvery) return {};
  inside_->tidied_at = now;
  auto tidy = [now](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::forget_sign_on_requests, now));
    TRY_VOID(transaction.execute(queries::forget_answers, now));
    return {};
  };
  return inside_->parts.ground.control.write_now(std::move(tidy));
}

}  // namespace gatehouse::identity

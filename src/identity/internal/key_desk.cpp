#include "identity/internal/key_desk.h"

#include <fmt/format.h>

#include "base/control.h"
#include "identity/internal/doors.h"
#include "identity/internal/key_wishes.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::chrono::minutes kSaveEvery{1};
constexpr std::chrono::hours kForgetEvery{1};
constexpr std::chrono::days kEndedAreShown{90};
constexpr auto kPurpose = vault::Purpose::contact;

vault::Place used_from_of(const ApiKeyId& key) { return {"api_key", "used_from", key.bits()}; }

Error of_another() { return Error{kNotFound}.because("another's key").under("IDN-14"); }

std::string described(const ApiKeyRow& row) {
  return fmt::format("{}; {}; until {}", row.name, row.scope, rfc3339(row.expires_at));
}

}  // namespace

KeyDesk::KeyDesk(const Ground& ground, const People& people, LiveKeys& live)
    : ground_{ground}, people_{people}, live_{live}, hash_key_{hash_key_of(ground.keys)} {}

Result<> KeyDesk::start() {
  auto work = [this](store::Reader& reader) -> Result<> {
    TRY(const auto rows, reader.all<ApiKeyRow>(queries::api_keys_in_force));
    for (const ApiKeyRow& row : rows) {
      TRY(auto opening, opening_of(reader, row));
      live_.open(std::move(opening));
    }
    return {};
  };
  return ground_.control.read_now(std::move(work));
}

Result<LiveKeys::Opening> KeyDesk::opening_of(store::Reader& reader, const ApiKeyRow& row) const {
  TRY(const MemberRow member, reader.one<MemberRow>(queries::find_member, row.owner));
  TRY(access::Authority authority, access::authority_of(reader, row.owner, member.role));
  TRY(Person person, people_.find(reader, row.owner));
  std::vector<AddressRange> ranges;
  for (const std::string& text : ranges_of(row)) {
    TRY(const AddressRange range, AddressRange::parse(text));
    ranges.push_back(range);
  }
  std::optional<LiveKeys::OldSecret> old;
  if (row.old_kept && row.old_until) old = LiveKeys::OldSecret{*row.old_kept, *row.old_until};
  return LiveKeys::Opening{
      .scope = scope_of(row),
      .owner = row.owner,
      .tenant = row.tenant,
      .owner_name = std::move(person.name),
      .authority = std::move(authority),
      .ranges = ranges.empty() ? std::nullopt : std::optional{AddressRanges{ranges}},
      .kept = row.kept,
      .old = std::move(old),
      .renewed_at = row.renewed_at,
      .expires_at = row.expires_at,
      .used_at = row.used_at};
}

// --- looking

Result<ApiKey> KeyDesk::shown(store::Reader& reader, const ApiKeyRow& row) const {
  TRY(Person person, people_.find(reader, row.owner));
  ApiKey key{.id = row.id,
             .owner = row.owner,
             .owner_name = std::move(person.name),
             .name = row.name,
             .scope = access::privileges_in(row.scope),
             .in_force = {},
             .bots = bots_of(row),
             .per_minute = row.per_minute,
             .ranges = ranges_of(row),
             .made_at = row.made_at,
             .renewed_at = row.renewed_at,
             .expires_at = row.expires_at,
             .old_secret_until = row.old_until,
             .used_at = row.used_at,
             .used_from = std::nullopt,
             .state = row.ended_why ? named<KeyState>(*row.ended_why).value_or(KeyState::expired)
                                    : KeyState::active};
  if (row.used_from) {
    TRY(key.used_from, row.used_from->open(ground_.keys, kPurpose, used_from_of(row.id)));
  }
  if (const auto seen = live_.look(row.id); seen && !row.ended_at) {
    key.in_force = seen->in_force;
    key.used_at = seen->used_at;
    if (seen->used_from) key.used_from = seen->used_from->text();
  }
  return key;
}

Result<std::vector<ApiKey>> KeyDesk::all_shown(store::Reader& reader,
                                               const std::vector<ApiKeyRow>& rows) const {
  std::vector<ApiKey> keys;
  for (const ApiKeyRow& row : rows) {
    TRY(ApiKey key, shown(reader, row));
    keys.push_back(std::move(key));
  }
  return keys;
}

Task<Result<std::vector<ApiKey>>> KeyDesk::own(access::Caller caller) {
  auto work = [this,
               person = caller.person()](store::Reader& reader) -> Result<std::vector<ApiKey>> {
    TRY(const auto rows, reader.all<ApiKeyRow>(queries::api_keys_of_person, person));
    return all_shown(reader, rows);
  };
  co_return co_await ground_.control.read(std::move(work));
}

Task<Result<std::vector<ApiKey>>> KeyDesk::of_workspace(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_keys));
  auto work = [this,
               tenant = caller.tenant()](store::Reader& reader) -> Result<std::vector<ApiKey>> {
    TRY(const auto rows, reader.all<ApiKeyRow>(queries::api_keys_of_tenant, tenant));
    return all_shown(reader, rows);
  };
  co_return co_await ground_.control.read(std::move(work));
}

// The door to a key.
Result<ApiKeyRow> KeyDesk::enter(store::Reader& reader, const access::Caller& caller,
                                 ApiKeyId key) const {
  TRY(ApiKeyRow row, reader.one<ApiKeyRow>(queries::find_api_key, key));
  const bool is_foreign = row.tenant != caller.tenant();
  if (enforced<"ACC-05"> && is_foreign)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return row;
}

// --- making

Task<Result<MadeKey>> KeyDesk::make(access::Caller caller, NewApiKey wanted) {
  auto work = [this, caller, wanted = std::move(wanted)](store::Transaction& transaction) {
    return make_in(transaction, caller, wanted);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<MadeKey> KeyDesk::make_in(store::Transaction& transaction, const access::Caller& caller,
                                 const NewApiKey& wanted) {
  TRY(ApiKeyRow row, judged(caller, wanted, ground_.clock.now()));
  TRY(const auto count, transaction.one<std::int64_t>(queries::count_api_keys, row.owner));
  if (static_cast<std::size_t>(count) >= kKeyLimits.most_of_a_person) return fail(kTooManyKeys);
  row.id = ApiKeyId::make(ground_.clock, ground_.random);
  Secret token = new_key_token(row.id, ground_.random);
  TRY(const KeyToken parts, read_key_token(token.reveal_text()));
  row.kept = kept_of(hash_key_, parts);
  TRY_VOID(transaction.execute(queries::insert_api_key, row.id, row.owner, row.tenant, row.name,
                               row.scope, row.bots, row.ranges, row.per_minute, row.kept,
                               row.made_at, row.expires_at));
  const audit::Deed deed{
      .event = audit::Event::api_key_made, .object = row.id.text(), .detail = described(row)};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  TRY_VOID(open_after(transaction, row));
  TRY(ApiKey key, shown(transaction, row));
  key.in_force = key.scope & caller.authority().privileges;
  return MadeKey{std::move(key), std::move(token)};
}

Task<Result<MadeKey>> KeyDesk::renew(access::Caller caller, ApiKeyId key, KeyRenewal renewal) {
  auto work = [this, caller, key, renewal](store::Transaction& transaction) {
    return renew_in(transaction, caller, key, renewal);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<MadeKey> KeyDesk::renew_in(store::Transaction& transaction, const access::Caller& caller,
                                  ApiKeyId id, const KeyRenewal& renewal) {
  TRY(ApiKeyRow row, enter(transaction, caller, id));
  // Whoever has the secret is its owner to everybody else, so nobody is given another's.
  if (enforced<"IDN-14"> && row.owner != caller.person()) return fail(of_another());
  const Instant now = ground_.clock.now();
  if (row.ended_at || now >= row.expires_at || !live_.look(id)) return fail(kKeyHasEnded);
  TRY(const Instant old_until, end_of_overlap(renewal.overlap_hours, row, now));
  TRY(row.expires_at, end_of(renewal.days, now));
  Secret token = new_key_token(id, ground_.random);
  TRY(const KeyToken parts, read_key_token(token.reveal_text()));
  row.old_kept = std::exchange(row.kept, kept_of(hash_key_, parts));
  row.old_until = old_until;
  row.renewed_at = now;
  TRY_VOID(transaction.execute(queries::renew_api_key, id, row.kept, now, row.expires_at,
                               row.old_kept, row.old_until));
  const audit::Deed deed{
      .event = audit::Event::api_key_renewed,
      .object = id.text(),
      .detail = fmt::format("{}; old secret until {}", described(row), rfc3339(old_until))};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  TRY_VOID(open_after(transaction, row));
  TRY(ApiKey key, shown(transaction, row));
  return MadeKey{std::move(key), std::move(token)};
}

Result<> KeyDesk::open_after(store::Transaction& transaction, const ApiKeyRow& row) {
  TRY(auto opening, opening_of(transaction, row));
  transaction.after_commit(
      [this, opening = std::move(opening)]() mutable { live_.open(std::move(opening)); });
  return {};
}

// --- ending

Task<Result<>> KeyDesk::revoke(access::Caller caller, ApiKeyId key) {
  auto work = [this, caller, key](store::Transaction& transaction) -> Result<> {
    TRY(const ApiKeyRow row, enter(transaction, caller, key));
    const bool is_own = row.owner == caller.person();
    const bool may_end = is_own || caller.may(access::Privilege::manage_keys);
    if (enforced<"IDN-14"> && !may_end) return fail(of_another());
    if (row.ended_why == "revoked") return fail(Error{kNotFound}.because("revoked before"));
    // One that has run out is taken off the list.
    TRY_VOID(transaction.execute(queries::revoke_api_key, key, ground_.clock.now()));
    end_after(transaction, {key});
    const audit::Deed deed{.event = audit::Event::api_key_revoked,
                           .object = key.text(),
                           .detail = is_own ? row.name : row.name + "; by an administrator"};
    return ground_.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

void KeyDesk::end_after(store::Transaction& transaction, std::vector<ApiKeyId> keys) {
  if (keys.empty()) return;
  transaction.after_commit([this, keys = std::move(keys)] {
    live_.end(keys);
    tell_(keys, KeyNews::ended);
  });
}

Holding KeyDesk::holding() {
  return {.counted = &Ended::keys,
          .count = [](store::Reader& reader, PersonId person) -> Result<std::int64_t> {
            return reader.one<std::int64_t>(queries::count_api_keys, person);
          },
          .end = [this](store::Transaction& transaction, const audit::Origin& origin,
                        PersonId person) { return end_all_of(transaction, origin, person); }};
}

Result<std::int64_t> KeyDesk::end_all_of(store::Transaction& transaction,
                                         const audit::Origin& origin, PersonId person) {
  TRY(std::vector<ApiKeyId> keys,
      transaction.all<ApiKeyId>(queries::revoke_api_keys_of_person, person, ground_.clock.now()));
  for (const ApiKeyId& key : keys) {
    const audit::Deed deed{.event = audit::Event::api_key_ended,
                           .object = key.text(),
                           .control = "IDN-14",
                           .detail = "owner_left"};
    TRY_VOID(ground_.log.record(transaction, origin, deed));
  }
  const auto ended = std::ssize(keys);
  end_after(transaction, std::move(keys));
  return ended;
}

Result<> KeyDesk::forget_owner(store::Transaction& transaction, PersonId person) {
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  TRY_VOID(end_all_of(transaction, origin, person));
  TRY_VOID(transaction.execute(queries::delete_api_keys_of_person, person));
  return {};
}

void KeyDesk::change_rights(const LiveKeys::AuthorityOf& now) {
  if (const auto changed = live_.change_rights(now); !changed.empty())
    tell_(changed, KeyNews::changed);
}

Task<Result<>> KeyDesk::age(ApiKeyId key, std::chrono::seconds by) {
  if (by.count() < 0) co_return fail(Error{kNotFound}.because("keys do not become younger"));
  auto work = [this, key, by](store::Transaction& transaction) -> Result<> {
    TRY(const ApiKeyRow row, transaction.one<ApiKeyRow>(queries::find_api_key, key));
    TRY(const MemberRow member, transaction.one<MemberRow>(queries::find_member, row.owner));
    if (!member.probe) return fail(Error{kNotFound}.because("not a key of the verifier"));
    const std::chrono::milliseconds milliseconds = by;
    TRY_VOID(transaction.execute(queries::age_api_key, key, milliseconds.count()));
    transaction.after_commit([this, key, by] { live_.age(key, by); });
    return {};
  };
  co_return co_await ground_.control.write(std::move(work));
}

// --- keeping house

Result<> KeyDesk::keep_house() {
  if (const auto dropped = live_.drop_old_secrets(); !dropped.empty())
    tell_(dropped, KeyNews::changed);
  const Instant now = ground_.clock.now();
  const bool saving = now - saved_at_ >= kSaveEvery;
  const bool forgetting = now - forgot_at_ >= kForgetEvery;
  const auto run_out = live_.run_out();
  if (!saving && !forgetting && run_out.empty()) return {};
  auto work = [&, uses = saving ? live_.take_uses() : std::vector<LiveKeys::Use>{}](
                  store::Transaction& transaction) -> Result<> {
    TRY_VOID(save_uses(transaction, uses));
    TRY_VOID(end_run_out(transaction, run_out));
    if (forgetting) TRY_VOID(transaction.execute(queries::forget_api_keys, now - kEndedAreShown));
    return {};
  };
  TRY_VOID(ground_.control.write_now(std::move(work)));
  if (saving) saved_at_ = now;
  if (forgetting) forgot_at_ = now;
  return {};
}

Result<> KeyDesk::save_uses(store::Transaction& transaction,
                            const std::vector<LiveKeys::Use>& uses) const {
  for (const LiveKeys::Use& use : uses) {
    const auto from = vault::Sealed<std::string>::of(ground_.keys, kPurpose, used_from_of(use.key),
                                                     use.from.text());
    TRY_VOID(transaction.execute(queries::use_api_key, use.key, use.at, from));
  }
  return {};
}

Result<> KeyDesk::end_run_out(store::Transaction& transaction,
                              const std::vector<LiveKeys::RunOut>& keys) {
  std::vector<ApiKeyId> ended;
  for (const LiveKeys::RunOut& one : keys) {
    TRY_VOID(transaction.execute(queries::end_api_key, one.key, ground_.clock.now(),
                                 name_of(one.state)));
    audit::Origin origin;
    origin.kind = audit::ActorKind::system;
    origin.tenant = one.tenant;
    const audit::Deed deed{.event = audit::Event::api_key_ended,
                           .object = one.key.text(),
                           .control = "IDN-14",
                           .detail = std::string{name_of(one.state)}};
    TRY_VOID(ground_.log.record(transaction, origin, deed));
    ended.push_back(one.key);
  }
  end_after(transaction, std::move(ended));
  return {};
}

}  // namespace gatehouse::identity::internal

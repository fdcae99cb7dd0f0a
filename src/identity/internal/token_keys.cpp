#include "identity/internal/token_keys.h"

#include <algorithm>
#include <mutex>

#include "base/log.h"
#include "identity/queries.h"

namespace gatehouse::identity {
namespace internal {
namespace {

constexpr auto kPurpose = vault::Purpose::token_signing;

struct KeyRow {
  std::string id;
  vault::Sealed<std::string> sealed;
  Instant made_at;
  std::optional<Instant> ends_at;
  static constexpr auto columns =
      std::tuple{&KeyRow::id, &KeyRow::sealed, &KeyRow::made_at, &KeyRow::ends_at};
};

vault::Place place_of_key(std::string_view id) { return {"token_key", "private", as_bytes(id)}; }

std::vector<std::string_view> ids_of(const KeySet& keys) {
  std::vector<std::string_view> ids;
  for (const TokenKey& key : keys) ids.push_back(key.key.id());
  return ids;
}

bool is_without(const KeySet& keys, std::string_view id) {
  return std::ranges::none_of(keys, [id](const TokenKey& key) { return key.key.id() == id; });
}

}  // namespace

Result<KeySet> read_token_keys(store::Reader& reader, const vault::Keyring& keys, Instant now) {
  TRY(const auto rows, reader.all<KeyRow>(queries::token_keys, now));
  KeySet set;
  for (const KeyRow& row : rows) {
    TRY(const Bytes der, keys.open(kPurpose, place_of_key(row.id), row.sealed.box()));
    const Secret secret = Secret::of(der);
    TRY(crypto::JwtKey key, crypto::JwtKey::from_pkcs8(secret));
    set.push_back({std::move(key), row.made_at, row.ends_at});
  }
  return set;
}

Result<std::string> add_token_key(store::Transaction& transaction, const vault::Keyring& keys,
                                  audit::Log& log, const audit::Origin& origin,
                                  const crypto::JwtKey& key, OldKeys old_keys, Instant now) {
  const Instant end = old_keys == OldKeys::overlap ? now + kKeyOverlap : now;
  TRY_VOID(transaction.execute(queries::end_token_keys, end));
  const Secret der = key.pkcs8();
  const Bytes box = keys.seal(kPurpose, place_of_key(key.id()), der.reveal());
  TRY_VOID(transaction.execute(queries::insert_token_key, key.id(), box, now));
  const audit::Deed deed{.event = audit::Event::token_key_rotated,
                         .object = key.id(),
                         .detail = old_keys == OldKeys::overlap ? "the one before overlaps"
                                                                : "the ones before ended at once"};
  TRY_VOID(log.record(transaction, origin, deed));
  return key.id();
}

Result<> TokenKeys::start() {
  TRY_VOID(reload());
  const auto keys = in_force();
  const bool one_signs = !keys->empty() && !keys->front().ends_at;
  if (one_signs) return {};
  TRY_VOID(rotate());
  TRY_VOID(reload());
  return {};
}

std::shared_ptr<const KeySet> TokenKeys::in_force() const {
  const std::lock_guard lock{mutex_};
  CHECK(keys_ != nullptr);
  return keys_;
}

Result<> TokenKeys::rotate() {
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  auto work = [&, made = crypto::JwtKey::generate()](store::Transaction& transaction) -> Result<> {
    TRY_VOID(add_token_key(transaction, ground_.keys, ground_.log, origin, made, OldKeys::overlap,
                           ground_.clock.now()));
    return {};
  };
  return ground_.control.write_now(std::move(work));
}

Result<> TokenKeys::destroy_ended() {
  const Instant now = ground_.clock.now();
  auto work = [now](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::forget_token_keys, now));
    return {};
  };
  return ground_.control.write_now(std::move(work));
}

Result<bool> TokenKeys::reload() {
  auto work = [this, now = ground_.clock.now()](store::Reader& reader) {
    return read_token_keys(reader, ground_.keys, now);
  };
  TRY(KeySet keys, ground_.control.read_now(std::move(work)));
  auto fresh = std::make_shared<const KeySet>(std::move(keys));
  const std::lock_guard lock{mutex_};
  const auto before = std::exchange(keys_, fresh);
  if (!before) return false;
  const auto ids = ids_of(*before);
  return std::ranges::any_of(ids, [&](std::string_view id) { return is_without(*fresh, id); });
}

Result<bool> TokenKeys::keep_house() {
  const auto keys = in_force();
  const Instant now = ground_.clock.now();
  const bool due = now - keys->front().made_at >= kKeyLife;
  if (due) TRY_VOID(rotate());
  auto list = [now](store::Reader& reader) {
    return reader.all<std::string>(queries::token_key_ids, now);
  };
  TRY(const std::vector<std::string> in_force_now, ground_.control.read_now(std::move(list)));
  if (std::ranges::equal(in_force_now, ids_of(*keys))) return false;
  log::notice("identity.token_keys_changed", {{"keys", std::ssize(in_force_now)}});
  TRY_VOID(destroy_ended());
  TRY(const bool gone, reload());
  return gone;
}

}  // namespace internal

Result<std::string> rotate_token_key(store::Database& control, const vault::Keyring& keys,
                                     audit::Log& log, OldKeys old_keys, Clock& clock) {
  audit::Origin origin;
  origin.kind = audit::ActorKind::operator_;
  auto work = [&, made = crypto::JwtKey::generate()](store::Transaction& transaction) {
    return internal::add_token_key(transaction, keys, log, origin, made, old_keys, clock.now());
  };
  return control.write_now(std::move(work));
}

Result<crypto::JwtKey> signing_token_key(store::Database& control, const vault::Keyring& keys) {
  // Ended ones count for nothing here: the first signs, and it has no end.
  auto work = [&keys](store::Reader& reader) {
    return internal::read_token_keys(reader, keys, Instant::max());
  };
  TRY(internal::KeySet set, control.read_now(std::move(work)));
  if (set.empty()) return fail(Error{kNotFound}.because("no key has been made yet"));
  return std::move(set.front().key);
}

}  // namespace gatehouse::identity

// Keys on disk: how they are made, renewed and end. Each change tells the keys in memory once it is
// durable.
#pragma once

#include <string>
#include <vector>

#include "identity/api_keys.h"
#include "identity/internal/live_keys.h"
#include "identity/internal/people.h"
#include "identity/leaving.h"

namespace gatehouse::identity::internal {

struct ApiKeyRow {
  ApiKeyId id;
  PersonId owner;
  TenantId tenant;
  std::string name;
  std::string scope;
  std::optional<std::string> bots;
  std::string ranges;
  std::int64_t per_minute;
  Bytes kept;
  std::optional<Bytes> old_kept;
  std::optional<Instant> old_until;
  Instant made_at;
  Instant renewed_at;
  Instant expires_at;
  std::optional<Instant> used_at;
  std::optional<vault::Sealed<std::string>> used_from;
  std::optional<Instant> ended_at;
  std::optional<std::string> ended_why;
  static constexpr auto columns = std::tuple{
      &ApiKeyRow::id,         &ApiKeyRow::owner,      &ApiKeyRow::tenant,    &ApiKeyRow::name,
      &ApiKeyRow::scope,      &ApiKeyRow::bots,       &ApiKeyRow::ranges,    &ApiKeyRow::per_minute,
      &ApiKeyRow::kept,       &ApiKeyRow::old_kept,   &ApiKeyRow::old_until, &ApiKeyRow::made_at,
      &ApiKeyRow::renewed_at, &ApiKeyRow::expires_at, &ApiKeyRow::used_at,   &ApiKeyRow::used_from,
      &ApiKeyRow::ended_at,   &ApiKeyRow::ended_why};
};

class KeyDesk {
 public:
  KeyDesk(const Ground& ground, const People& people, LiveKeys& live);
  // Brings those in force into memory. Blocking.
  Result<> start();
  // Ends those that ran out, saves uses, forgets what is long over. Blocking; every second.
  Result<> keep_house();

  Task<Result<std::vector<ApiKey>>> own(access::Caller caller);
  Task<Result<std::vector<ApiKey>>> of_workspace(access::Caller caller);
  Task<Result<MadeKey>> make(access::Caller caller, NewApiKey wanted);
  Task<Result<MadeKey>> renew(access::Caller caller, ApiKeyId key, KeyRenewal renewal);
  Task<Result<>> revoke(access::Caller caller, ApiKeyId key);
  Task<Result<>> age(ApiKeyId key, std::chrono::seconds by);
  // What ends with its owner's leaving (control ACC-09).
  Holding holding();
  // Whoever is removed leaves no row behind either.
  Result<> forget_owner(store::Transaction& transaction, PersonId person);
  void change_rights(const LiveKeys::AuthorityOf& now);  // after their commit
  void when_something_changes(TellOfKeys tell) { tell_ = std::move(tell); }

 private:
  Result<ApiKey> shown(store::Reader& reader, const ApiKeyRow& row) const;
  Result<std::vector<ApiKey>> all_shown(store::Reader& reader,
                                        const std::vector<ApiKeyRow>& rows) const;
  Result<ApiKeyRow> enter(store::Reader& reader, const access::Caller& caller, ApiKeyId key) const;
  Result<MadeKey> make_in(store::Transaction& transaction, const access::Caller& caller,
                          const NewApiKey& wanted);
  Result<MadeKey> renew_in(store::Transaction& transaction, const access::Caller& caller,
                           ApiKeyId key, const KeyRenewal& renewal);
  // In memory once it is on disk.
  Result<> open_after(store::Transaction& transaction, const ApiKeyRow& row);
  Result<std::int64_t> end_all_of(store::Transaction& transaction, const audit::Origin& origin,
                                  PersonId person);
  void end_after(store::Transaction& transaction, std::vector<ApiKeyId> keys);
  Result<LiveKeys::Opening> opening_of(store::Reader& reader, const ApiKeyRow& row) const;
  Result<> end_run_out(store::Transaction& transaction, const std::vector<LiveKeys::RunOut>& keys);
  Result<> save_uses(store::Transaction& transaction, const std::vector<LiveKeys::Use>& uses) const;

  const Ground& ground_;
  const People& people_;
  LiveKeys& live_;
  const Secret hash_key_;
  TellOfKeys tell_ = [](const std::vector<ApiKeyId>&, KeyNews) {};
  // Of the housekeeping thread.
  Instant saved_at_{};
  Instant forgot_at_{};
};

}  // namespace gatehouse::identity::internal

namespace gatehouse::identity {

struct ApiKeys::Inside {
  internal::LiveKeys& live;
  internal::KeyDesk& desk;
};

}  // namespace gatehouse::identity

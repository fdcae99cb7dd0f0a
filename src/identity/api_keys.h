// Keys by which machines act for a member (control IDN-14): made once, shown once, kept as a keyed
// hash. A key is worth what its owner may do at the moment, within its scope, and not a day longer
// than it was made for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/caller.h"
#include "access/doorkeeper.h"
#include "base/address_range.h"
#include "base/secret.h"
#include "base/task.h"

namespace gatehouse::identity {

inline constexpr ErrorKind kKeyMalformed{
    "identity.key_malformed", Fault::unauthenticated,
    "This is not a whole API key. Copy it again, from its first letter to its last.", "IDN-14"};
// The same whether it never was, has expired or was revoked.
inline constexpr ErrorKind kKeyRefused{
    "identity.key_refused", Fault::unauthenticated,
    "This API key is not in force. Look in the dashboard whether it has expired, and make another.",
    "IDN-14"};
inline constexpr ErrorKind kKeyElsewhere{"identity.key_elsewhere", Fault::forbidden,
                                         "This API key cannot be used from this address. Use it "
                                         "from where it was made for, or make another.",
                                         "IDN-14"};
inline constexpr ErrorKind kKeyBesideCookie{
    "identity.key_beside_cookie", Fault::invalid,
    "Send either an API key or cookies, not both: it has to be clear who asks.", "IDN-14"};
inline constexpr ErrorKind kKeyInAddress{
    "identity.key_in_address", Fault::unauthenticated,
    "An API key stood in the address, where logs keep it. Revoke it, make another, and send that "
    "as \"Authorization: Bearer ghk_…\".",
    "IDN-14"};
inline constexpr ErrorKind kScopeTooWide{
    "identity.key_scope_too_wide", Fault::forbidden,
    "A key cannot do what you cannot do yourself. Take that out of its scope.", "IDN-14"};
inline constexpr ErrorKind kScopeEmpty{"identity.key_scope_empty", Fault::invalid,
                                       "Choose what the key may do."};
inline constexpr ErrorKind kKeyLivesTooLong{
    "identity.key_lives_too_long", Fault::invalid,
    "A key lives for 365 days at most, and an old secret beside its new one for 7.", "IDN-14"};
inline constexpr ErrorKind kTooManyKeys{"identity.too_many_keys", Fault::conflict,
                                        "You can have 50 keys. Revoke one first."};
inline constexpr ErrorKind kKeyHasEnded{
    "identity.key_has_ended", Fault::conflict,
    "This key is not in force any more, so its secret cannot be renewed. Make another key."};

struct KeyLimits {
  std::int64_t days = 180;  // unless somebody asks for another time
  std::int64_t most_days = 365;
  std::int64_t overlap_hours = 24;
  std::int64_t most_overlap_hours = 168;
  std::int64_t per_minute = 600;
  std::size_t most_of_a_person = 50;
  std::chrono::days unused{90};  // then it is disabled
};
inline constexpr KeyLimits kKeyLimits;

enum class KeyState : unsigned char { active, expired, unused };

struct ApiKey {
  ApiKeyId id;
  PersonId owner;
  std::string owner_name;
  std::string name;
  access::Privileges scope;
  access::Privileges in_force;  // what is left of it, because its owner may do no more
  std::optional<std::vector<BotId>> bots;
  std::int64_t per_minute;
  std::vector<std::string> ranges;  // none: from everywhere
  Instant made_at;
  Instant renewed_at;  // when its secret was made
  Instant expires_at;
  std::optional<Instant> old_secret_until;
  std::optional<Instant> used_at;
  std::optional<std::string> used_from;
  KeyState state;
};

struct NewApiKey {
  std::string name;
  std::optional<access::Privileges> scope;  // least: looking at bots
  std::optional<std::vector<BotId>> bots;
  std::optional<std::int64_t> days;
  std::optional<std::int64_t> per_minute;
  std::vector<std::string> ranges;
};
struct KeyRenewal {
  std::optional<std::int64_t> overlap_hours;
  std::optional<std::int64_t> days;  // from now
};
struct MadeKey {
  ApiKey key;
  Secret token;  // "ghk_…"; nobody can show it again
};

// What happened to keys that were in force: they are over, or are worth something else.
enum class KeyNews : unsigned char { ended, changed };
using TellOfKeys = std::function<void(const std::vector<ApiKeyId>&, KeyNews)>;

class ApiKeys {
 public:
  struct Inside;
  explicit ApiKeys(Inside& inside) : inside_{inside} {}

  // The hot path: no disk. kKeyMalformed, kKeyRefused, kKeyElsewhere.
  Result<access::Caller> recognise(const access::Whereabouts& where, std::string_view token);

  // Asked before each message on a socket: in force, and worth what it was.
  bool holds_still(const access::Caller& caller) const;

  Task<Result<std::vector<ApiKey>>> own(access::Caller caller);
  Task<Result<std::vector<ApiKey>>> of_workspace(access::Caller caller);
  Task<Result<MadeKey>> make(access::Caller caller, NewApiKey wanted);
  // A new secret; the old one goes on for the overlap, so that nothing has to stop.
  Task<Result<MadeKey>> renew(access::Caller caller, ApiKeyId key, KeyRenewal renewal);
  // One's own, or anybody's with manage_keys. In force when it is answered.
  Task<Result<>> revoke(access::Caller caller, ApiKeyId key);

  // Called on any thread; set it before requests come.
  void when_something_changes(TellOfKeys tell);
  // For the verifier: makes a key of a probe tenant older.
  Task<Result<>> age(ApiKeyId key, std::chrono::seconds by);

 private:
  Inside& inside_;
};

// Whether one stands in a text where none should be.
bool holds_a_key(std::string_view text);

}  // namespace gatehouse::identity

namespace gatehouse {
template <>
struct EnumNames<identity::KeyState> {
  using enum identity::KeyState;
  static constexpr auto names = std::to_array<std::pair<identity::KeyState, std::string_view>>(
      {{active, "active"}, {expired, "expired"}, {unused, "unused"}});
};
}  // namespace gatehouse

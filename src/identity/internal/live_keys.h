// Keys in memory, so that recognising one reads no disk and a revoked one is seen by the next
// request.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/key_scope.h"
#include "base/address_range.h"
#include "identity/internal/api_key_token.h"
#include "identity/internal/ground.h"

namespace gatehouse::identity::internal {

class LiveKeys {
 public:
  explicit LiveKeys(const Ground& ground);

  struct OldSecret {
    Bytes kept;
    Instant until;
  };
  struct Opening {
    access::SharedScope scope;
    PersonId owner;
    TenantId tenant;
    std::string owner_name;
    access::Authority authority;          // of the owner, as it is now
    std::optional<AddressRanges> ranges;  // absent: from everywhere
    Bytes kept;                           // of the secret
    std::optional<OldSecret> old;
    Instant renewed_at;
    Instant expires_at;
    std::optional<Instant> used_at;
  };
  void open(Opening opening);  // in place of what it was
  void end(const std::vector<ApiKeyId>& keys);
  void age(ApiKeyId key, std::chrono::milliseconds by);
  // What these people may do from now on. Their keys that were worth something else.
  using AuthorityOf = std::unordered_map<PersonId, access::Authority>;
  std::vector<ApiKeyId> change_rights(const AuthorityOf& now);

  Result<access::Caller> recognise(const access::Whereabouts& where, const KeyToken& token);
  // The caller's key is in force and worth what it was when the caller was recognised.
  bool holds_still(const access::Caller& caller) const;

  struct Seen {
    access::Privileges in_force;
    std::optional<Instant> used_at;
    std::optional<IpAddress> used_from;
  };
  std::optional<Seen> look(ApiKeyId key) const;

  struct Use {
    ApiKeyId key;
    Instant at;
    IpAddress from;
  };
  std::vector<Use> take_uses();  // since the last call
  struct RunOut {
    ApiKeyId key;
    TenantId tenant;
    KeyState state;  // expired or unused
  };
  std::vector<RunOut> run_out() const;
  // Old secrets whose time is over are forgotten. Their keys.
  std::vector<ApiKeyId> drop_old_secrets();

 private:
  struct Live {
    explicit Live(Opening opening);
    Opening opened;
    access::Authority held;  // of the key
    mutable std::mutex use;
    std::optional<Instant> used_at;
    std::optional<IpAddress> used_from;
    bool unsaved = false;
  };
  struct alignas(64) Shard {
    mutable std::shared_mutex mutex;
    std::unordered_map<ApiKeyId, std::unique_ptr<Live>> keys;
  };

  static access::Authority held_by(const Opening& key);
  static KeyState state_of(const Live& live, Instant now);
  Result<> judge(const Live& live, BytesView offered, Instant now) const;
  static void note_use(Live& live, Instant now, const IpAddress& from);
  Shard& shard_of(ApiKeyId key) { return shards_[key.bits()[15] % shards_.size()]; }
  const Shard& shard_of(ApiKeyId key) const { return shards_[key.bits()[15] % shards_.size()]; }

  access::Tenants& tenants_;
  Clock& clock_;
  const Secret hash_key_;
  std::array<Shard, 16> shards_;
};

}  // namespace gatehouse::identity::internal

#include "identity/internal/live_keys.h"

#include "base/control.h"

namespace gatehouse::identity::internal {

LiveKeys::LiveKeys(const Ground& ground)
    : tenants_{ground.tenants}, clock_{ground.clock}, hash_key_{hash_key_of(ground.keys)} {}

LiveKeys::Live::Live(Opening opening)
    : opened{std::move(opening)}, held{held_by(opened)}, used_at{opened.used_at} {}

access::Authority LiveKeys::held_by(const Opening& key) {
  return enforced<"IDN-14"> ? key.scope->of(key.authority) : key.authority;
}

void LiveKeys::open(Opening opening) {
  const ApiKeyId id = opening.scope->id;
  auto live = std::make_unique<Live>(std::move(opening));
  Shard& shard = shard_of(id);
  const std::unique_lock lock{shard.mutex};
  shard.keys[id] = std::move(live);
}

void LiveKeys::end(const std::vector<ApiKeyId>& keys) {
  for (const ApiKeyId key : keys) {
    Shard& shard = shard_of(key);
    const std::unique_lock lock{shard.mutex};
    if (enforced<"IDN-14">) shard.keys.erase(key);
  }
}

void LiveKeys::age(ApiKeyId key, std::chrono::milliseconds by) {
  Shard& shard = shard_of(key);
  const std::unique_lock lock{shard.mutex};
  const auto place = shard.keys.find(key);
  if (place == shard.keys.end()) return;
  Live& live = *place->second;
  live.opened.renewed_at -= by;
  live.opened.expires_at -= by;
  if (live.opened.old) live.opened.old->until -= by;
  if (live.used_at) *live.used_at -= by;
}

std::vector<ApiKeyId> LiveKeys::change_rights(const AuthorityOf& now) {
  std::vector<ApiKeyId> changed;
  for (Shard& shard : shards_) {
    const std::unique_lock lock{shard.mutex};
    for (const auto& [id, live] : shard.keys) {
      const auto found = now.find(live->opened.owner);
      if (found == now.end() || found->second == live->opened.authority) continue;
      live->opened.authority = found->second;
      access::Authority held = held_by(live->opened);
      if (held == live->held) continue;
      live->held = std::move(held);
      changed.push_back(id);
    }
  }
  return changed;
}

Result<access::Caller> LiveKeys::recognise(const access::Whereabouts& where,
                                           const KeyToken& token) {
  // Before anything is looked up, so that the time tells nobody which keys there are.
  const Bytes offered = kept_of(hash_key_, token);
  const Instant now = clock_.now();
  Shard& shard = shard_of(token.id);
  const std::shared_lock lock{shard.mutex};
  const auto place = shard.keys.find(token.id);
  if (place == shard.keys.end()) return fail(Error{kKeyRefused}.because("unknown"));
  Live& live = *place->second;
  const Opening& key = live.opened;
  TRY_VOID(judge(live, offered, now));
  const bool in_range = !key.ranges || key.ranges->contains(where.address);
  if (enforced<"IDN-14"> && !in_range)
    return fail(Error{kKeyElsewhere}.because(token.id.text() + " from " + where.address.text()));
  TRY_VOID(tenants_.addresses().admit(key.tenant, access::Side::staff, where.address));
  note_use(live, now, where.address);
  return access::Doorkeeper::key(where, key.tenant, key.owner, key.scope, live.held,
                                 key.owner_name);
}

Result<> LiveKeys::judge(const Live& live, BytesView offered, Instant now) const {
  const Opening& key = live.opened;
  const bool is_current = same_bytes(offered, key.kept);
  const bool is_old = key.old && same_bytes(offered, key.old->kept);
  const bool in_time = is_current || (is_old && now < key.old->until);
  if (!is_current && !is_old) return fail(Error{kKeyRefused}.because("wrong secret"));
  if (enforced<"IDN-14"> && !in_time) return fail(Error{kKeyRefused}.because("old secret"));
  const KeyState state = state_of(live, now);
  if (enforced<"IDN-14"> && state != KeyState::active)
    return fail(Error{kKeyRefused}.because(std::string{name_of(state)}));
  return {};
}

KeyState LiveKeys::state_of(const Live& live, Instant now) {
  if (now >= live.opened.expires_at) return KeyState::expired;
  const std::lock_guard lock{live.use};
  const Instant last = std::max(live.used_at.value_or(Instant{}), live.opened.renewed_at);
  return now - last >= kKeyLimits.unused ? KeyState::unused : KeyState::active;
}

void LiveKeys::note_use(Live& live, Instant now, const IpAddress& from) {
  const std::lock_guard lock{live.use};
  live.used_at = now;
  live.used_from = from;
  live.unsaved = true;
}

bool LiveKeys::holds_still(const access::Caller& caller) const {
  const ApiKeyId id = caller.key()->id;
  const Shard& shard = shard_of(id);
  const std::shared_lock lock{shard.mutex};
  const auto place = shard.keys.find(id);
  if (place == shard.keys.end()) return false;
  return state_of(*place->second, clock_.now()) == KeyState::active &&
         place->second->held == caller.authority();
}

std::optional<LiveKeys::Seen> LiveKeys::look(ApiKeyId key) const {
  const Shard& shard = shard_of(key);
  const std::shared_lock lock{shard.mutex};
  const auto place = shard.keys.find(key);
  if (place == shard.keys.end()) return std::nullopt;
  const Live& live = *place->second;
  const std::lock_guard use{live.use};
  return Seen{live.held.privileges, live.used_at, live.used_from};
}

std::vector<LiveKeys::Use> LiveKeys::take_uses() {
  std::vector<Use> uses;
  for (Shard& shard : shards_) {
    const std::shared_lock lock{shard.mutex};
    for (const auto& [id, live] : shard.keys) {
      const std::lock_guard use{live->use};
      if (std::exchange(live->unsaved, false))
        uses.push_back({id, *live->used_at, *live->used_from});
    }
  }
  return uses;
}

std::vector<LiveKeys::RunOut> LiveKeys::run_out() const {
  const Instant now = clock_.now();
  std::vector<RunOut> found;
  for (const Shard& shard : shards_) {
    const std::shared_lock lock{shard.mutex};
    for (const auto& [id, live] : shard.keys)
      if (const KeyState state = state_of(*live, now); state != KeyState::active)
        found.push_back({id, live->opened.tenant, state});
  }
  return found;
}

std::vector<ApiKeyId> LiveKeys::drop_old_secrets() {
  const Instant now = clock_.now();
  std::vector<ApiKeyId> dropped;
  for (Shard& shard : shards_) {
    const std::unique_lock lock{shard.mutex};
    for (const auto& [id, live] : shard.keys) {
      if (!live->opened.old || now < live->opened.old->until) continue;
      if (enforced<"IDN-14">) live->opened.old.reset();
      dropped.push_back(id);
    }
  }
  return dropped;
}

}  // namespace gatehouse::identity::internal

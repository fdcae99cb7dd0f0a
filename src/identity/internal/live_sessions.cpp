#include "identity/internal/live_sessions.h"

#include <mutex>

#include "base/control.h"

namespace gatehouse::identity::internal {
namespace {

Instant instant(std::int64_t milliseconds) {
  return Instant{std::chrono::milliseconds{milliseconds}};
}
std::int64_t milliseconds(Instant at) { return at.time_since_epoch().count(); }

}  // namespace

void LiveSessions::open(Opening opening) {
  Shard& shard = shard_of(opening.id);
  const SessionId id = opening.id;
  auto live = std::make_unique<Live>(std::move(opening));
  const std::chrono::milliseconds idle = idle_limit(live->opened.tenant, live->opened.authority);
  live->started_at = milliseconds(live->opened.started_at);
  live->last_activity = milliseconds(live->opened.last_activity);
  live->ends_at = milliseconds(live->opened.ends_at);
  live->idle = idle.count();
  live->stage = live->opened.stage;
  live->proven_at = milliseconds(live->opened.proven_at);
  const std::unique_lock lock{shard.mutex};
  shard.sessions[id] = std::move(live);
}

void LiveSessions::end(const std::vector<SessionId>& sessions) {
  for (const SessionId& session : sessions) {
    Shard& shard = shard_of(session);
    const std::shared_lock lock{shard.mutex};
    const auto place = shard.sessions.find(session);
    if (place != shard.sessions.end()) place->second->ended_at = now();
  }
}

void LiveSessions::age(SessionId session, std::chrono::milliseconds by) {
  Shard& shard = shard_of(session);
  const std::shared_lock lock{shard.mutex};
  const auto place = shard.sessions.find(session);
  if (place == shard.sessions.end()) return;
  place->second->started_at -= by.count();
  place->second->last_activity -= by.count();
  place->second->ends_at -= by.count();
  place->second->proven_at -= by.count();
}

void LiveSessions::prove(SessionId session, access::Stage reached) {
  Shard& shard = shard_of(session);
  const std::shared_lock lock{shard.mutex};
  const auto place = shard.sessions.find(session);
  if (place == shard.sessions.end()) return;
  place->second->proven_at = now();
  place->second->stage = reached;
}

std::vector<SessionId> LiveSessions::change_rights(const RightsOf& now) {
  std::vector<SessionId> changed;
  for (Shard& shard : shards_) {
    const std::unique_lock lock{shard.mutex};
    for (const auto& [id, live] : shard.sessions) {
      const auto found = now.find(live->opened.person);
      if (found == now.end() || found->second.authority == live->opened.authority) continue;
      live->opened.authority = found->second.authority;
      const std::chrono::milliseconds idle =
          idle_limit(live->opened.tenant, live->opened.authority);
      live->idle = idle.count();
      if (found->second.lacks_factor && live->stage == access::Stage::complete)
        live->stage = access::Stage::enrolling;
      if (live->ended_at == 0) changed.push_back(id);
    }
  }
  return changed;
}

std::optional<LiveSessions::Seen> LiveSessions::look(SessionId session, Activity activity) {
  const std::int64_t at = now();
  Shard& shard = shard_of(session);
  const std::shared_lock lock{shard.mutex};
  const auto place = shard.sessions.find(session);
  if (place == shard.sessions.end()) return std::nullopt;
  Live& live = *place->second;
  const bool ended = live.ended_at != 0;
  const bool ran_out = has_run_out(live, at);
  if (activity == Activity::by_person && !ended && !ran_out) {
    live.last_activity = at;
    live.used = true;
  }
  return Seen{.person = live.opened.person,
              .tenant = live.opened.tenant,
              .authority = live.opened.authority,
              .name = live.opened.name,
              .last_activity = instant(live.last_activity),
              .ends_at = instant(live.ends_at),
              .stage = live.stage,
              .proven_at = instant(live.proven_at),
              .ended = ended,
              .ran_out = ran_out};
}

Result<> LiveSessions::judge(const std::optional<Seen>& seen) {
  const bool is_open = seen && !seen->ended;
  const bool in_time = seen && !seen->ran_out;
  // Housekeeping also ends what ran out; the reason told stays that it ran out.
  if (enforced<"IDN-10"> && seen && !in_time) return fail(kSessionExpired);
  if (enforced<"IDN-08"> && !is_open) return fail(kSignedOut);
  return {};
}

std::chrono::minutes LiveSessions::idle_limit(const SessionRules& rules,
                                              const access::Authority& authority) {
  return authority.is_managing() ? rules.idle_privileged : rules.idle;
}

std::chrono::minutes LiveSessions::idle_limit(TenantId tenant,
                                              const access::Authority& authority) const {
  return idle_limit(policies_.of(tenant).sessions, authority);
}

void LiveSessions::limit(TenantId tenant, const SessionRules& rules) {
  const std::chrono::milliseconds absolute = rules.absolute;
  for (Shard& shard : shards_) {
    const std::shared_lock lock{shard.mutex};
    for (const auto& [id, live] : shard.sessions) {
      if (live->opened.tenant != tenant) continue;
      const std::chrono::milliseconds idle = idle_limit(rules, live->opened.authority);
      live->idle = idle.count();
      live->ends_at = std::min<std::int64_t>(live->ends_at, live->started_at + absolute.count());
    }
  }
}

bool LiveSessions::has_run_out(const Live& live, std::int64_t now) const {
  return now >= live.ends_at || now - live.last_activity >= live.idle;
}

Result<> LiveSessions::watch(SessionId session, const access::Whereabouts& where,
                             std::string_view agent) {
  Shard& shard = shard_of(session);
  const std::shared_lock lock{shard.mutex};
  const auto place = shard.sessions.find(session);
  if (place == shard.sessions.end() || place->second->ended_at != 0) return {};
  Live& live = *place->second;
  const auto sign = live.watch.look(where.address, agent, clock_.now());
  if (enforced<"IDN-11"> && sign) {
    suspect(live, *sign, where, agent);
    return fail(Error{kSessionSuspected}.because(std::string{name_of(*sign)}));
  }
  return {};
}

void LiveSessions::suspect(Live& live, Sign sign, const access::Whereabouts& where,
                           std::string_view agent) {
  std::int64_t open = 0;
  if (!live.ended_at.compare_exchange_strong(open, now())) return;
  const std::lock_guard lock{suspicions_mutex_};
  suspicions_.push_back(
      {sign, live.opened.id, live.opened.person, live.opened.tenant, where, std::string{agent}});
}

std::vector<Suspicion> LiveSessions::take_suspicions() {
  const std::lock_guard lock{suspicions_mutex_};
  return std::exchange(suspicions_, {});
}

std::vector<LiveSessions::RunOut> LiveSessions::run_out() const {
  const std::int64_t at = now();
  std::vector<RunOut> found;
  for (const Shard& shard : shards_) {
    const std::shared_lock lock{shard.mutex};
    for (const auto& [id, live] : shard.sessions)
      if (live->ended_at == 0 && has_run_out(*live, at)) found.push_back({id, live->opened.tenant});
  }
  return found;
}

std::vector<LiveSessions::Use> LiveSessions::take_uses() {
  std::vector<Use> uses;
  for (Shard& shard : shards_) {
    const std::shared_lock lock{shard.mutex};
    for (const auto& [id, live] : shard.sessions)
      if (live->used.exchange(false))
        uses.push_back({id, live->opened.person, instant(live->last_activity)});
  }
  return uses;
}

void LiveSessions::forget_ended() {
  const std::chrono::milliseconds kept = limits_.access_life + std::chrono::minutes{1};
  const std::int64_t before = now() - kept.count();
  for (Shard& shard : shards_) {
    const std::unique_lock lock{shard.mutex};
    std::erase_if(shard.sessions, [before](const auto& one) {
      return one.second->ended_at != 0 && one.second->ended_at < before;
    });
  }
}

}  // namespace gatehouse::identity::internal

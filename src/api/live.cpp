#include "api/live.h"

#include <mutex>

#include <fmt/format.h>

#include "api/shapes.h"
#include "base/control.h"
#include "base/json.h"

namespace gatehouse::api {

namespace {

using conversations::LiveConversation;
using conversations::LiveMessage;
using conversations::LiveTyping;

net::SharedText shared(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

std::string for_agents(const LiveMessage& live) {
  std::string out = R"({"type":"message","conversation":)";
  json::write(out, live.conversation);
  out += R"(,"message":)";
  json::write(out, live.message);
  return out += '}';
}
std::string for_agents(const LiveConversation& live) {
  std::string out = R"({"type":"conversation","conversation":)";
  json::write(out, live.conversation);
  return out += '}';
}
std::string for_agents(const LiveTyping& live) {
  std::string out = R"({"type":"typing","conversation":)";
  json::write_text(out, live.conversation.text());
  out += R"(,"author":)";
  json::write_text(out, name_of(live.author));
  out += R"(,"name":)";
  if (live.name)
    json::write_text(out, *live.name);
  else
    out += "null";
  return out += '}';
}

conversations::VisitorConversation seen_by_visitor(const conversations::Conversation& whole) {
  std::optional<std::string> agent;
  if (whole.assignee) agent = whole.assignee->name;
  return {whole.id, whole.state, whole.handled_by, std::move(agent)};
}

std::string for_visitor(const LiveMessage& live) {
  std::string out = R"({"type":"message","conversation":)";
  json::write(out, seen_by_visitor(live.conversation));
  out += R"(,"message":)";
  json::write(out, live.message);
  return out += '}';
}
std::string for_visitor(const LiveConversation& live) {
  std::string out = R"({"type":"conversation","conversation":)";
  json::write(out, seen_by_visitor(live.conversation));
  return out += '}';
}
std::string for_visitor(const LiveTyping& live) { return for_agents(live); }

auto is_of(const std::vector<SessionId>& sessions) {
  return [&sessions](const LiveHub::Hearer& hearer) {
    return std::ranges::find(sessions, hearer.session) != sessions.end();
  };
}

// Nobody needs to be told of their own typing.
bool is_own_typing(const conversations::LiveEvent& event, conversations::Author side) {
  const auto* typing = std::get_if<LiveTyping>(&event.what);
  return typing && typing->author == side;
}

}  // namespace

void LiveHub::tell(const conversations::LiveEvent& event) {
  const std::shared_lock lock{mutex_};
  const auto room = rooms_.find(event.tenant);
  if (room == rooms_.end()) return;
  if (!room->second.agents.empty() && !is_own_typing(event, conversations::Author::agent)) {
    const auto text =
        shared(std::visit([](const auto& what) { return for_agents(what); }, event.what));
    for (const auto& [key, hearer] : room->second.agents) {
      const bool granted = hearer.authority.sees(access::Privilege::read_conversations, event.bot);
      if (!enforced<"ACC-06"> || granted) hearer.socket->send(text);
    }
  }
  if (event.hearers != conversations::Hearers::agents_and_visitor) return;
  if (is_own_typing(event, conversations::Author::visitor)) return;
  const auto visitor = room->second.visitors.find(event.visitor);
  if (visitor == room->second.visitors.end()) return;
  const auto text =
      shared(std::visit([](const auto& what) { return for_visitor(what); }, event.what));
  for (const auto& [key, hearer] : visitor->second) hearer.socket->send(text);
}

void LiveHub::end_sessions(const std::vector<SessionId>& sessions) {
  if (enforced<"IDN-08">) close(is_of(sessions), "signed_out");
}

void LiveHub::change_rights(const std::vector<SessionId>& sessions) {
  if (enforced<"ACC-03">) close(is_of(sessions), "rights_changed");
}

void LiveHub::change_keys(const std::vector<ApiKeyId>& keys, identity::KeyNews news) {
  const auto concerns = [&keys](const Hearer& hearer) {
    return std::ranges::find(keys, hearer.key) != keys.end();
  };
  const bool over = news == identity::KeyNews::ended;
  if (enforced<"IDN-14">) close(concerns, over ? "key_ended" : "rights_changed");
}

template <class Concerns>
void LiveHub::close(const Concerns& concerns, std::string_view reason) {
  const auto bye = shared(fmt::format(R"({{"type":"bye","reason":"{}"}})", reason));
  const std::shared_lock lock{mutex_};
  for (const auto& [tenant, room] : rooms_) {
    for (const auto& [key, hearer] : room.agents) {
      if (!concerns(hearer)) continue;
      hearer.socket->send(bye);
      hearer.socket->close(net::kPolicyViolation, reason);
    }
  }
}

void LiveHub::change_addresses(TenantId tenant, const access::AddressLimits& limits) {
  static const auto bye = shared(R"({"type":"bye","reason":"outside_ranges"})");
  const std::shared_lock lock{mutex_};
  const auto room = rooms_.find(tenant);
  if (room == rooms_.end()) return;
  const auto judge = [&](const Hearer& hearer, access::Side side) {
    if (limits.admit(tenant, side, hearer.address)) return;
    hearer.socket->send(bye);
    hearer.socket->close(net::kPolicyViolation, "outside_ranges");
  };
  for (const auto& [key, hearer] : room->second.agents) judge(hearer, access::Side::staff);
  for (const auto& [visitor, hearers] : room->second.visitors)
    for (const auto& [key, hearer] : hearers) judge(hearer, access::Side::visitors);
}

void LiveHub::say_goodbye() {
  const auto text = shared(R"({"type":"bye","reason":"restarting"})");
  const std::shared_lock lock{mutex_};
  for (const auto& [tenant, room] : rooms_) {
    for (const auto& [key, hearer] : room.agents) {
      hearer.socket->send(text);
      hearer.socket->close(net::kGoingAway, "restarting");
    }
    for (const auto& [visitor, hearers] : room.visitors) {
      for (const auto& [key, hearer] : hearers) {
        hearer.socket->send(text);
        hearer.socket->close(net::kGoingAway, "restarting");
      }
    }
  }
}

std::size_t LiveHub::open() const {
  const std::shared_lock lock{mutex_};
  std::size_t count = 0;
  for (const auto& [tenant, room] : rooms_) {
    count += room.agents.size();
    for (const auto& [visitor, hearers] : room.visitors) count += hearers.size();
  }
  return count;
}

void LiveHub::join(TenantId tenant, const void* key, Hearer hearer) {
  const std::unique_lock lock{mutex_};
  Room& room = rooms_[tenant];
  if (hearer.visitor.is_nil())
    room.agents.emplace(key, std::move(hearer));
  else
    room.visitors[hearer.visitor].emplace(key, std::move(hearer));
}

void LiveHub::leave(TenantId tenant, const void* key) {
  const std::unique_lock lock{mutex_};
  const auto room = rooms_.find(tenant);
  if (room == rooms_.end()) return;
  room->second.agents.erase(key);
  for (auto& [visitor, hearers] : room->second.visitors) hearers.erase(key);
  std::erase_if(room->second.visitors, [](const auto& entry) { return entry.second.empty(); });
  if (room->second.agents.empty() && room->second.visitors.empty()) rooms_.erase(room);
}

}  // namespace gatehouse::api

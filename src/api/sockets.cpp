#include "api/sockets.h"

#include <deque>

#include "base/control.h"
#include "base/json.h"
#include "base/log.h"

namespace gatehouse::api {

// What clients send is one shape; which members matter depends on the type.
struct ClientMessage {
  std::string type;
  std::optional<ConversationId> conversation;
};

}  // namespace gatehouse::api

template <>
struct gatehouse::json::Shape<gatehouse::api::ClientMessage> {
  static constexpr std::string_view name = "ClientMessage";
  static constexpr auto members = std::tuple{
      json::member("type", &gatehouse::api::ClientMessage::type, json::token(1, 20)),
      json::member("conversation", &gatehouse::api::ClientMessage::conversation),
  };
};

namespace gatehouse::api {

namespace {

constexpr SocketMessage kAgentMessages[] = {
    {"typing", 30, std::chrono::seconds{60}, "Says that the agent writes; nothing is stored."},
    {"active", 10, std::chrono::seconds{60},
     "A real user action; keeps the session from idling out."},
};
constexpr SocketMessage kVisitorMessages[] = {
    {"typing", 30, std::chrono::seconds{60}, "Says that the visitor writes; nothing is stored."},
};

// Common to both: who listens, how often each message may come, and that the caller still may.
class Listener : public net::SocketListener {
 public:
  Listener(Services& services, access::Caller caller, std::span<const SocketMessage> rows)
      : services_{services}, caller_{std::move(caller)}, rows_{rows}, times_(rows.size()) {}

  void opened(std::shared_ptr<net::Socket> socket) override {
    socket_ = socket;
    const ApiKeyId key = caller_.key() ? caller_.key()->id : ApiKeyId{};
    services_.live.join(caller_.tenant(), this,
                        {socket, caller_.session(), key, caller_.visitor(), caller_.authority(),
                         caller_.origin().address});
    // What changed between the handshake and now has told the hub of nobody.
    if (!comes_from_inside()) socket->close(net::kPolicyViolation, "outside ranges");
    if (!still_welcome()) socket->close(net::kGoingAway, "rights changed");
    static const auto hello = std::make_shared<const std::string>(R"({"type":"hello"})");
    socket->send(hello);
  }

  Task<> received(std::string text) override {
    if (!comes_from_inside()) {
      socket_->close(net::kPolicyViolation, "outside ranges");
      co_return;
    }
    if (!still_welcome()) {
      socket_->close(net::kPolicyViolation, "signed out");
      co_return;
    }
    auto message = json::read<ClientMessage>(text);
    const SocketMessage* row = message ? find(message->type) : nullptr;
    if (!row) {
      socket_->close(net::kUnsupportedData, "not understood");
      co_return;
    }
    if (!within_limit(*row)) {
      socket_->close(net::kPolicyViolation, "too many messages");
      co_return;
    }
    co_await run(*row, std::move(*message));
  }

  void closed() override { services_.live.leave(caller_.tenant(), this); }

 protected:
  virtual bool still_welcome() const = 0;
  virtual Task<> run(const SocketMessage& row, ClientMessage message) = 0;

  Task<> type(std::optional<ConversationId> conversation) {
    const auto told = co_await services_.conversations.typing(caller_, conversation);
    if (!told) log::error("socket.typing", told.error(), caller_.origin().correlation.text());
  }

  Services& services_;
  access::Caller caller_;

 private:
  bool comes_from_inside() const {
    const auto side = caller_.visitor().is_nil() ? access::Side::staff : access::Side::visitors;
    return services_.tenants.addresses()
        .admit(caller_.tenant(), side, caller_.origin().address)
        .has_value();
  }

  const SocketMessage* find(std::string_view type) const {
    for (const SocketMessage& row : rows_)
      if (row.type == type) return &row;
    return nullptr;
  }

  bool within_limit(const SocketMessage& row) {
    std::deque<Tick>& times = times_[static_cast<std::size_t>(&row - rows_.data())];
    const Tick now = services_.clock.tick();
    while (!times.empty() && now - times.front() > row.window) times.pop_front();
    if (enforced<"EDGE-15"> && times.size() >= static_cast<std::size_t>(row.times)) return false;
    times.push_back(now);
    return true;
  }

  std::span<const SocketMessage> rows_;
  std::vector<std::deque<Tick>> times_;
  std::shared_ptr<net::Socket> socket_;
};

class AgentListener final : public Listener {
 public:
  AgentListener(Services& services, access::Caller caller)
      : Listener{services, std::move(caller), kAgentMessages} {}

 private:
  bool still_welcome() const override { return services_.identity.holds_still(caller_); }

  Task<> run(const SocketMessage& row, ClientMessage message) override {
    if (row.type == "active")
      services_.identity.active(caller_.session());
    else
      co_await type(message.conversation);
  }
};

class VisitorListener final : public Listener {
 public:
  VisitorListener(Services& services, access::Caller caller)
      : Listener{services, std::move(caller), kVisitorMessages} {}

 private:
  bool still_welcome() const override { return true; }
  // A visitor has one open conversation; naming another would be ignored, so none is taken.
  Task<> run(const SocketMessage&, ClientMessage) override { co_await type(std::nullopt); }
};

}  // namespace

std::span<const SocketMessage> agent_messages() { return kAgentMessages; }
std::span<const SocketMessage> visitor_messages() { return kVisitorMessages; }

net::SocketPlan agent_socket(Services& services, access::Caller caller) {
  net::SocketPlan plan;
  plan.listener = std::make_shared<AgentListener>(services, std::move(caller));
  plan.subprotocol = kSocketProtocol;
  return plan;
}

net::SocketPlan visitor_socket(Services& services, access::Caller caller) {
  net::SocketPlan plan;
  plan.listener = std::make_shared<VisitorListener>(services, std::move(caller));
  plan.subprotocol = kSocketProtocol;
  return plan;
}

}  // namespace gatehouse::api

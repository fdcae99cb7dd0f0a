// Open sockets and what is told to them. An event is written as JSON once and shared by all
// hearers.
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/address_limits.h"
#include "access/caller.h"
#include "conversations/conversations.h"
#include "identity/identity.h"
#include "net/socket.h"

namespace gatehouse::api {

class LiveHub {
 public:
  LiveHub() = default;

  // The product's side: called on a database thread after the commit.
  void tell(const conversations::LiveEvent& event);
  // Closes the sockets of ended sessions (control IDN-08).
  void end_sessions(const std::vector<SessionId>& sessions);
  // Closes the sockets of sessions that may do something else now: they come again and are judged
  // anew.
  void change_rights(const std::vector<SessionId>& sessions);
  // Of keys that ended (control IDN-14), and of those that may do something else now.
  void change_keys(const std::vector<ApiKeyId>& keys, identity::KeyNews news);
  // Closes the sockets of those who may not come from where they are any more (control ACC-07).
  void change_addresses(TenantId tenant, const access::AddressLimits& limits);
  void say_goodbye();  // before a restart
  std::size_t open() const;

  // The sockets' side.
  struct Hearer {
    std::shared_ptr<net::Socket> socket;
    SessionId session;  // of an agent; nil of a visitor and of a key
    ApiKeyId key;
    VisitorId visitor;
    access::Authority authority;
    IpAddress address;
  };
  void join(TenantId tenant, const void* key, Hearer hearer);
  void leave(TenantId tenant, const void* key);

 private:
  template <class Concerns>
  void close(const Concerns& concerns, std::string_view reason);
  struct Room {
    std::unordered_map<const void*, Hearer> agents;
    std::unordered_map<VisitorId, std::unordered_map<const void*, Hearer>> visitors;
  };
  mutable std::shared_mutex mutex_;
  std::unordered_map<TenantId, Room> rooms_;
};

}  // namespace gatehouse::api

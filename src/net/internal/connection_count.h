// How many connections are open, in all and from each address (control EDGE-16).
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "base/address.h"

namespace gatehouse::net {

class ConnectionCount;

// The place of one connection; given back when it goes.
class ConnectionSlot {
 public:
  ConnectionSlot(ConnectionSlot&& other) noexcept
      : count_{std::exchange(other.count_, nullptr)}, network_{other.network_} {}
  ConnectionSlot& operator=(ConnectionSlot&&) = delete;
  ~ConnectionSlot();

 private:
  friend class ConnectionCount;
  ConnectionSlot(ConnectionCount& count, IpAddress network) : count_{&count}, network_{network} {}
  ConnectionCount* count_;
  IpAddress network_;
};

// Shared by all threads.
class ConnectionCount {
 public:
  ConnectionCount(std::size_t per_address, std::size_t in_all)
      : per_address_{per_address}, in_all_{in_all} {}

  // Nothing when one more would be too many.
  std::optional<ConnectionSlot> enter(const IpAddress& peer);
  std::size_t open() const;
  // True when there are none left before the time is over.
  bool wait_until_none(std::chrono::milliseconds longest);

 private:
  friend class ConnectionSlot;
  void leave(const IpAddress& network);

  const std::size_t per_address_;
  const std::size_t in_all_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<IpAddress, std::size_t> by_network_;
  std::size_t open_ = 0;
};

}  // namespace gatehouse::net

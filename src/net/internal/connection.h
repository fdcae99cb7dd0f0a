// What all connections of a thread, and all threads of a server, share.
#pragma once

#include <boost/intrusive/list.hpp>
#include <exception>

#include "net/internal/connection_count.h"
#include "net/internal/deadlines.h"
#include "net/internal/response_text.h"
#include "net/internal/tls_stream.h"
#include "net/server.h"

namespace gatehouse::net {

// Shared by all threads.
struct ServerContext {
  Application& application;
  Clock& clock;
  Random& random;
  const Limits limits;
  CurrentTls tls;
  ConnectionCount connections;
};

// A connection as the server sees it when it stops. Listed as long as it lives.
class OpenConnection : public boost::intrusive::list_base_hook<
                           boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~OpenConnection() = default;
  OpenConnection(const OpenConnection&) = delete;
  OpenConnection& operator=(const OpenConnection&) = delete;

  // Finish what is running, begin nothing new.
  virtual void begin_stop() = 0;
  // The time is over.
  virtual void abort() = 0;

 protected:
  OpenConnection() = default;
};
using OpenConnections =
    boost::intrusive::list<OpenConnection, boost::intrusive::constant_time_size<false>>;

// Belongs to one thread.
struct ThreadContext {
  explicit ThreadContext(ServerContext& of) : server{of}, deadlines{of.clock} {}

  ServerContext& server;
  DeadlineWheel deadlines;
  OpenConnections open;
  DateLine date;
  bool stopping = false;
};

// Ends what a connection runs: an exception that came this far costs the connection and is logged.
struct EndOfCoroutine {
  void operator()(std::exception_ptr escaped) const;
};

// How long a peer may take to take leave.
inline constexpr std::chrono::milliseconds kFarewell{2'000};
// And one who may not stay (1008): what is revoked is gone within a second.
inline constexpr std::chrono::milliseconds kDismissal{500};

}  // namespace gatehouse::net

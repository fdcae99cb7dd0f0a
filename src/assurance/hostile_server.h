// Servers of the verifier's, for the server under attack to come to: one that says what it is told
// to over TLS, and one that only counts who comes.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "assurance/wire.h"
#include "crypto/certificate.h"

namespace gatehouse::assurance {

// Whether this machine has the address, so that who comes to it comes to us.
bool is_own_address(std::string_view address);

// A TCP port on every address of this machine, IPv6 too where there is any.
class Listener {
 public:
  using Visit = std::function<void(int socket)>;  // closes nothing
  Listener();
  ~Listener();  // ends what still talks
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const { return port_; }
  void start(Visit visit);

 private:
  void accept_all();
  void talk(int socket);

  int descriptor_ = -1;
  std::uint16_t port_ = 0;
  Visit visit_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::set<int> open_;
  std::list<std::thread> talks_;
  std::thread thread_;
};

// Nobody has any business here.
class Trap {
 public:
  Trap();
  std::uint16_t port() const { return listener_.port(); }
  int visits() const { return visits_; }

 private:
  std::atomic<int> visits_ = 0;
  Listener listener_;
};

struct Heard {
  std::string method;
  std::string target;
  std::string head;
  std::string body;
};

// The other end of an exchange, while it lasts.
class Line {
 public:
  virtual ~Line() = default;
  virtual bool say(std::string_view bytes) = 0;                // false when they have gone
  virtual bool stays_for(std::chrono::milliseconds time) = 0;  // they still listen after it
};

class HostileServer {
 public:
  using Talk = std::function<void(const Heard&, Line&)>;
  explicit HostileServer(Talk talk);
  ~HostileServer();

  std::uint16_t port() const { return listener_.port(); }
  // From now on, to whoever comes. Nobody is answered before.
  void prove_with(const crypto::CertificatePair& pair);

 private:
  struct Tls;
  void visit(int socket);

  Talk talk_;
  std::mutex mutex_;
  std::shared_ptr<Tls> tls_;
  Listener listener_;  // last: its threads use the rest
};

std::string plain_answer(int status, std::string_view type, std::string_view body,
                         std::string_view more_headers = {});

}  // namespace gatehouse::assurance

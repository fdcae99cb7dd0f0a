// What a request passes before a route: one list, in running order, in pipeline.cpp.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "access/caller.h"
#include "access/doorkeeper.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/random.h"
#include "edge/route.h"
#include "net/server.h"

namespace gatehouse::edge {

inline constexpr ErrorKind kWrongHost{"edge.wrong_host", Fault::not_found,
                                      "This server does not answer under that name.", "EDGE-08"};
inline constexpr ErrorKind kBadPath{"edge.bad_path", Fault::invalid, "The address cannot be read.",
                                    "EDGE-12"};
inline constexpr ErrorKind kNoSuchRoute{"edge.no_such_route", Fault::not_found,
                                        "There is nothing here."};
inline constexpr ErrorKind kMethodNotAllowed{"edge.method_not_allowed", Fault::unsupported,
                                             "This cannot be done here."};
inline constexpr ErrorKind kBodyTooLarge{"edge.body_too_large", Fault::too_large,
                                         "This is too large. Send less at once.", "EDGE-12"};
inline constexpr ErrorKind kRateLimited{"edge.rate_limited", Fault::too_many,
                                        "Too many requests. Wait a moment and try again.",
                                        "EDGE-15"};
inline constexpr ErrorKind kForeignOrigin{"edge.foreign_origin", Fault::forbidden,
                                          "This request does not come from our own pages.",
                                          "EDGE-08"};
inline constexpr ErrorKind kBadCsrfToken{"edge.bad_csrf_token", Fault::forbidden,
                                         "This page is out of date. Load it again.", "EDGE-08"};
inline constexpr ErrorKind kUnauthenticated{"edge.unauthenticated", Fault::unauthenticated,
                                            "Sign in to go on."};
inline constexpr ErrorKind kUnknownSubprotocol{"edge.unknown_subprotocol", Fault::invalid,
                                               "Offer the subprotocol that is spoken here.",
                                               "EDGE-12"};
inline constexpr ErrorKind kNotJson{"edge.not_json", Fault::unsupported,
                                    "Send the content as application/json.", "EDGE-12"};
inline constexpr ErrorKind kNotForm{"edge.not_form", Fault::unsupported,
                                    "Send the content as an HTML form does.", "EDGE-12"};

// Who proves identities; given at construction, because identity stands above.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual Task<Result<access::Caller>> authenticate(const Route& route, const net::Request& request,
                                                    access::Whereabouts where,
                                                    PathParameters path) = 0;
  virtual std::string csrf_token(SessionId session) const = 0;
  // What support is about to read is recorded first (control ACC-08).
  virtual Task<Result<>> witness(access::Caller caller, const net::Request& request) = 0;
};

struct PipelineOptions {
  std::vector<IpAddress> trusted_proxies;  // whose X-Forwarded-For counts; empty: nobody's
};

class Pipeline final : public net::Application {
 public:
  Pipeline(std::vector<std::span<const Route>> tables, Product& product,
           Authenticator& authenticator, audit::Refusals& refusals, PipelineOptions options,
           Clock& clock, Random& random);
  ~Pipeline() override;

  // The authorities this server answers to, "localhost:8443"; the first is our public one. Set once
  // before requests come.
  void serve_as(std::vector<std::string> authorities);

  std::expected<net::Admission, net::Response> admit(const net::RequestHead& head) override;
  Task<net::Response> answer(net::Request request) override;
  Task<std::variant<net::SocketPlan, net::Response>> upgrade(net::Request request) override;
  net::Response refuse(const ErrorKind& why, RequestId id) override;
  void wire_fault(net::WireFault fault, IpAddress peer) override;

  std::uint64_t answered() const { return answered_.load(std::memory_order_relaxed); }

 private:
  friend struct PipelineSteps;
  struct Inside;
  std::unique_ptr<Inside> inside_;
  std::atomic<std::uint64_t> answered_ = 0;
};

// The steps by name and reason, for `gatehouse policy` and its golden file.
struct StepText {
  std::string_view name;
  std::string_view why;
};
std::vector<StepText> steps();

}  // namespace gatehouse::edge

// A probe tenant whose identity provider is the verifier, and a browser's trip to it and back.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assurance/hostile_openid.h"
#include "assurance/probe.h"
#include "assurance/target.h"

namespace gatehouse::assurance {

// What the browser was sent with (Core 1.0, 3.1.2.1).
struct OpenIdTrip {
  std::string provider;  // "sso_…"
  std::string client;
  std::string state;
  std::string nonce;
  std::string challenge;
  std::string browser;  // the cookie
};
OpenIdTrip begin_openid_trip(const Attacker& who, std::string_view provider);
OpenIdTrip openid_trip_of(std::string_view provider, std::string_view address,
                          const Answer& answer);

using Parameters = std::map<std::string, std::string>;
// The provider sends the browser back with these.
Answer end_openid_trip(const Attacker& who, const OpenIdTrip& trip, const Parameters& parameters);
std::string openid_session_from(const Answer& answer);  // or empty

// The verifier's server, opened for the run's tenants.
class OpenIdStage {
 public:
  // Null when the server under attack cannot come to us; the notebook says so.
  static std::unique_ptr<OpenIdStage> open(Target& target, Notebook& notebook);
  ~OpenIdStage();

  Target& target;
  Attacker owner;
  Trap trap;
  SystemClock clock;

  HostileOpenId& provider() { return *provider_; }
  std::string issuer() const { return provider_->issuer(); }
  // Proves itself with a certificate for this name, by the authority that the run has named or by
  // another one.
  void prove_as(std::string_view name, bool by_stranger = false);

  // A fresh identity provider in the tenant, that knows nothing yet; empty on failure.
  std::string add(Notebook& notebook);
  Answer tell(std::string_view provider, std::string_view issuer);  // whose provider it is
  bool switch_on(Notebook& notebook, std::string_view provider);
  void remove(std::string_view provider) const;

  // A good answer of the provider for this trip.
  Parameters answer(const OpenIdTrip& trip, std::string id_token,
                    std::string access_token = "probe-access");
  bool link(Notebook& notebook, const Attacker& member, std::string_view provider,
            std::string_view subject);

 private:
  OpenIdStage(Target& on, Attacker of);
  bool get_opened(Notebook& notebook);

  crypto::CertificatePair authority_;
  crypto::CertificatePair stranger_;
  std::unique_ptr<HostileOpenId> provider_;
  std::unique_ptr<HostileServer> server_;
};

}  // namespace gatehouse::assurance

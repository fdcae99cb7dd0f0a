// How each audience proves who it is.
#pragma once

#include "api/services.h"
#include "edge/pipeline.h"
#include "vault/vault.h"

namespace gatehouse::api {

class Authenticator final : public edge::Authenticator {
 public:
  Authenticator(Services& services, const vault::Keyring& installation)
      : services_{services}, installation_{installation} {}

  Task<Result<access::Caller>> authenticate(const edge::Route& route, const net::Request& request,
                                            access::Whereabouts where,
                                            edge::PathParameters path) override;
  std::string csrf_token(SessionId session) const override;
  Task<Result<>> witness(access::Caller caller, const net::Request& request) override;

 private:
  Services& services_;
  const vault::Keyring& installation_;
};

}  // namespace gatehouse::api

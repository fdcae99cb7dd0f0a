// An OpenID Connect provider in the attacker's hands: honest but for what a case bends.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "assurance/hostile_server.h"
#include "base/clock.h"
#include "crypto/jwt.h"

namespace gatehouse::assurance {

// Claims by name, their values as JSON.
using OpenIdClaims = std::map<std::string, std::string>;

std::string json_of(const OpenIdClaims& claims);

class HostileOpenId {
 public:
  HostileOpenId(std::string issuer, Clock& clock);

  const std::string& issuer() const { return issuer_; }
  const crypto::JwtKey& key() const { return key_; }

  // What it says of itself. Members are JSON.
  void describe(const std::string& member, std::string value);
  void announce(std::string keys);  // the JWK set
  std::string own_keys() const;
  // In the place of every answer to GET, until told otherwise with an empty function.
  void instead(HostileServer::Talk talk);

  // Honest claims for whoever the client is.
  OpenIdClaims claims(std::string_view client, std::string_view nonce,
                      std::string_view subject) const;
  std::string signed_by(const crypto::JwtKey& key, const OpenIdClaims& claims) const;
  // Good once, with the verifier that fits this challenge.
  std::string code_for(std::string challenge, std::string id_token, std::string access_token);

  int key_visits() const;
  void talk(const Heard& heard, Line& line);

 private:
  struct Grant {
    std::string challenge;
    std::string answer;
  };
  std::string token_answer(const Heard& heard);

  const std::string issuer_;
  Clock& clock_;
  const crypto::JwtKey key_ = crypto::JwtKey::generate();
  mutable std::mutex mutex_;
  std::map<std::string, std::string> description_;
  std::string keys_;
  HostileServer::Talk instead_;
  std::map<std::string, Grant> grants_;
  int codes_ = 0;
  int key_visits_ = 0;
};

}  // namespace gatehouse::assurance

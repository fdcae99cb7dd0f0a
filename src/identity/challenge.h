// A puzzle that somebody's browser solves before the next password is looked at (control IDN-12).
//
// Self-hosted, without pictures or sounds, and the same work for everybody. The form is version 2
// of ALTCHA, so that its worker can solve it: the signature covers the parameters written as JSON
// with their members in the order of their names.
#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"

namespace gatehouse::identity {

inline constexpr ErrorKind kChallengeNeeded{
    "identity.challenge_needed", Fault::forbidden,
    "Several attempts have failed. Let your browser solve a short puzzle, then go on.", "IDN-12"};

struct ChallengeParameters {
  std::string algorithm;
  std::int64_t cost;
  std::int64_t expires_at;  // seconds since 1970
  std::int64_t key_length;
  std::string key_prefix;  // these three in hexadecimal
  std::string nonce;
  std::string salt;
};

struct Challenge {
  ChallengeParameters parameters;
  std::string signature;
};

// Good for one attempt.
struct Proof {
  Challenge challenge;
  std::int64_t counter;
};

// The work itself, for the verifier and tests: blocks for as long as a browser would need.
Proof solved(Challenge challenge);

}  // namespace gatehouse::identity

namespace gatehouse::json {
template <>
struct Shape<identity::ChallengeParameters> {
  using Parameters = identity::ChallengeParameters;
  static constexpr std::string_view name = "ChallengeParameters";
  static constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
  static constexpr auto members = std::tuple{
      member("algorithm", &Parameters::algorithm, line(1, 32)),
      member("cost", &Parameters::cost, whole(1, 1'000'000)),
      member("expiresAt", &Parameters::expires_at, whole(0, kLastSecond)),
      member("keyLength", &Parameters::key_length, whole(16, 64)),
      member("keyPrefix", &Parameters::key_prefix, token(32, 32)),
      member("nonce", &Parameters::nonce, token(32, 32)),
      member("salt", &Parameters::salt, token(32, 32)),
  };
};
template <>
struct Shape<identity::Challenge> {
  static constexpr std::string_view name = "Challenge";
  static constexpr auto members =
      std::tuple{member("parameters", &identity::Challenge::parameters),
                 member("signature", &identity::Challenge::signature, token(64, 64))};
};
template <>
struct Shape<identity::Proof> {
  static constexpr std::string_view name = "Proof";
  static constexpr auto members =
      std::tuple{member("challenge", &identity::Proof::challenge),
                 member("counter", &identity::Proof::counter, whole(0, 0xffff'ffff))};
};
}  // namespace gatehouse::json

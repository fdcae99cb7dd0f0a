// JSON shapes of second factors; beside shapes.h, which has the rest.
#pragma once

#include "api/shapes.h"

namespace gatehouse::api {

// Exactly one of them.
struct ProofInput {
  std::optional<std::string> code;
  std::optional<std::string> recovery_code;
  std::optional<std::string> password;
  std::optional<identity::PasskeyAnswer> passkey;
};
struct NewAppInput {
  std::string name;
  std::string code;
};
struct RecoveryCodesView {
  std::vector<std::string> codes;
};
struct FactorRuleChange {
  bool for_all;
};

}  // namespace gatehouse::api

namespace gatehouse::json {

// Octets as base64url; the longest are what webauthn.h reads at most.
constexpr TextLimit octets(std::size_t most) { return token(1, (most * 4 + 2) / 3); }

template <>
struct Shape<identity::PasskeyQuestion> {
  using T = identity::PasskeyQuestion;
  static constexpr std::string_view name = "PasskeyQuestion";
  static constexpr auto members = std::tuple{
      member("challenge", &T::challenge),
      member("party", &T::party),
      member("allowed", &T::allowed),
  };
};
template <>
struct Shape<identity::PasskeyAnswer> {
  using T = identity::PasskeyAnswer;
  static constexpr std::string_view name = "PasskeyAnswer";
  static constexpr auto members = std::tuple{
      member("credential", &T::credential, octets(identity::webauthn::kLongestCredentialId)),
      member("client_data", &T::client_data, octets(identity::webauthn::kLongestClientData)),
      member("authenticator_data", &T::authenticator_data,
             octets(identity::webauthn::kLongestAuthenticatorData)),
      member("signature", &T::signature, octets(identity::webauthn::kLongestSignature)),
      member("user", &T::user, octets(64)),
  };
};
template <>
struct Shape<identity::PasskeyOffer> {
  using T = identity::PasskeyOffer;
  static constexpr std::string_view name = "PasskeyOffer";
  static constexpr auto members = std::tuple{
      member("challenge", &T::challenge), member("party", &T::party),
      member("user", &T::user),           member("account", &T::account),
      member("name", &T::name),           member("algorithms", &T::algorithms),
      member("known", &T::known),
  };
};
template <>
struct Shape<identity::NewPasskey> {
  using T = identity::NewPasskey;
  static constexpr std::string_view name = "NewPasskey";
  static constexpr auto members = std::tuple{
      member("name", &T::name, line(1, 120)),
      member("client_data", &T::client_data, octets(identity::webauthn::kLongestClientData)),
      member("attestation", &T::attestation, octets(identity::webauthn::kLongestAttestation)),
  };
};
template <>
struct Shape<identity::Factor> {
  using T = identity::Factor;
  static constexpr std::string_view name = "Factor";
  static constexpr auto members = std::tuple{
      member("id", &T::id),           member("way", &T::way),         member("name", &T::name),
      member("made_at", &T::made_at), member("used_at", &T::used_at),
  };
};
template <>
struct Shape<identity::OwnFactors> {
  using T = identity::OwnFactors;
  static constexpr std::string_view name = "OwnFactors";
  static constexpr auto members = std::tuple{
      member("items", &T::items),
      member("recovery_codes", &T::recovery_codes),
      member("required", &T::required),
  };
};
template <>
struct Shape<identity::AppOffer> {
  using T = identity::AppOffer;
  static constexpr std::string_view name = "AppOffer";
  static constexpr auto members = std::tuple{
      member("secret", &T::secret),
      member("address", &T::address),
      member("size", &T::size),
      member("path", &T::path),
  };
};
template <>
struct Shape<identity::FactorRule> {
  using T = identity::FactorRule;
  static constexpr std::string_view name = "FactorRule";
  static constexpr auto members = std::tuple{
      member("for_all", &T::for_all),
      member("members", &T::members),
      member("covered", &T::covered),
  };
};
template <>
struct Shape<api::ProofInput> {
  using T = api::ProofInput;
  static constexpr std::string_view name = "ProofOfIdentity";
  static constexpr auto members = std::tuple{
      member("code", &T::code, token(1, 12)),
      member("recovery_code", &T::recovery_code, line(1, 40)),
      member("password", &T::password, text(1, 1024)),
      member("passkey", &T::passkey),
  };
};
template <>
struct Shape<api::NewAppInput> {
  using T = api::NewAppInput;
  static constexpr std::string_view name = "NewApp";
  static constexpr auto members =
      std::tuple{member("name", &T::name, line(1, 120)), member("code", &T::code, token(1, 12))};
};
template <>
struct Shape<api::RecoveryCodesView> {
  using T = api::RecoveryCodesView;
  static constexpr std::string_view name = "RecoveryCodes";
  static constexpr auto members = std::tuple{member("codes", &T::codes)};
};
template <>
struct Shape<api::FactorRuleChange> {
  using T = api::FactorRuleChange;
  static constexpr std::string_view name = "FactorRuleChange";
  static constexpr auto members = std::tuple{member("for_all", &T::for_all)};
};

}  // namespace gatehouse::json

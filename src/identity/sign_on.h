// Single sign-on: the identity providers of a workspace, and the way in through them.
//
// A person is known by the provider, its issuer and the name it gives them, never by an address
// alone. A sign-in is bound to the browser that began it and to one request, which is good once.
// How a provider speaks stands behind this face.
//
// Coming in this way is a whole sign-in: the provider has proven the person, and a second factor
// that they have here is not asked for again, unless the workspace demands one of everybody.
// Whoever manages must have one all the same (control IDN-03).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/caller.h"
#include "egress/fetch.h"
#include "identity/identity.h"
#include "identity/joining.h"

namespace gatehouse::identity {

inline constexpr ErrorKind kSignOnRefused{"identity.sign_on_refused", Fault::unauthenticated,
                                          "The answer of your identity provider was not accepted. "
                                          "Start again, and tell an administrator of your "
                                          "workspace if it happens twice.",
                                          "IDN-04"};
inline constexpr ErrorKind kSignOnLost{
    "identity.sign_on_lost", Fault::unauthenticated,
    "This sign-in was begun in another browser, too long ago, or is used up. Start again.",
    "IDN-04"};
inline constexpr ErrorKind kNobodyLinked{"identity.nobody_linked", Fault::forbidden,
                                         "Your identity provider knows you, but no member here is "
                                         "linked to you. Sign in with your password and link "
                                         "it in your settings, or ask an administrator."};
inline constexpr ErrorKind kLinkedElsewhere{"identity.linked_elsewhere", Fault::conflict,
                                            "This identity belongs to another member already. Ask "
                                            "an administrator to remove the old link first."};
inline constexpr ErrorKind kOnlySignOn{
    "identity.only_sign_on", Fault::forbidden,
    "This workspace signs in through its identity provider only. Go that way instead.", "IDN-04"};
inline constexpr ErrorKind kProveByFactor{"identity.prove_by_factor", Fault::conflict,
                                          "You have a second factor here. Show that one."};
inline constexpr ErrorKind kProviderNotReady{
    "identity.provider_not_ready", Fault::conflict,
    "This identity provider is not ready. Paste its metadata, try it out with success and switch "
    "it on first."};
inline constexpr ErrorKind kBreakGlassNeeded{
    "identity.break_glass_needed", Fault::conflict,
    "Name an owner who can still sign in when the identity provider cannot. They need a passkey."};
inline constexpr ErrorKind kBreakGlassStays{"identity.break_glass_stays", Fault::conflict,
                                            "This owner is the one who can sign in when the "
                                            "identity provider cannot. Name another one first."};
inline constexpr ErrorKind kMetadataRefused{"identity.metadata_refused", Fault::invalid,
                                            "This is not metadata of a SAML 2.0 identity provider "
                                            "with a secure address and a certificate of RSA 2048 "
                                            "or better. Paste the whole XML document."};
inline constexpr ErrorKind kDomainRefused{"identity.domain_refused", Fault::invalid,
                                          "Only the domain of your own e-mail address can be sent "
                                          "to this provider, and only if no other workspace has "
                                          "it."};
inline constexpr ErrorKind kTooManyProviders{
    "identity.too_many_providers", Fault::conflict,
    "A workspace can have ten identity providers. Remove one first."};

inline constexpr ErrorKind kLogoutRefused{"identity.openid_logout_refused", Fault::invalid,
                                          "This logout token was not accepted. Send one as OpenID "
                                          "Connect Back-Channel Logout 1.0 has it, "
                                          "once.",
                                          "IDN-05"};

enum class ProviderKind : unsigned char { saml, oidc };
enum class Aim : unsigned char {
  enter,
  try_out,  // to see whether it works
  link,     // to be known by it from now on
  prove,    // to show once more that it is oneself; the provider has to ask again
};

struct Trial {
  Instant at;
  std::string outcome;  // "accepted", or why not
};

// Of a provider of OpenID Connect. Its secret is never shown again.
struct OpenIdShown {
  std::string client_id;
  bool has_secret;
};

struct Provider {
  ProviderId id;
  ProviderKind kind;
  std::string name;
  std::optional<std::string> issuer;   // what it calls itself; absent until its metadata is here
  std::optional<std::string> address;  // where browsers are sent
  bool enabled;
  bool only_door;
  std::optional<PersonId> break_glass;  // when it is the only door
  Joining joining;
  std::vector<std::string> domains;
  std::optional<Trial> trial;
  Instant created_at;
  // What the other side wants to know of us.
  std::optional<std::string> our_entity_id;  // of SAML
  std::string our_answer_url;                // assertion consumer service, or redirect URI
  std::string our_start_url;
  std::optional<OpenIdShown> openid;  // of OpenID Connect, once it is told whose provider it is
  std::optional<std::string> our_logout_url;  // back-channel logout URI; of OpenID Connect
};

struct NewProvider {
  ProviderKind kind;
  std::string name;
};
// Whose provider it is, and who we are there. Without a secret the old one stays, for as long as it
// is the same provider and client.
struct OpenIdChange {
  std::string issuer;
  std::string client_id;
  std::optional<std::string> client_secret;
};
// What is absent stays as it is.
struct ProviderChange {
  std::optional<std::string> name;
  std::optional<std::string> metadata;  // XML; of SAML
  std::optional<OpenIdChange> openid;   // of OpenID Connect
  std::optional<bool> enabled;
  std::optional<Joining> joining;
  std::optional<std::vector<std::string>> domains;
};

// What somebody may know who is nobody yet.
struct Door {
  ProviderId id;
  ProviderKind kind;
  std::string name;
};
// An enabled provider of a member's workspace.
struct OwnDoor {
  Door door;
  bool linked;  // it knows this member
};
struct Doors {
  bool password;
  std::vector<Door> providers;
};

// Where the browser goes, and what it must bring back.
struct SettingOff {
  std::string address;
  Secret browser;
};
struct SignOnAnswer {
  ProviderId provider;
  std::string response;  // as the kind has it
  std::string state;
  std::string browser;  // from its cookie
};
struct Arrival {
  Aim aim;
  std::optional<SignedIn> signed_in;  // of Aim::enter
};

namespace internal {
struct SignOnParts;
}

class SignOn {
 public:
  explicit SignOn(internal::SignOnParts parts);
  ~SignOn();
  // Before requests come. `saml`: the executable gatehouse-saml.
  void serve_as(std::string origin, std::filesystem::path saml);
  void fetch_through(egress::Fetcher& fetcher);

  // --- for those who set it up (Privilege::manage_sign_on)
  Task<Result<std::vector<Provider>>> providers(access::Caller caller);
  Task<Result<Provider>> add(access::Caller caller, NewProvider provider);
  Task<Result<Provider>> change(access::Caller caller, ProviderId id, ProviderChange change);
  Task<Result<>> remove(access::Caller caller, ProviderId id);
  // Makes it the only door but for this owner.
  Task<Result<Provider>> make_only_door(access::Caller caller, ProviderId id, PersonId break_glass);
  Task<Result<Provider>> open_other_doors(access::Caller caller, ProviderId id);

  // --- on the way in. `browser`: what its cookie says so far, or nothing.
  Task<Result<Doors>> doors(EmailAddress email);
  Task<Result<SettingOff>> begin(ProviderId id, std::string browser);
  // By a member, so not Aim::enter.
  Task<Result<SettingOff>> begin_as(access::Caller caller, ProviderId id, Aim aim,
                                    std::string browser);
  Task<Result<std::vector<OwnDoor>>> own_doors(access::Caller caller);
  Task<Result<>> unlink(access::Caller caller, ProviderId id);
  // Refusals are recorded here; the caller only shows them.
  Task<Result<Arrival>> accept(access::Whereabouts where, std::string agent, SignOnAnswer answer);
  Task<Result<std::string>> metadata(ProviderId id);

  // A provider's logout token: the person that it means is out at once.
  Task<Result<>> end_sessions_for(access::Whereabouts where, ProviderId id, std::string token);

  // Forgets what is over. Blocking.
  Result<> keep_house();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::identity

namespace gatehouse {
template <>
struct EnumNames<identity::ProviderKind> {
  using enum identity::ProviderKind;
  static constexpr auto names = std::to_array<std::pair<identity::ProviderKind, std::string_view>>(
      {{saml, "saml"}, {oidc, "oidc"}});
};
template <>
struct EnumNames<identity::Aim> {
  using enum identity::Aim;
  static constexpr auto names = std::to_array<std::pair<identity::Aim, std::string_view>>(
      {{enter, "enter"}, {try_out, "try_out"}, {link, "link"}, {prove, "prove"}});
};
}  // namespace gatehouse

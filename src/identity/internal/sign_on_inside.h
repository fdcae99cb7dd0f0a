// What the parts of SignOn share: setting it up, the trip to a provider, and coming in by it.
#pragma once

#include "identity/internal/live_sessions.h"
#include "identity/internal/openid_gate.h"
#include "identity/internal/passwords.h"
#include "identity/internal/providers.h"
#include "identity/internal/saml_gate.h"
#include "identity/internal/sessions.h"
#include "identity/sign_on.h"

namespace gatehouse::identity {

namespace internal {

struct SignOnParts {
  const Ground& ground;
  const People& people;
  Sessions& sessions;
  LiveSessions& live;
  Passwords& passwords;
};

// A question to a provider that has had no good answer yet.
struct RequestRow {
  ProviderId provider;
  std::string kept;
  crypto::Digest browser;
  Aim aim;
  std::optional<SessionId> session;  // of the member who began it
  Instant made_at;
  static constexpr auto columns =
      std::tuple{&RequestRow::provider, &RequestRow::kept,    &RequestRow::browser,
                 &RequestRow::aim,      &RequestRow::session, &RequestRow::made_at};
};

// What an answer is recognised by.
struct Token {
  ProviderId provider;
  crypto::Digest state;
  crypto::Digest browser;
};

// One answer on its way in.
struct Attempt {
  access::Whereabouts where;
  std::string agent;
  ProviderRow provider;
  RequestRow request;
  crypto::Digest state;
};

// Whoever came, before the transaction that lets them in is told to the world.
struct Landed {
  Aim aim;
  std::optional<Who> who = {};
  std::optional<Sessions::Begun> begun = {};
};

inline constexpr std::string_view kAccepted = "accepted";  // of a trial

}  // namespace internal

struct SignOn::Inside {
  explicit Inside(internal::SignOnParts with)
      : parts{with},
        providers{with.ground},
        saml{with.ground, providers},
        openid{with.ground, providers} {}

  internal::SignOnParts parts;
  internal::Providers providers;
  internal::SamlGate saml;
  internal::OpenIdGate openid;
  Instant tidied_at{};  // of the housekeeping thread

  internal::ProviderGate& gate(ProviderKind kind);

  // --- setting up: sign_on_setup.cpp
  Result<Provider> add_in(store::Transaction& transaction, const access::Caller& caller,
                          const NewProvider& provider, const std::string& settings) const;
  Result<Provider> change_in(store::Transaction& transaction, const access::Caller& caller,
                             ProviderId id, const ProviderChange& change,
                             const std::optional<internal::Terms>& terms) const;
  Result<> require_may_let_join(store::Reader& reader, const access::Caller& caller,
                                const Joining& joining) const;
  Result<> set_domains(store::Transaction& transaction, const access::Caller& caller, ProviderId id,
                       const std::vector<std::string>& domains) const;
  Result<Provider> close_others(store::Transaction& transaction, const access::Caller& caller,
                                ProviderId id, PersonId break_glass) const;
  Result<> end_other_sessions(store::Transaction& transaction, const access::Caller& caller) const;

  // --- the trip to a provider and back: sign_on.cpp
  Task<Result<SettingOff>> depart(internal::ProviderRow row, Aim aim,
                                  std::optional<SessionId> session, std::string browser);
  Task<Result<internal::Attempt>> recognise(access::Whereabouts where, std::string agent,
                                            internal::Token token);
  Task<Result<>> record_refusal(access::Whereabouts where, internal::Token token, Error why);

  // --- and out again, when the provider says so: sign_on_logout.cpp
  Result<> end_sessions_in(store::Transaction& transaction, const access::Whereabouts& where,
                           const internal::ProviderRow& row, const openid::Claims& said);
  Result<> note_strength(store::Transaction& transaction, const internal::Attempt& attempt,
                         const internal::Subject& subject, PersonId person);

  // --- coming in: sign_on_landing.cpp
  using Newcomer = std::optional<internal::People::NewPerson>;
  Task<Result<internal::Landed>> land(internal::Attempt attempt, std::string response);
  Task<Result<Newcomer>> newcomer(internal::Attempt attempt, internal::Subject subject);
  Result<internal::Landed> land_in(store::Transaction& transaction,
                                   const internal::Attempt& attempt,
                                   const internal::Subject& subject, const Newcomer& newcomer);
  Result<internal::Landed> enter_in(store::Transaction& transaction,
                                    const internal::Attempt& attempt,
                                    const internal::Subject& subject, const Newcomer& newcomer);
  Result<internal::Who> person_in(store::Transaction& transaction, const internal::Attempt& attempt,
                                  const crypto::Digest& subject, const Newcomer& newcomer);
  Result<internal::LiveSessions::Seen> member_in(const internal::Attempt& attempt) const;
  Result<> link_in(store::Transaction& transaction, const internal::Attempt& attempt,
                   const crypto::Digest& subject);
  Result<> prove_in(store::Transaction& transaction, const internal::Attempt& attempt,
                    const internal::Subject& subject);
  Result<> try_in(store::Transaction& transaction, const internal::Attempt& attempt);
};

}  // namespace gatehouse::identity

// What the two halves of SignOn share: setting it up, and coming in by it.
#pragma once

#include "identity/internal/live_sessions.h"
#include "identity/internal/passwords.h"
#include "identity/internal/providers.h"
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
  std::string request;
  crypto::Digest browser;
  Aim aim;
  std::optional<SessionId> session;  // of the member who began it
  static constexpr auto columns =
      std::tuple{&RequestRow::provider, &RequestRow::request, &RequestRow::browser,
                 &RequestRow::aim, &RequestRow::session};
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
  std::optional<Who> who;
  std::optional<Sessions::Begun> begun;
};

}  // namespace internal

struct SignOn::Inside {
  explicit Inside(internal::SignOnParts with)
      : parts{with}, providers{with.ground}, saml{with.ground} {}

  internal::SignOnParts parts;
  internal::Providers providers;
  internal::SamlGate saml;
  BreakGlassProof break_glass_proof = [](store::Reader&, PersonId) -> Result<bool> { return true; };
  Instant tidied_at{};  // of the housekeeping thread

  // --- setting up: sign_on_setup.cpp
  Result<Provider> add_in(store::Transaction& transaction, const access::Caller& caller,
                          const NewProvider& provider,
                          const internal::SamlSettings& settings) const;
  Result<Provider> change_in(store::Transaction& transaction, const access::Caller& caller,
                             ProviderId id, const ProviderChange& change,
                             const std::optional<saml::TheirSide>& theirs) const;
  Result<> set_domains(store::Transaction& transaction, const access::Caller& caller, ProviderId id,
                       const std::vector<std::string>& domains) const;
  Result<Provider> close_others(store::Transaction& transaction, const access::Caller& caller,
                                ProviderId id, PersonId break_glass) const;

  // --- coming in: sign_on.cpp
  Task<Result<Departure>> depart(internal::ProviderRow row, Aim aim,
                                 std::optional<SessionId> session, std::string browser);
  Task<Result<internal::Attempt>> recognise(access::Whereabouts where, std::string agent,
                                            internal::Token token);
  Task<Result<internal::Landed>> land(internal::Attempt attempt, std::string response);
  Task<Result<std::optional<internal::People::NewPerson>>> newcomer(internal::Attempt attempt,
                                                                    internal::SamlSubject subject);
  Result<internal::Landed> land_in(store::Transaction& transaction,
                                   const internal::Attempt& attempt,
                                   const internal::SamlSubject& subject,
                                   const std::optional<internal::People::NewPerson>& newcomer);
  Result<internal::Who> person_in(store::Transaction& transaction, const internal::Attempt& attempt,
                                  const crypto::Digest& subject,
                                  const std::optional<internal::People::NewPerson>& newcomer);
  Result<> link_in(store::Transaction& transaction, const internal::Attempt& attempt,
                   const crypto::Digest& subject);
  Task<Result<>> record_refusal(access::Whereabouts where, internal::Token token, Error why);
};

}  // namespace gatehouse::identity

// How a provider of one kind is spoken to. Everything that is the same for all kinds (who may begin
// what, in which browser, once, and who comes in) stands in SignOn.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/task.h"
#include "identity/internal/provider_row.h"

namespace gatehouse::identity::internal {

// Whether the provider has to ask the person again, whoever is signed in there.
enum class Asking : unsigned char { if_needed, again };

struct Trip {
  std::string state;  // comes back with the answer
  Asking asking = Asking::if_needed;
};

struct TripBegun {
  std::string address;  // where the browser goes
  std::string kept;     // what the answer must be in answer to; the gate's own text
};

// Whom the provider names.
struct Subject {
  std::string issuer;
  std::string name;  // never passed on to another person; not an address
  std::string answer_id;
  Instant good_until;  // how long the answer could be used, so how long its id is remembered
  std::optional<std::string> email;
  std::optional<std::string> display_name;
  std::optional<Instant> authenticated_at;  // by the provider itself, when it says so
  std::string strength = {};  // how they were known there, in its own words
};

// What we know of a provider once somebody has told us.
struct Terms {
  std::string issuer;
  std::string address;   // where browsers are sent
  std::string settings;  // JSON of the kind
};

class ProviderGate {
 public:
  virtual ~ProviderGate() = default;

  // Settings of a new provider, before anything is known of it.
  virtual Task<Result<std::string>> furnish() = 0;
  // Nothing when the change says nothing that concerns this kind.
  virtual Task<Result<std::optional<Terms>>> learn(ProviderRow provider, ProviderChange change) = 0;
  // kProviderNotReady before learn().
  virtual Task<Result<TripBegun>> begin(ProviderRow provider, Trip trip) = 0;
  // kSignOnRefused with the reason, for our log.
  virtual Task<Result<Subject>> accept(ProviderRow provider, std::string kept,
                                       std::string answer) = 0;
};

}  // namespace gatehouse::identity::internal

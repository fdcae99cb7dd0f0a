// A session as it is stored; where it was used from is sealed, its refresh tokens are hashes.
#pragma once

#include <optional>
#include <string>

#include "identity/internal/ground.h"

namespace gatehouse::identity::internal {

struct SessionRow {
  SessionId id;
  PersonId person;
  TenantId tenant;
  Instant started_at;
  Instant last_used_at;
  Instant ends_at;
  vault::Sealed<std::string> address;
  vault::Sealed<std::string> agent;
  std::optional<Instant> ended_at;
  static constexpr auto columns =
      std::tuple{&SessionRow::id,         &SessionRow::person,       &SessionRow::tenant,
                 &SessionRow::started_at, &SessionRow::last_used_at, &SessionRow::ends_at,
                 &SessionRow::address,    &SessionRow::agent,        &SessionRow::ended_at};
};

// Where from and with what a session was used last.
struct Visit {
  std::string address;
  std::string agent;
};
struct SealedVisit {
  vault::Sealed<std::string> address;
  vault::Sealed<std::string> agent;
};
SealedVisit sealed_visit(const vault::Keyring& keys, SessionId session, const IpAddress& address,
                         std::string_view agent);
Result<std::string> opened_agent(const vault::Keyring& keys, SessionId session,
                                 const vault::Sealed<std::string>& agent);
Result<Visit> opened_visit(const vault::Keyring& keys, const SessionRow& row);

// The browser's own description, cut to a length that fits a list.
std::string clean_agent(std::string_view agent);

// What is kept of a refresh token (control IDN-09).
Bytes stored_token(std::string_view token);

}  // namespace gatehouse::identity::internal

#include "identity/internal/session_row.h"

#include "base/control.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::size_t kLongestAgent = 200;  // code points
constexpr auto kPurpose = vault::Purpose::contact;
using Text = vault::Sealed<std::string>;

vault::Place address_of(const SessionId& session) { return {"session", "address", session.bits()}; }
vault::Place agent_of(const SessionId& session) { return {"session", "agent", session.bits()}; }

Bytes as_it_is(std::string_view token) {
  const BytesView bytes = as_bytes(token);
  return {bytes.begin(), bytes.end()};
}
Bytes hashed(std::string_view token) {
  const crypto::Digest digest = crypto::sha256(as_bytes(token));
  return {digest.begin(), digest.end()};
}

}  // namespace

SealedVisit sealed_visit(const vault::Keyring& keys, SessionId session, const IpAddress& address,
                         std::string_view agent) {
  return {Text::of(keys, kPurpose, address_of(session), address.text()),
          Text::of(keys, kPurpose, agent_of(session), std::string{agent})};
}

Result<std::string> opened_agent(const vault::Keyring& keys, SessionId session, const Text& agent) {
  return agent.open(keys, kPurpose, agent_of(session));
}

Result<Visit> opened_visit(const vault::Keyring& keys, const SessionRow& row) {
  TRY(std::string address, row.address.open(keys, kPurpose, address_of(row.id)));
  TRY(std::string agent, row.agent.open(keys, kPurpose, agent_of(row.id)));
  return Visit{std::move(address), std::move(agent)};
}

std::string clean_agent(std::string_view agent) {
  return std::string{first_code_points(cleaned(agent), kLongestAgent)};
}

Bytes stored_token(std::string_view token) {
  return enforced<"IDN-09"> ? hashed(token) : as_it_is(token);
}

}  // namespace gatehouse::identity::internal

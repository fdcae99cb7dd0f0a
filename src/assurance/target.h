// The server under attack, and those who attack it.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assurance/passkey.h"
#include "assurance/protocol.h"
#include "assurance/wire.h"
#include "audit/audit.h"
#include "identity/password_cost.h"
#include "vault/vault.h"

namespace gatehouse::assurance {

// What a verifier on the same machine may see besides the port: the files, and the keys to read
// them.
struct DataView {
  std::filesystem::path root;
  std::filesystem::path databases;
  std::filesystem::path master_key;
  vault::Vault* vault;
  std::function<bool()> opens_exposed_key;  // a copy of the master key that others may read
  // A tenant's audit log, checked on a copy in memory that was tampered with.
  std::function<Result<audit::Verification>(TenantId, audit::Tampering)> verify_copy;
  // How passwords are stored and what a hash costs.
  std::function<Result<std::vector<identity::PasswordForm>>()> password_forms;
  std::function<Result<std::string>(PersonId)> password_form;
  std::function<Result<std::optional<identity::PasswordCost>>()> password_cost;
  // A statement with a signature by the key of evidence, as only a thief of all keys could make it.
  std::function<std::string(std::string_view)> sign_statement;
  // A token by the key that signs now, as only a thief of all keys could make it: header, payload.
  std::function<Result<std::string>(std::string_view, std::string_view)> forge_token;
};

// Somebody with an address of their own, and perhaps an identity. Each request is a new connection
// unless said otherwise, so that nothing is carried over unseen.
class Attacker {
 public:
  Attacker(const ServerPlace& place, std::optional<std::string> address)
      : place_{&place}, address_{std::move(address)} {}

  Answer ask(Ask ask) const;  // with the identity's headers added; status 0 when no answer came
  Answer get(std::string target) const { return ask({.target = std::move(target)}); }
  Answer post(std::string target, std::string body) const {
    return ask({.method = "POST", .target = std::move(target), .body = std::move(body)});
  }
  // Exactly these bytes on a TLS connection; what came back until one answer is whole.
  Answer raw(std::string_view bytes) const;
  Result<Wire> tls(const TlsOffer& offer = {}) const;
  Result<Wire> tcp() const;
  // A WebSocket with the identity's proof; extra headers are added.
  Result<std::pair<Answer, std::optional<WebSocket>>> socket(std::string_view target,
                                                             HeaderList extra = {}) const;

  const ServerPlace& place() const { return *place_; }
  const std::optional<std::string>& address() const { return address_; }

  // Takes cookies and the session's token from an answer that let somebody in.
  void adopt(const Answer& answer);
  // As the holder of a passkey: adds it to a session that may enrol, signs in with nothing else,
  // proves oneself in the session again.
  Answer enrol(Passkey& passkey) const;
  Answer sign_in(const Passkey& passkey);
  Answer prove(const Passkey& passkey) const;

  // Identity: what is sent with every request. Public, because probes forge them.
  HeaderList identity;        // Cookie, X-Gatehouse-CSRF, Origin, or Authorization
  std::string csrf;           // of a member
  std::string access_token;   // of a member
  std::string refresh_token;  // of a member
  std::string visitor_token;  // of a visitor
  std::string session;        // of a member: "ses_…"

 private:
  const ServerPlace* place_;
  std::optional<std::string> address_;
};

struct TargetOptions {
  ServerPlace place;
  std::optional<std::string> authority_file;  // to know the server by, before a credential is sent
  std::function<std::string()> credential;    // a fresh one
  Scope scope = Scope::full;
  std::optional<DataView> data;
};

class Target {
 public:
  // Makes the probe tenants.
  static Result<std::unique_ptr<Target>> open(TargetOptions options);
  ~Target();  // removes them

  const ServerPlace& place() const { return options_.place; }
  const ProbeTenant& tenant(std::size_t at) const { return run_.tenants.at(at); }
  const std::optional<DataView>& data() const { return options_.data; }
  RunId run() const { return run_.run; }
  const ServerFacts& server() const { return run_.server; }

  // On loopback each has an address of its own (127.0.0.0/8), so that limits count probes apart.
  Attacker stranger();
  // Signed in for real. An empty csrf means that signing in failed.
  Attacker member(const ProbeMember& member);
  // With the password alone, which is half a sign-in for an owner.
  Attacker by_password(const ProbeMember& member);
  // Within the last five minutes, as sensitive acts demand.
  void prove(const Attacker& attacker, const ProbeMember& member) const;
  Attacker visitor(WidgetId widget);

  // Entries of the audit logs of probe tenants and of the installation.
  std::vector<SeenEntry> entries(std::string_view query);  // "correlation=req_…" or "event=…"
  // The refusal behind an answer stands in the log, in this control's name.
  bool is_recorded(const Answer& refusal, std::string_view control);
  // For refusals before there was a request: by the attacker's address.
  bool is_recorded(const Attacker& attacker, std::string_view control);

  Result<> age_key(std::string_view key, std::chrono::seconds by);
  Result<> age_session(std::string_view session, std::chrono::seconds by);
  // An agent of a probe tenant that no other probe uses; without an address on failure.
  ProbeMember new_member(std::size_t tenant, std::string_view role = "agent");
  // The token of a link for a member's new password, as if made `age` ago; empty on failure.
  std::string reset_token(const ProbeMember& member, std::chrono::seconds age = {});
  Result<> change_email(const ProbeMember& member, std::string_view email);
  // Makes failed logins older, of an e-mail "…@probe.invalid", of an attacker's address, or both.
  Result<> age_failures(std::optional<std::string> email, std::optional<std::string> address,
                        std::chrono::seconds by);
  Answer as_verifier(Ask ask) const;

 private:
  explicit Target(TargetOptions options) : options_{std::move(options)} {}
  Result<> equip_members();
  TargetOptions options_;
  ProbeRun run_;
  std::map<PersonId, Passkey> passkeys_;  // of the owners, who must have one
  std::atomic<std::uint32_t> next_address_ = 0;
};

}  // namespace gatehouse::assurance

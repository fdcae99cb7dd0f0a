// Those who use a server: each from a source address of their own, so that nobody uses up the
// limits of somebody else.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assurance/target.h"
#include "test/integration/json.h"
#include "test/integration/server.h"

namespace gatehouse::test {

using assurance::Answer;

inline constexpr std::string_view kOwnerEmail = "olga@example.com";
inline constexpr std::string_view kOwnerPassword = "seven quiet lanterns drift";
inline constexpr std::string_view kMemberPassword = "nine copper violins hum";

// An open WebSocket and what came over it.
class LiveSocket {
 public:
  explicit LiveSocket(assurance::WebSocket socket) : socket_{std::move(socket)} {}

  using Fits = std::function<bool(const Json&)>;
  // The next event of this type that fits; what comes before it is passed over. Null, and a failed
  // test, when it does not come.
  Json await(std::string_view type, const Fits& fits = [](const Json&) { return true; });
  Json await_message(std::string_view text);  // the event "message" with this text
  Json await_author(std::string_view author);
  void send(std::string_view text);
  // The server ends it; what still comes before that is heard.
  bool ends();
  // Everything that came so far.
  const std::vector<Json>& heard() const { return heard_; }
  bool has_heard(std::string_view text) const;  // anywhere

 private:
  assurance::WebSocket socket_;
  std::vector<Json> heard_;
};

// Somebody without an identity.
class Client {
 public:
  explicit Client(const RunningServer& server);
  virtual ~Client() = default;

  Answer ask(assurance::Ask ask) const { return attacker().ask(std::move(ask)); }
  Answer get(std::string target) const { return ask({.target = std::move(target)}); }
  Answer post(std::string target, std::string body = "{}") const;
  Answer patch(std::string target, std::string body) const;
  Answer remove(std::string target) const;
  // Open, or a failed test.
  LiveSocket listen(std::string target) const;
  Answer listen_answer(std::string target) const;  // of the handshake
  // With the identity's headers, for what needs a finer hand.
  assurance::Attacker attacker() const;
  const RunningServer& server() const { return *server_; }

 protected:
  virtual void identify(assurance::Attacker& attacker) const;

 private:
  const RunningServer* server_;
  std::string address_;
};

class Member : public Client {
 public:
  using Client::Client;
  // Takes cookies and session from an answer to setting up, signing in, joining or renewing.
  void adopt(const Answer& answer);
  // As the dashboard leads people: with the passkey they have, or a new one where they must have
  // one.
  Answer sign_in(std::string_view email, std::string_view password);
  Answer sign_in_halfway(std::string_view email, std::string_view password);  // the password only
  Answer enrol();                                                             // a new passkey
  Answer prove();  // by the passkey, once more
  Answer renew();  // adopts the new tokens
  LiveSocket listen() const { return Client::listen("/api/v1/socket"); }

  std::string email() const { return text_at(session, "/person/email"); }

  Json session;
  std::string access;
  std::string refresh;
  std::string csrf;

 protected:
  void identify(assurance::Attacker& attacker) const override;
};

// With a key of theirs that may do all that they may; from an address of its own.
assurance::Attacker machine_of(const Member& owner);

// The value of a cookie in an answer, without its attributes.
std::string cookie_in(const Answer& answer, std::string_view name);

// A visitor of a bot's widget, known to the server.
class Visitor : public Client {
 public:
  Visitor(const RunningServer& server, std::string widget);

  Answer say(std::string_view text, std::string_view client_id) const;
  Answer say(std::string_view text) const;  // with a client_id of its own
  Json view() const;                        // GET conversation
  LiveSocket listen() const { return Client::listen(path("/socket")); }
  std::string path(std::string_view rest) const;

  std::string widget;
  std::string token;

 protected:
  void identify(assurance::Attacker& attacker) const override;
};

std::string fresh_client_id();
std::string fresh_address();  // of the loopback network; limits count it by itself

// The token of a fresh set-up link, made by the command of the server's machine.
std::string setup_token(const RunningServer& server);
std::string setup_body(std::string_view token, std::string_view password = kOwnerPassword);
// The first owner, signed in.
Member set_up(const RunningServer& server);
// A further member, invited by the owner.
Member joined(const Member& owner, std::string_view email, std::string_view role);

struct NewBot {
  std::string id;
  std::string widget;
};
// A bot that knows when the shop is open, and nothing else.
NewBot bot_of_a_shop(const Member& owner);
inline constexpr std::string_view kShopQuestion = "When is the shop open?";
inline constexpr std::string_view kShopAnswer = "The shop is open from nine to five on weekdays.";
NewBot demo_bot(const Member& owner);

}  // namespace gatehouse::test

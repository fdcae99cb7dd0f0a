#include "test/integration/people.h"

#include "test/integration/pass_time.h"

#include <atomic>
#include <cstdlib>

#include <fmt/format.h>

namespace gatehouse::test {

using assurance::Attacker;

// Apart from the addresses that assurance::Target gives its attackers.
std::string fresh_address() {
  static std::atomic<std::uint32_t> next = 0;
  const std::uint32_t number = next++;
  return fmt::format("127.{}.{}.{}", 64 + number / 62'500, number / 250 % 250, 1 + number % 250);
}

// --- LiveSocket
// ------------------------------------------------------------------------------------

Json LiveSocket::await(std::string_view type, const Fits& fits) {
  for (;;) {
    const auto text = socket_.receive(kPatience);
    if (!text) {
      ADD_FAILURE() << "Waited in vain for '" << type << "': " << text.error().detail();
      return {};
    }
    heard_.push_back(boost::json::parse(*text));
    if (text_at(heard_.back(), "/type") == type && fits(heard_.back())) return heard_.back();
  }
}

Json LiveSocket::await_message(std::string_view text) {
  return await("message",
               [text](const Json& event) { return text_at(event, "/message/text") == text; });
}

Json LiveSocket::await_author(std::string_view author) {
  return await("message",
               [author](const Json& event) { return text_at(event, "/message/author") == author; });
}

void LiveSocket::send(std::string_view text) { EXPECT_TRUE(socket_.send(text).has_value()); }

bool LiveSocket::ends() {
  for (;;) {
    const auto text = socket_.receive(kPatience);
    if (!text) return !text.error().is(assurance::kNothingCame);
    heard_.push_back(boost::json::parse(*text));
  }
}

bool LiveSocket::has_heard(std::string_view text) const {
  for (const Json& event : heard_)
    if (boost::json::serialize(event).find(text) != std::string::npos) return true;
  return false;
}

// --- Client
// ----------------------------------------------------------------------------------------

Client::Client(const RunningServer& server) : server_{&server}, address_{fresh_address()} {}

Attacker Client::attacker() const {
  Attacker attacker{server_->place(), address_};
  attacker.identity = {{"Origin", server_->place().origin()}};
  identify(attacker);
  return attacker;
}

void Client::identify(Attacker&) const {}

Answer Client::post(std::string target, std::string body) const {
  return ask({.method = "POST", .target = std::move(target), .body = std::move(body)});
}

Answer Client::patch(std::string target, std::string body) const {
  return ask({.method = "PATCH", .target = std::move(target), .body = std::move(body)});
}

Answer Client::remove(std::string target) const {
  return ask({.method = "DELETE", .target = std::move(target)});
}

LiveSocket Client::listen(std::string target) const {
  auto opened = attacker().socket(target);
  if (!opened || !opened->second) {
    fmt::print(stderr, "The socket {} did not open: {}\n", target,
               opened ? opened->first.brief() : opened.error().detail());
    std::exit(1);
  }
  LiveSocket socket{*std::move(opened->second)};
  socket.await("hello");
  return socket;
}

Answer Client::listen_answer(std::string target) const {
  const auto opened = attacker().socket(target);
  return opened ? opened->first : Answer{};
}

// --- Member
// ----------------------------------------------------------------------------------------

assurance::Attacker machine_of(const Member& owner) {
  const Answer made = owner.post(
      "/api/v1/keys", fmt::format(R"({{"name":"A machine","privileges":{}}})",
                                  boost::json::serialize(at(owner.session, "/privileges"))));
  EXPECT_EQ(made.status, 201) << made.body;
  assurance::Attacker machine{owner.server().place(), fresh_address()};
  machine.identity = {{"Authorization", "Bearer " + made.text_at("/token")}};
  return machine;
}

std::string cookie_in(const Answer& answer, std::string_view name) {
  for (const std::string_view line : answer.all("set-cookie")) {
    const std::string start = fmt::format("{}=", name);
    if (line.starts_with(start))
      return std::string{line.substr(start.size(), line.find(';') - start.size())};
  }
  return {};
}

void Member::adopt(const Answer& answer) {
  session = body_of(answer);
  csrf = text_at(session, "/csrf");
  access = cookie_in(answer, "__Host-gh_access");
  refresh = cookie_in(answer, "__Host-gh_refresh");
}

Answer Member::sign_in(std::string_view email, std::string_view password) {
  Answer answer = sign_in_halfway(email, password);
  if (answer.status != 200) return answer;
  const std::string stage = answer.text_at("/stage");
  if (stage == "password") EXPECT_EQ(prove().status, 200);
  if (stage == "enrolling") EXPECT_EQ(enrol().status, 201);
  session = body_of(get("/api/v1/session"));
  return answer;
}

Answer Member::enrol() {
  assurance::Passkey passkey = assurance::Passkey::make();
  Answer added = attacker().enrol(passkey);
  if (added.status == 201) server().passkeys().insert_or_assign(email(), std::move(passkey));
  return added;
}

Answer Member::prove() {
  const auto passkey = server().passkeys().find(email());
  if (passkey == server().passkeys().end()) return {};
  return attacker().prove(passkey->second);
}

Answer Member::sign_in_halfway(std::string_view email, std::string_view password) {
  const Answer answer = post("/api/v1/session", fmt::format(R"({{"email":{},"password":{}}})",
                                                            in_quotes(email), in_quotes(password)));
  if (answer.status == 200) adopt(answer);
  return answer;
}

Answer Member::renew() {
  const Answer answer = ask({.method = "POST", .target = "/api/v1/session/refresh"});
  if (answer.status == 200) adopt(answer);
  return answer;
}

void Member::identify(Attacker& attacker) const {
  attacker.csrf = csrf;
  if (!access.empty())
    attacker.identity.emplace_back(
        "Cookie", fmt::format("__Host-gh_access={}; __Host-gh_refresh={}", access, refresh));
  if (!csrf.empty()) attacker.identity.emplace_back("X-Gatehouse-CSRF", csrf);
}

// --- Visitor
// ---------------------------------------------------------------------------------------

Visitor::Visitor(const RunningServer& server, std::string bots_widget)
    : Client{server}, widget{std::move(bots_widget)} {
  const Answer answer = post(path("/visitors"), R"({"page":"https://shop.example/prices"})");
  EXPECT_EQ(answer.status, 201) << answer.body;
  token = answer.text_at("/token");
}

Answer Visitor::say(std::string_view text, std::string_view client_id) const {
  return post(path("/messages"), fmt::format(R"({{"client_id":{},"text":{}}})",
                                             in_quotes(client_id), in_quotes(text)));
}

Answer Visitor::say(std::string_view text) const { return say(text, fresh_client_id()); }

Json Visitor::view() const { return body_of(get(path("/conversation"))); }

std::string Visitor::path(std::string_view rest) const {
  return fmt::format("/widget/v1/{}{}", widget, rest);
}

void Visitor::identify(Attacker& attacker) const {
  if (token.empty()) return;
  attacker.visitor_token = token;
  attacker.identity.emplace_back("Authorization", "Bearer " + token);
}

std::string fresh_client_id() {
  static std::atomic<std::uint64_t> next = 0;
  return fmt::format("client-message-{}", ++next);
}

// --- Ways in
// ---------------------------------------------------------------------------------------

std::string setup_token(const RunningServer& server) {
  const Finished link = run_gatehouse({"admin", "setup-link", "--data", server.data().string()});
  EXPECT_EQ(link.code, 0) << link.errors;
  const std::size_t hash = link.output.find('#');
  if (hash == std::string::npos) return {};
  return link.output.substr(hash + 1, link.output.find('\n', hash) - hash - 1);
}

std::string setup_body(std::string_view token, std::string_view password) {
  return fmt::format(
      R"({{"token":{},"name":"Olga Owner","email":{},"password":{},"workspace":"Harbour Books"}})",
      in_quotes(token), in_quotes(kOwnerEmail), in_quotes(password));
}

Member set_up(const RunningServer& server) {
  Member owner{server};
  const Answer answer = owner.post("/api/v1/setup", setup_body(setup_token(server)));
  if (answer.status != 201) {
    fmt::print(stderr, "Setting up failed: {} {}\n{}\n", answer.status, answer.body,
               server.errors());
    std::exit(1);
  }
  owner.adopt(answer);
  EXPECT_EQ(owner.enrol().status, 201);
  owner.session = body_of(owner.get("/api/v1/session"));
  return owner;
}

Member joined(const Member& owner, std::string_view email, std::string_view role) {
  const Answer invitation = owner.post("/api/v1/invitations",
                                       fmt::format(R"({{"email":"{}","role":"{}"}})", email, role));
  EXPECT_EQ(invitation.status, 201) << invitation.body;
  const std::string link = invitation.text_at("/link");
  Member member{owner.server()};
  const Answer answer = member.post(
      "/api/v1/invitations/accept",
      fmt::format(R"({{"token":{},"name":"Member {}","password":{}}})",
                  in_quotes(link.substr(link.find('#') + 1)), role, in_quotes(kMemberPassword)));
  EXPECT_EQ(answer.status, 201) << answer.body;
  member.adopt(answer);
  // A role that decides over others waits: for a day, because the owner is the only one who could
  // approve it.
  if (!invitation.text_at("/approval").empty()) {
    LiveSocket inbox = member.listen();
    let_a_day_pass_for_requests(owner.server());
    EXPECT_TRUE(inbox.ends()) << "the role was not given";
    EXPECT_EQ(member.sign_in(email, kMemberPassword).status, 200);
  }
  if (text_at(member.session, "/stage") == "enrolling") EXPECT_EQ(member.enrol().status, 201);
  return member;
}

NewBot bot_of_a_shop(const Member& owner) {
  const Answer bot = owner.post("/api/v1/bots", R"({"name":"Shop","greeting":"Hello!"})");
  EXPECT_EQ(bot.status, 201) << bot.body;
  const std::string id = bot.text_at("/id");
  const Answer source = owner.post(fmt::format("/api/v1/bots/{}/sources", id),
                                   fmt::format(R"({{"kind":"question","question":{},"answer":{}}})",
                                               in_quotes(kShopQuestion), in_quotes(kShopAnswer)));
  EXPECT_EQ(source.status, 201) << source.body;
  return {id, bot.text_at("/widget")};
}

NewBot demo_bot(const Member& owner) {
  const Json bots = body_of(owner.get("/api/v1/bots"));
  const Json& bot = with(list_at(bots, "/items"), "/name", "Gatehouse guide");
  return {text_at(bot, "/id"), text_at(bot, "/widget")};
}

}  // namespace gatehouse::test

// Bots: what was granted of one, and the walls between them.
#include <algorithm>

#include "assurance/probes/members.h"
#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

namespace {

std::string bot_path(std::string_view bot, std::string_view rest = "") {
  return fmt::format("/api/v1/bots/{}{}", bot, rest);
}
std::string conversation_path(std::string_view id, std::string_view rest = "") {
  return fmt::format("/api/v1/conversations/{}{}", id, rest);
}

// A member with every right of bots in their role, and none of a bot yet.
struct Granted {
  Attacker owner;
  ProbeMember who;
  Attacker as;
};
Granted granted_member(Target& target, std::size_t tenant) {
  Attacker owner = target.member(target.tenant(tenant).owner);
  ProbeMember who = new_member(target, owner, new_role(owner, kAllOfBots, false));
  Attacker as = target.member(who);
  return {std::move(owner), std::move(who), std::move(as)};
}

// What came over a socket until this was said; the text is said by the one who may be heard.
std::string heard_until(WebSocket& socket, std::string_view last) {
  std::string heard;
  while (heard.find(last) == std::string::npos) {
    const auto text = socket.receive(std::chrono::seconds{5});
    if (!text) return heard;
    heard += *text;
  }
  return heard;
}

void expect_nothing_of(Notebook& notebook, const std::string& body, std::string did,
                       std::initializer_list<std::string_view> secrets) {
  std::string found = "nothing";
  for (const std::string_view secret : secrets)
    if (body.find(secret) != std::string::npos) found = secret;
  notebook.expect(found == "nothing", std::move(did), "nothing", std::move(found));
}

// --- ACC-03
// ----------------------------------------------------------------------------------------

void reading_and_writing_are_granted_bot_by_bot(Target& target, Notebook& notebook) {
  const Granted member = granted_member(target, 1);
  if (!notebook.expect(!member.as.csrf.empty(), "bring in a member", "signed in", member.who.email))
    return;
  const NewBot read = new_bot(member.owner, "Granted to read");
  const NewBot write = new_bot(member.owner, "Granted to write");
  const NewBot hidden = new_bot(member.owner, "Vermilion secret");
  const std::string said =
      open_conversation(target.visitor(read.widget), read.widget, "of the bot that is read");
  const std::string unsaid =
      open_conversation(target.visitor(hidden.widget), hidden.widget, "vermilion words");
  expect_status(notebook,
                grant(member.owner, member.who, read.id, R"("read_bots","read_conversations")"),
                200, "grant reading of the first bot");
  expect_status(notebook, grant(member.owner, member.who, write.id, R"("edit_bots")"), 200,
                "grant changing of the second");

  const Answer list = member.as.get("/api/v1/bots");
  notebook.expect(
      list.body.find(read.id) != std::string::npos && list.body.find(write.id) != std::string::npos,
      "list the bots", "the two that are granted", list.brief());
  expect_nothing_of(notebook, list.body, "look for the third in the list",
                    {hidden.id, "Vermilion"});

  const std::string change = R"({"greeting":"changed by a probe"})";
  expect_status(notebook, member.as.get(bot_path(read.id)), 200, "read the first bot");
  expect_status(notebook, member.as.get(conversation_path(said)), 200, "read its conversation");
  expect_refused(target, notebook,
                 member.as.ask({.method = "PATCH", .target = bot_path(read.id), .body = change}),
                 403, "ACC-03", "change the first bot");
  expect_refused(target, notebook,
                 member.as.post(conversation_path(said, "/messages"), message_body("hello")), 403,
                 "ACC-03", "reply in its conversation");
  expect_status(notebook,
                member.as.ask({.method = "PATCH", .target = bot_path(write.id), .body = change}),
                200, "change the second bot");
  expect_refused(target, notebook,
                 member.as.ask({.method = "DELETE", .target = bot_path(write.id)}), 403, "ACC-03",
                 "delete the second bot");
  expect_refused(target, notebook,
                 member.as.ask({.method = "PATCH",
                                .target = bot_path(write.id),
                                .body = R"({"domains":["https://x.example"]})"}),
                 403, "ACC-03", "publish the second bot");

  // Noted once for each kind of act, so the first of its kind is the one to look for.
  expect_refused(target, notebook, member.as.get(bot_path(hidden.id)), 404, "ACC-03",
                 "read the third bot");
  const std::string nowhere = absent(hidden.id);
  for (const std::string_view rest : {"", "/sources"})
    expect_absent(notebook, member.as, {.target = bot_path(hidden.id, rest)},
                  bot_path(nowhere, rest));
  expect_absent(notebook, member.as,
                {.method = "PATCH", .target = bot_path(hidden.id), .body = change},
                bot_path(nowhere));
  expect_absent(notebook, member.as, {.method = "DELETE", .target = bot_path(hidden.id)},
                bot_path(nowhere));
  expect_absent(
      notebook, member.as,
      {.method = "POST", .target = bot_path(hidden.id, "/try"), .body = R"({"question":"?"})"},
      bot_path(nowhere, "/try"));
  for (const std::string_view rest : {"", "/messages"})
    expect_absent(notebook, member.as, {.target = conversation_path(unsaid, rest)},
                  conversation_path(absent(unsaid), rest));
  for (const std::string_view act : {"/take-over", "/close", "/read"})
    expect_absent(notebook, member.as,
                  {.method = "POST", .target = conversation_path(unsaid, act), .body = "{}"},
                  conversation_path(absent(unsaid), act));
}

void what_is_taken_away_is_gone_at_once(Target& target, Notebook& notebook) {
  const Granted member = granted_member(target, 1);
  const NewBot bot = new_bot(member.owner, "Granted for a while");
  expect_status(notebook, grant(member.owner, member.who, bot.id, kAllOfBots), 200, "grant a bot");
  expect_status(notebook, member.as.get(bot_path(bot.id)), 200, "read it");
  auto socket = member.as.socket("/api/v1/socket");
  if (!notebook.expect(socket && socket->second, "open a socket", "open", "refused")) return;
  expect_status(notebook, grant(member.owner, member.who, bot.id, ""), 200, "take it away again");
  expect_refused(target, notebook, member.as.get(bot_path(bot.id)), 404, "ACC-03",
                 "read it in the same session");
  notebook.expect(socket->second->closed_within(std::chrono::seconds{1}), "wait for the socket",
                  "closed within a second", "see there");
  expect_status(notebook, member.as.get("/api/v1/session"), 200, "go on in the session");
}

// --- ACC-06
// ----------------------------------------------------------------------------------------

void another_bots_inbox_does_not_exist(Target& target, Notebook& notebook) {
  const Granted member = granted_member(target, 0);
  if (!notebook.expect(!member.as.csrf.empty(), "bring in a member", "signed in", member.who.email))
    return;
  const NewBot own = new_bot(member.owner, "Own side");
  const NewBot other = new_bot(member.owner, "Other side");
  expect_status(notebook, grant(member.owner, member.who, own.id, kAllOfBots), 200,
                "grant the first bot");
  const std::string before = member.as.get("/api/v1/conversations").body;
  auto socket = member.as.socket("/api/v1/socket");
  if (!notebook.expect(socket && socket->second, "open a socket", "open", "refused")) return;

  constexpr std::string_view kCanary = "heliotrope behind the wall";
  const Attacker visitor = target.visitor(other.widget);
  const std::string hidden = open_conversation(visitor, other.widget, kCanary);
  if (!notebook.expect(!hidden.empty(), "say something to the other bot", "a conversation", hidden))
    return;
  (void)visitor.post(widget_path(other.widget, "/person"), "{}");

  notebook.expect(member.as.get("/api/v1/conversations").body == before,
                  "list and count the conversations", "the same as before",
                  member.as.get("/api/v1/conversations").body);
  for (const std::string_view query :
       {"search=heliotrope", "state=open", "handled_by=waiting", "limit=1"})
    expect_nothing_of(notebook, member.as.get(fmt::format("/api/v1/conversations?{}", query)).body,
                      fmt::format("list with {}", query), {kCanary, hidden, other.id});
  expect_absent(notebook, member.as, {.target = conversation_path(hidden)},
                conversation_path(absent(hidden)));
  (void)open_conversation(target.visitor(own.widget), own.widget, "the last word");
  const std::string heard = heard_until(*socket->second, "the last word");
  notebook.expect(heard.find("the last word") != std::string::npos, "listen to one's own bot",
                  "its message", heard);
  expect_nothing_of(notebook, heard, "listen for the other bot", {kCanary, hidden, other.id});
}

void another_bots_things_are_not_reached_through_ones_own(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker agent = target.member(tenant.agent);  // of the first bot
  const Attacker owner = target.member(tenant.owner);
  const std::string own = tenant.bots[0].id.text();
  const std::string other = tenant.bots[1].id.text();
  const std::string source = owner.get(bot_path(other, "/sources")).text_at("/items/0/id");
  notebook.expect(!source.empty(), "find a source of the other bot", "one", source);
  for (const std::string& bot : {own, other})
    expect_absent(notebook, agent, {.target = bot_path(bot, "/sources/" + source)},
                  bot_path(bot, "/sources/" + absent(source)));
  const Answer answer =
      agent.post(bot_path(own, "/try"), R"({"question":"What is the canary word?"})");
  expect_nothing_of(notebook, answer.body, "ask one's own bot for the other's canary", {other});
  for (const std::string_view path :
       {"/api/v1/bots", "/api/v1/conversations", "/api/v1/members", "/api/v1/roles"})
    expect_nothing_of(notebook, agent.get(std::string{path}).body,
                      fmt::format("look for the other bot in {}", path), {other});
  Attacker visitor = target.stranger();
  visitor.visitor_token = target.visitor(tenant.bots[0].widget).visitor_token;
  visitor.identity = {{"Origin", target.place().origin()},
                      {"Authorization", "Bearer " + visitor.visitor_token}};
  expect_status(notebook, visitor.get(widget_path(tenant.bots[1].widget, "/conversation")), 401,
                "as a visitor of the first bot, read at the second");
  expect_status(
      notebook,
      visitor.post(widget_path(tenant.bots[1].widget, "/messages"), message_body("hello")), 401,
      "as a visitor of the first bot, write at the second");
}

constexpr Probe kProbes[] = {
    {"ACC-03", "reading and writing are granted bot by bot",
     &reading_and_writing_are_granted_bot_by_bot},
    {"ACC-03", "what is taken away is gone at once", &what_is_taken_away_is_gone_at_once},
    {"ACC-06", "another bot's inbox does not exist", &another_bots_inbox_does_not_exist},
    {"ACC-06", "another bot's things are not reached through one's own",
     &another_bots_things_are_not_reached_through_ones_own},
};

}  // namespace

std::span<const Probe> grant_probes() { return kProbes; }

}  // namespace gatehouse::assurance

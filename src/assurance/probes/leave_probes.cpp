// Leaving: whoever leaves has lost everything when the answer is there, and rights change only with
// a reason (control ACC-09).
#include "assurance/probes/key_tools.h"
#include "assurance/probes/members.h"
#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

namespace {

std::string member_path(const ProbeMember& member, std::string_view rest = "") {
  return fmt::format("/api/v1/members/{}{}", member.person.text(), rest);
}
Answer let_leave(const Attacker& owner, const ProbeMember& member, std::string_view body) {
  return owner.post(member_path(member, "/leave"), std::string{body});
}
Answer sign_in(Target& target, const ProbeMember& member) {
  return target.stranger().post(
      "/api/v1/session", fmt::format(R"({{"email":{},"password":{}}})", json_text(member.email),
                                     json_text(member.password)));
}
std::string invitation_of(const Attacker& by, std::string_view email) {
  const std::string link =
      by.post("/api/v1/invitations", fmt::format(R"({{"email":"{}","role":"agent"}})", email))
          .text_at("/link");
  return link.substr(link.find('#') + 1);
}

// Everything that could let somebody in or act for them.
struct Leaver {
  ProbeMember member;
  Attacker attacker;
  Attacker machine;
  std::string reset_token;
  std::string invitation;
  std::string conversation;
};

Leaver equip(Target& target, Notebook& notebook) {
  Manager manager = new_manager(target, 0, "administrator");
  const ProbeMember& member = manager.member;
  const Key key = new_key(manager.attacker, R"({"name":"left behind"})");
  Leaver leaver{member, std::move(manager.attacker), machine(target, key), {}, {}, {}};
  expect_status(notebook, leaver.machine.get("/api/v1/bots"), 200, "use a key of theirs");
  leaver.invitation = invitation_of(leaver.attacker, "left-behind@probe.invalid");
  leaver.reset_token = target.reset_token(member);
  const WidgetId widget = target.tenant(0).bots.front().widget;
  const Attacker visitor = target.visitor(widget);
  leaver.conversation = open_conversation(visitor, widget, "Is somebody there?");
  expect_status(notebook,
                leaver.attacker.post(
                    fmt::format("/api/v1/conversations/{}/take-over", leaver.conversation), "{}"),
                200, "take a conversation over");
  return leaver;
}

void expect_nothing_left(Target& target, Notebook& notebook, const Leaver& leaver) {
  expect_status(notebook, leaver.attacker.get("/api/v1/session"), 401, "go on with the session");
  Attacker thief = target.stranger();
  thief.identity = {{"Origin", target.place().origin()},
                    {"Cookie", "__Host-gh_refresh=" + leaver.attacker.refresh_token}};
  expect_status(notebook, thief.post("/api/v1/session/refresh", ""), 401, "renew the session");
  expect_status(
      notebook,
      target.stranger().post("/api/v1/password-reset/confirm",
                             fmt::format(R"({{"token":{},"password":"five amber kettles sing"}})",
                                         json_text(leaver.reset_token))),
      404, "choose a new password by the link of before");
  expect_status(
      notebook,
      target.stranger().post("/api/v1/invitations/check",
                             fmt::format(R"({{"token":{}}})", json_text(leaver.invitation))),
      404, "use an invitation that they made");
  expect_status(notebook, leaver.machine.get("/api/v1/bots"), 401, "use the key");
  expect_refused(target, notebook, sign_in(target, leaver.member), 401, "ACC-09",
                 "sign in with the right password");
}

void who_leaves_loses_everything_at_once(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Leaver leaver = equip(target, notebook);
  auto socket = leaver.attacker.socket("/api/v1/socket");
  const bool open = socket && socket->second;
  notebook.expect(open, "open a socket", "open", open ? "open" : "refused");
  const Answer left = let_leave(owner, leaver.member, R"({"reason":"Left the company"})");
  expect_status(notebook, left, 200, "as the owner: let them leave");
  if (open)
    notebook.expect(socket->second->closed_within(std::chrono::seconds{1}), "hear of the socket",
                    "closed within one second", "looked for one second");
  expect_nothing_left(target, notebook, leaver);
  const std::string kept = left.text_at("/ended_at");
  notebook.expect(!kept.empty() && !left.text_at("/handed_at").empty(), "look for the proof",
                  "when access ended, and when the work was handed over", left.brief());
  const Answer conversation = owner.get("/api/v1/conversations/" + leaver.conversation);
  notebook.expect(conversation.text_at("/handled_by") == "waiting", "look at their conversation",
                  "back in the queue", conversation.text_at("/handled_by"));
}

void leaving_and_rights_need_a_reason(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const ProbeMember member = target.new_member(1);
  const auto change = [&](std::string_view body) {
    return owner.ask({.method = "PATCH", .target = member_path(member), .body = std::string{body}});
  };
  expect_refused(target, notebook, change(R"({"role":"builder"})"), 400, "ACC-09",
                 "change a role without a reason");
  expect_refused(target, notebook, change(R"({"role":"builder","reason":"  "})"), 400, "ACC-09",
                 "change a role with an empty reason");
  expect_refused(target, notebook, let_leave(owner, member, "{}"), 400, "ACC-09",
                 "let somebody leave without a reason");
  expect_status(notebook, change(R"({"role":"builder","reason":"Moved to another team"})"), 200,
                "change a role with a reason");
}

void notice_is_given_a_day_ahead_at_most(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const ProbeMember member = target.new_member(1);
  expect_refused(
      target, notebook,
      let_leave(owner, member, R"({"reason":"Leaves some day","at":"2999-01-01T00:00:00Z"})"), 400,
      "ACC-09", "leave access in force for longer than a day after notice");
  const Attacker attacker = target.member(member);
  expect_status(notebook, attacker.get("/api/v1/session"), 200, "be a member still");
}

// What an agent may do, and with it whoever makes agents and ends them.
constexpr std::string_view kOfDirectory =
    R"("manage_members","read_members","read_bots","read_conversations","note_conversations",)"
    R"("reply_conversations","close_conversations")";

void the_directory_ends_access_too(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const ProbeMember member = target.new_member(1);
  const Attacker attacker = target.member(member);
  expect_status(notebook, attacker.get("/api/v1/session"), 200, "be a member");
  const Key key =
      new_key(owner, fmt::format(R"({{"name":"directory","privileges":[{}]}})", kOfDirectory));
  const Answer told =
      machine(target, key)
          .ask({.method = "PATCH",
                .target = "/scim/v2/Users/" + member.person.text(),
                .body = R"({"Operations":[{"op":"Replace","path":"active","value":"False"}]})"});
  expect_status(notebook, told, 200, "as a directory: make them inactive");
  expect_status(notebook, attacker.get("/api/v1/session"), 401, "go on with the session");
  expect_refused(target, notebook, sign_in(target, member), 401, "ACC-09",
                 "sign in with the right password");
}

constexpr Probe kProbes[] = {
    {"ACC-09", "A leaver's session, socket, links and password",
     &who_leaves_loses_everything_at_once},
    {"ACC-09", "Rights changed without a reason", &leaving_and_rights_need_a_reason},
    {"ACC-09", "A leaver by the directory's word", &the_directory_ends_access_too},
    {"ACC-09", "A notice that never ends", &notice_is_given_a_day_ahead_at_most},
};

}  // namespace

std::span<const Probe> leave_probes() { return kProbes; }

}  // namespace gatehouse::assurance

// The provider's support: without a grant, with one, beyond it and after it.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "assurance/probes/members.h"
#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kCanary = "canary-of-the-support-probe-41d0";

constexpr std::string_view kContent[] = {
    "/api/v1/conversations", "/api/v1/conversations?search=canary",
    "/api/v1/bots",          "/api/v1/members",
    "/api/v1/workspace",     "/api/v1/session"};

Answer ask_for_support(Target& target, const ProbeTenant& tenant, std::string_view scope) {
  return target.as_verifier(
      {.method = "POST",
       .target = "/verification/v1/support",
       .body = fmt::format(R"({{"tenant":"{}","scope":"{}"}})", tenant.id.text(), scope)});
}

Answer link_of(Target& target, const ProbeTenant& tenant, std::string_view grant) {
  return target.as_verifier({.method = "POST",
                             .target = fmt::format("/verification/v1/support/{}/link", grant),
                             .body = fmt::format(R"({{"tenant":"{}"}})", tenant.id.text())});
}

Answer open_session(const Attacker& operator_, std::string_view token) {
  return operator_.ask({.method = "POST",
                        .target = "/api/v1/support/session",
                        .headers = {{"Origin", operator_.place().origin()}},
                        .body = fmt::format(R"({{"token":{}}})", json_text(token))});
}

// The request of this grant among those that wait, in the form in which acts answer it.
Answer request_of(const Attacker& owner, const std::string& grant) {
  Answer list = owner.get("/api/v1/approvals");
  const std::size_t object = list.body.find(grant);
  const std::size_t begin = list.body.rfind(R"({"id":"apr_)", object);
  if (object == std::string::npos || begin == std::string::npos) return {};
  // The members are flat, but for one list of words.
  list.body = list.body.substr(begin, list.body.find('}', begin) - begin + 1);
  return list;
}

struct Session {
  std::string grant;
  Attacker support;
};

// Asked for by the operator, approved by the owner, opened by its link.
Session session_of(Target& target, Notebook& notebook, const Attacker& owner,
                   const ProbeTenant& tenant) {
  Session made{ask_for_support(target, tenant, "conversations").text_at("/grant"),
               target.stranger()};
  expect_status(notebook, approve(owner, request_of(owner, made.grant)), 200,
                "approve the grant as the workspace's owner");
  const Answer link = link_of(target, tenant, made.grant);
  expect_status(notebook, link, 201, "make the one-time link");
  const Answer opened = open_session(made.support, link.text_at("/token"));
  expect_status(notebook, opened, 201, "open the session");
  expect_refused(target, notebook, open_session(target.stranger(), link.text_at("/token")), 404,
                 "ACC-08", "use the link twice");
  made.support.adopt(opened);
  return made;
}

void without_a_grant_nothing_is_content(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  for (const std::string_view path : kContent) {
    expect_status(notebook, target.as_verifier({.target = std::string{path}}), 401,
                  fmt::format("with what the machine itself holds: GET {}", path));
    Attacker guess = target.stranger();
    guess.identity = {{"Origin", target.place().origin()},
                      {"Cookie", "__Host-gh_access=ghsup_" + std::string(43, 'A')}};
    expect_refused(target, notebook, guess.get(std::string{path}), 401, "ACC-08",
                   fmt::format("with a credential that nobody was given: GET {}", path));
  }
  const std::string grant = ask_for_support(target, tenant, "conversations").text_at("/grant");
  if (!notebook.expect(!grant.empty(), "ask for a grant as the operator", "an id", grant)) return;
  expect_refused(target, notebook, link_of(target, tenant, grant), 403, "ACC-08",
                 "make a link before the workspace has approved");
}

void a_grant_reads_its_scope_and_nothing_else(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker owner = target.member(tenant.owner);
  const WidgetId widget = tenant.bots[0].widget;
  const std::string conversation = open_conversation(target.visitor(widget), widget, kCanary);
  const Session session = session_of(target, notebook, owner, tenant);
  const std::string path = "/api/v1/conversations/" + conversation;
  const Answer read = session.support.get(path + "/messages");
  notebook.expect(read.status == 200 && read.body.find(kCanary) != std::string::npos,
                  "read one conversation", "its messages", read.brief());
  const auto entries = target.entries("event=support.read");
  const bool seen = std::ranges::any_of(entries, [&](const SeenEntry& entry) {
    return entry.tenant == tenant.id && entry.object == session.grant &&
           entry.actor_kind == "operator";
  });
  notebook.expect(seen, "look into the workspace's log", "the read, with the grant",
                  seen ? "the read" : "nothing");

  for (const std::string_view other : {"/api/v1/bots", "/api/v1/members"})
    expect_refused(target, notebook, session.support.get(std::string{other}), 403, "ACC-01",
                   fmt::format("beyond the scope: GET {}", other));
  for (const std::string_view other : {"/api/v1/approvals", "/api/v1/sessions", "/api/v1/factors",
                                       "/api/v1/support", "/api/v1/workspace/policy"})
    expect_refused(target, notebook, session.support.get(std::string{other}), 403, "ACC-08",
                   fmt::format("beyond the grant: GET {}", other));
  expect_refused(target, notebook,
                 session.support.post(path + "/messages", message_body("as support")), 403,
                 "ACC-08", "write in the conversation");
  expect_refused(target, notebook, session.support.post(path + "/read", "{}"), 403, "ACC-08",
                 "leave a trace in the conversation");
  const auto socket = session.support.socket("/api/v1/socket");
  notebook.expect(socket && !socket->second, "listen to everything live", "refused",
                  socket ? socket->first.brief() : socket.error().detail());

  const Answer shown = owner.get("/api/v1/support");
  notebook.expect(shown.body.find(session.grant) != std::string::npos &&
                      shown.body.find(R"("is_live":true)") != std::string::npos,
                  "look at it as the workspace", "the open session", shown.brief());
  expect_status(notebook, owner.post(fmt::format("/api/v1/support/{}/end", session.grant), "{}"),
                204, "end it as the workspace");
  expect_refused(target, notebook, session.support.get(path), 401, "ACC-08",
                 "read on after it was ended");
}

void a_grant_ends_after_an_hour(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(1);
  const Attacker owner = target.member(tenant.owner);
  const Session session = session_of(target, notebook, owner, tenant);
  expect_status(notebook, session.support.get("/api/v1/conversations"), 200, "read in time");
  expect_status(notebook,
                target.as_verifier(
                    {.method = "POST",
                     .target = "/verification/v1/tenants/age",
                     .body = fmt::format(R"({{"tenant":"{}","seconds":3601}})", tenant.id.text())}),
                204, "let an hour pass");
  expect_refused(target, notebook, session.support.get("/api/v1/conversations"), 401, "ACC-08",
                 "read after the hour");
  expect_status(notebook,
                session.support.ask({.method = "POST", .target = "/api/v1/session/refresh"}), 401,
                "renew it by oneself");
  expect_refused(target, notebook, link_of(target, tenant, session.grant), 401, "ACC-08",
                 "make another link for the same grant");
}

void the_store_holds_ciphertext(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  const WidgetId widget = target.tenant(0).bots[0].widget;
  const std::string conversation = open_conversation(target.visitor(widget), widget, kCanary);
  notebook.expect(!conversation.empty(), "say a canary phrase", "a conversation", conversation);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator{target.data()->databases}) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in{entry.path(), std::ios::binary};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    notebook.expect(bytes.str().find(kCanary) == std::string::npos,
                    "look for it in " + entry.path().filename().string(), "not found", "searched");
  }
}

constexpr Probe kProbes[] = {
    {"ACC-08", "without a grant nothing is content", &without_a_grant_nothing_is_content},
    {"ACC-08", "a grant reads its scope and nothing else",
     &a_grant_reads_its_scope_and_nothing_else},
    {"ACC-08", "a grant ends after an hour", &a_grant_ends_after_an_hour},
    {"ACC-08", "the store holds ciphertext", &the_store_holds_ciphertext},
};

}  // namespace

std::span<const Probe> support_probes() { return kProbes; }

}  // namespace gatehouse::assurance

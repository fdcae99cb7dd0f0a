// API keys in the hands of others: outside what they were made for, and after their end.
#include <algorithm>

#include "assurance/probes/key_tools.h"
#include "assurance/probes/members.h"
#include "assurance/probes/tables.h"
#include "store/dump.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours kDay{24};

// --- at rest -------------------------------------------------------------------------------------

void expect_not_in_the_store(const DataView& data, Notebook& notebook, const std::string& secret) {
  const Secret key = data.vault->installation().derive(vault::Purpose::database, "file");
  const auto cells = store::dump(data.databases / "control.db", key);
  if (!notebook.expect(cells.has_value() && !cells->empty(), "read every stored value", "values",
                       cells ? fmt::format("{} values", cells->size()) : cells.error().detail()))
    return;
  for (const store::Cell& cell : *cells)
    if (as_text(cell.value).find(secret) != std::string_view::npos)
      notebook.expect(false, "search all values for the key's secret", "not found",
                      cell.table + "." + cell.column);
  notebook.expect(true, "search all values for the key's secret", "not found",
                  fmt::format("{} values", cells->size()));
}

void a_key_is_shown_once_and_kept_as_a_hash(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Key key = new_key(owner, R"({"name":"canary","privileges":["read_bots"]})");
  if (!notebook.expect(is_recognisable(key.token), "make a key",
                       "ghk_, an id, a secret of 256 bits and the right checksum",
                       key.token.empty() ? key.answer.brief() : "another form"))
    return;
  const std::string secret = secret_of(key.token);
  for (const std::string path : {"/api/v1/keys", "/api/v1/workspace/keys", "/api/v1/audit"}) {
    const Answer answer = owner.get(path);
    notebook.expect(answer.status == 200 && answer.body.find(secret) == std::string::npos,
                    fmt::format("search {} for the secret", path), "not there", answer.brief());
  }
  const std::string list = owner.get("/api/v1/keys").body;
  notebook.expect(list.contains(key.id) && list.contains("expires_at"), "look at the list of keys",
                  "the key with its owner and its end", list.substr(0, 200));
  if (target.data()) expect_not_in_the_store(*target.data(), notebook, secret);
}

// --- where it does not belong
// ----------------------------------------------------------------------

struct Attempt {
  std::string_view method;
  std::string target;
  std::string body = {};
};

// Acts that the key's owner may do; the key was made for looking at bots.
std::vector<Attempt> acts_outside_the_scope(const ProbeTenant& tenant) {
  const std::string bot = "/api/v1/bots/" + tenant.bots[0].id.text();
  return {{"GET", "/api/v1/members"},
          {"GET", "/api/v1/conversations"},
          {"GET", "/api/v1/audit"},
          {"GET", "/api/v1/security"},
          {"GET", "/api/v1/workspace/keys"},
          {"POST", "/api/v1/bots", R"({"name":"By a key"})"},
          {"PATCH", bot, R"({"name":"By a key"})"},
          {"POST", "/api/v1/roles", R"({"name":"K","every_bot":true,"privileges":["read_bots"]})"},
          {"PATCH", "/api/v1/workspace", R"({"name":"By a key"})"}};
}

// What only a person does, whatever the scope.
std::vector<Attempt> acts_of_a_person(const Key& key) {
  return {{"GET", "/api/v1/session"},
          {"DELETE", "/api/v1/session"},
          {"GET", "/api/v1/keys"},
          {"POST", "/api/v1/keys", R"({"name":"Another"})"},
          {"POST", fmt::format("/api/v1/keys/{}/renewal", key.id), "{}"},
          {"POST", "/api/v1/invitations", R"({"email":"k@probe.invalid","role":"agent"})"},
          {"PATCH", "/api/v1/workspace/policy", R"({"idle_minutes":10})"},
          {"POST", "/api/v1/factors/recovery-codes"}};
}

Answer try_it(const Attacker& machine, const Attempt& attempt) {
  return machine.ask(
      {.method = std::string{attempt.method}, .target = attempt.target, .body = attempt.body});
}

void a_key_does_what_it_was_made_for_and_nothing_else(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker owner = target.member(tenant.owner);
  const Key narrow = new_key(owner, R"({"name":"narrow","privileges":["read_bots"]})");
  expect_status(notebook, machine(target, narrow).get("/api/v1/bots"), 200, "look at the bots");
  for (const Attempt& attempt : acts_outside_the_scope(tenant))
    expect_refused(target, notebook, try_it(machine(target, narrow), attempt), 403, "IDN-14",
                   fmt::format("outside the scope: {} {}", attempt.method, attempt.target));
  const Key wide = new_key(owner, fmt::format(R"({{"name":"wide","privileges":[{},{}]}})",
                                              kAllOfBots, R"("manage_workspace","manage_keys")"));
  for (const Attempt& attempt : acts_of_a_person(wide))
    expect_refused(target, notebook, try_it(machine(target, wide), attempt), 403, "IDN-14",
                   fmt::format("in a person's place: {} {}", attempt.method, attempt.target));
}

void a_key_reaches_its_own_bots_alone(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker owner = target.member(tenant.owner);
  const Key key =
      new_key(owner, fmt::format(R"({{"name":"one bot","privileges":["edit_bots"],"bots":["{}"]}})",
                                 tenant.bots[0].id.text()));
  const auto bot = [](const ProbeBot& one) { return "/api/v1/bots/" + one.id.text(); };
  expect_status(notebook, machine(target, key).get(bot(tenant.bots[0])), 200, "look at its bot");
  expect_refused(target, notebook, machine(target, key).get(bot(tenant.bots[1])), 404, "IDN-14",
                 "look at another bot of the workspace");
  const Answer list = machine(target, key).get("/api/v1/bots");
  notebook.expect(list.status == 200 && !list.body.contains(tenant.bots[1].id.text()),
                  "list the bots", "its own", list.body.substr(0, 200));
  const Answer foreign = machine(target, key).get(bot(target.tenant(1).bots[0]));
  expect_status(notebook, foreign, 404, "look at a bot of another workspace");
  const Answer conversations = machine(target, key).get("/api/v1/conversations");
  expect_refused(target, notebook, conversations, 403, "IDN-14", "list conversations");
}

void a_key_works_from_its_network_alone(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const Key elsewhere = new_key(
      owner,
      R"({"name":"there","privileges":["read_bots"],"ranges":["192.0.2.0/24","2001:db8::/32"]})");
  expect_refused(target, notebook, machine(target, elsewhere).get("/api/v1/bots"), 403, "IDN-14",
                 "use it from outside its network");
  const Key anywhere = new_key(owner, R"({"name":"anywhere","privileges":["read_bots"]})");
  const Attacker here = machine(target, anywhere);
  expect_status(notebook, here.get("/api/v1/bots"), 200, "use one that is good everywhere");
  const std::string seen = member_of(owner.get("/api/v1/keys"), anywhere.id, "used_from");
  const Key bound = new_key(
      owner, fmt::format(R"({{"name":"here","privileges":["read_bots"],"ranges":["{}"]}})", seen));
  Attacker again{here.place(), here.address()};
  again.identity = {{"Authorization", "Bearer " + bound.token}};
  expect_status(notebook, again.get("/api/v1/bots"), 200,
                "use one from the one address that it was made for: " + seen);
}

void a_key_travels_in_its_header_alone(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Key key = new_key(owner, R"({"name":"courier","privileges":["read_bots"]})");
  expect_refused(target, notebook, target.stranger().get("/api/v1/bots?key=" + key.token), 401,
                 "IDN-14", "send it in the address");
  Attacker both = owner;
  both.identity.emplace_back("Authorization", "Bearer " + key.token);
  expect_refused(target, notebook, both.get("/api/v1/bots"), 400, "IDN-14",
                 "send it beside a session's cookies");
  for (const std::string& token : {with_wrong_checksum(key.token), key.token.substr(0, 60)})
    expect_refused(target, notebook, machine(target, Key{.token = token}).get("/api/v1/bots"), 401,
                   "IDN-14", "send one that was cut or mistyped");
}

// --- its end -------------------------------------------------------------------------------------

void expect_over(Target& target, Notebook& notebook, const Key& key, std::string_view when) {
  const Answer answer = machine(target, key).get("/api/v1/bots");
  expect_refused(target, notebook, answer, 401, "IDN-14", fmt::format("use it {}", when));
  // Whoever guesses learns nothing from the answer.
  const Answer made_up = machine(target, Key{.token = made_up_token()}).get("/api/v1/bots");
  notebook.expect(
      made_up.brief() == answer.brief() && made_up.text_at("/title") == answer.text_at("/title"),
      "compare with one that never was", answer.brief(), made_up.brief());
}

void a_key_ends_in_time(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Key expiring = new_key(owner, R"({"name":"short","privileges":["read_bots"],"days":30})");
  (void)target.age_key(expiring.id, 30 * kDay - 60s);
  expect_status(notebook, machine(target, expiring).get("/api/v1/bots"), 200,
                "use it a minute before its end");
  (void)target.age_key(expiring.id, 61s);
  expect_over(target, notebook, expiring, "after its end");
  const Key unused = new_key(owner, R"({"name":"idle","privileges":["read_bots"],"days":365})");
  (void)target.age_key(unused.id, 90 * kDay);
  expect_over(target, notebook, unused, "after 90 days in which nobody did");
}

void a_key_that_was_renewed_or_revoked_is_over(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const Key first = new_key(owner, R"({"name":"renewed","privileges":["read_bots"]})");
  const std::string path = fmt::format("/api/v1/keys/{}", first.id);
  const Answer renewed = owner.post(path + "/renewal", R"({"overlap_hours":1})");
  const Key second{first.id, renewed.text_at("/token"), renewed};
  expect_status(notebook, renewed, 201, "renew its secret, with an hour of overlap");
  expect_status(notebook, machine(target, first).get("/api/v1/bots"), 200, "use the old secret");
  expect_status(notebook, machine(target, second).get("/api/v1/bots"), 200, "use the new one");
  (void)target.age_key(first.id, 1h);
  expect_over(target, notebook, first, "by its old secret after the overlap");
  expect_status(notebook, machine(target, second).get("/api/v1/bots"), 200, "use the new one");
  expect_status(notebook, owner.ask({.method = "DELETE", .target = path}), 204, "revoke it");
  expect_over(target, notebook, second, "after it was revoked");
}

void open_sockets_end_with_their_key(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Key key = new_key(owner, R"({"name":"socket","privileges":["read_conversations"]})");
  auto socket = machine(target, key).socket("/api/v1/socket");
  const bool open = socket && socket->second;
  notebook.expect(open, "open a socket by a key", "101",
                  socket ? socket->first.brief() : "nothing");
  (void)owner.ask({.method = "DELETE", .target = "/api/v1/keys/" + key.id});
  const bool closed = open && socket->second->closed_within(1s);
  notebook.expect(closed, "revoke the key", "closed within a second", closed ? "closed" : "open");
}

void a_key_is_worth_what_its_owner_is(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const ProbeMember member = new_member(target, owner, "supervisor");
  const Key key =
      new_key(target.member(member), R"({"name":"theirs","privileges":["read_conversations"]})");
  expect_status(notebook, machine(target, key).get("/api/v1/conversations"), 200, "use it");
  expect_status(notebook, give_role(owner, member, "billing"), 200, "give its owner less to do");
  expect_status(notebook, machine(target, key).get("/api/v1/conversations"), 403,
                "use it after that");
  const Answer removed =
      owner.ask({.method = "DELETE", .target = "/api/v1/members/" + member.person.text()});
  expect_status(notebook, removed, 204, "remove its owner");
  expect_over(target, notebook, key, "after its owner was removed");
}

// --- making
// ----------------------------------------------------------------------------------------

void nobody_makes_a_key_mightier_than_themselves(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Attacker agent = target.member(target.new_member(0));
  const auto refused = [&](const Attacker& by, std::string path, std::string body, int status) {
    const std::string did = fmt::format("POST {} {}", path, body);
    expect_refused(target, notebook, by.post(std::move(path), std::move(body)), status, "IDN-14",
                   did);
  };
  refused(agent, "/api/v1/keys", R"({"name":"mighty","privileges":["manage_members"]})", 403);
  refused(owner, "/api/v1/keys", R"({"name":"eternal","privileges":["read_bots"],"days":366})",
          400);
  const Key key = new_key(owner, R"({"name":"of the owner","privileges":["read_bots"]})");
  refused(owner, fmt::format("/api/v1/keys/{}/renewal", key.id), R"({"overlap_hours":169})", 400);
  refused(agent, fmt::format("/api/v1/keys/{}/renewal", key.id), "{}", 404);
  expect_refused(target, notebook,
                 agent.ask({.method = "DELETE", .target = "/api/v1/keys/" + key.id}), 404, "IDN-14",
                 "revoke another's key as an agent");
  expect_status(notebook, machine(target, key).get("/api/v1/bots"), 200, "use it still");
}

constexpr Probe kProbes[] = {
    {"IDN-14", "a key is shown once and kept as a hash", &a_key_is_shown_once_and_kept_as_a_hash},
    {"IDN-14", "a key does what it was made for and nothing else",
     &a_key_does_what_it_was_made_for_and_nothing_else},
    {"IDN-14", "a key reaches its own bots alone", &a_key_reaches_its_own_bots_alone},
    {"IDN-14", "a key works from its network alone", &a_key_works_from_its_network_alone},
    {"IDN-14", "a key travels in its header alone", &a_key_travels_in_its_header_alone},
    {"IDN-14", "a key ends in time", &a_key_ends_in_time},
    {"IDN-14", "a key that was renewed or revoked is over",
     &a_key_that_was_renewed_or_revoked_is_over},
    {"IDN-14", "open sockets end with their key", &open_sockets_end_with_their_key},
    {"IDN-14", "a key is worth what its owner is", &a_key_is_worth_what_its_owner_is},
    {"IDN-14", "nobody makes a key mightier than themselves",
     &nobody_makes_a_key_mightier_than_themselves},
};

}  // namespace

std::span<const Probe> key_probes() { return kProbes; }

}  // namespace gatehouse::assurance

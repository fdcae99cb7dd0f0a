// Passwords: how they are kept, and which are refused.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "base/bytes.h"
#include "base/clock.h"

namespace gatehouse::assurance {

namespace {

std::string sign_in_body(std::string_view email, std::string_view password) {
  return fmt::format(R"({{"email":{},"password":{}}})", json_text(email), json_text(password));
}

std::string change_body(std::string_view current, std::string_view password) {
  return fmt::format(R"({{"current":{},"password":{}}})", json_text(current), json_text(password));
}

// --- IDN-01
// ----------------------------------------------------------------------------------------

bool files_hold(const std::filesystem::path& root, std::string_view needle) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator{root}) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in{entry.path(), std::ios::binary};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (bytes.str().find(needle) != std::string::npos) return true;
  }
  return false;
}

// A text as it might stand in a file, a log or a dump.
std::vector<std::pair<std::string, std::string>> spellings(std::string_view what,
                                                           const std::string& text) {
  std::string wide;
  for (const char c : text) wide += std::string{c, '\0'};
  return {{std::string{what}, text},
          {fmt::format("{} in base64", what), base64(as_bytes(text))},
          {fmt::format("{} in base64, one octet on", what),
           base64(as_bytes(text.substr(1))).substr(0, 20)},
          {fmt::format("{} in hexadecimal", what), hex(as_bytes(text))},
          {fmt::format("{} in UTF-16", what), wide},
          {fmt::format("{} backwards", what), std::string{text.rbegin(), text.rend()}}};
}

void passwords_and_tokens_are_not_stored(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  const ProbeMember& member = target.tenant(0).owner;
  const ProbeMember& changing = target.tenant(0).others.at(3);
  const Attacker owner = target.member(member);
  const Attacker agent = target.member(changing);
  const std::string canary =
      fmt::format("canary {} drifts north", base64url(as_bytes(changing.email)).substr(4, 16));
  const Answer changed = agent.post("/api/v1/password", change_body(changing.password, canary));
  expect_status(notebook, changed, 204, "change a password to a canary");
  std::vector<std::pair<std::string, std::string>> secrets{
      {"the access token", owner.access_token}, {"the refresh token", owner.refresh_token}};
  for (auto& one : spellings("a password from the beginning", member.password))
    secrets.push_back(std::move(one));
  for (auto& one : spellings("a changed password", canary)) secrets.push_back(std::move(one));
  for (const auto& [name, secret] : secrets)
    notebook.expect(!secret.empty() && !files_hold(target.data()->root, secret),
                    fmt::format("search all files for {}", name), "not found",
                    "searched the data folder");
  const Answer back = agent.post("/api/v1/password", change_body(canary, changing.password));
  expect_status(notebook, back, 204, "change it back");
}

// The number after `name` in "$argon2id$v=19$m=65536,t=5,p=1".
std::int64_t number_after(std::string_view form, std::string_view name) {
  const std::size_t at = form.find(name);
  if (at == std::string_view::npos) return 0;
  std::int64_t number = 0;
  std::from_chars(form.data() + at + name.size(), form.data() + form.size(), number);
  return number;
}

bool is_strong(std::string_view form) {
  return form.starts_with("$argon2id$v=19$") && number_after(form, "$m=") >= 65536 &&
         number_after(form, ",t=") >= 3;
}

void an_imported_hash_is_made_stronger(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The database cannot be read from here.");
  const ProbeMember& member = *target.tenant(0).imported;
  const std::string before = target.data()->password_form(member.person).value_or("");
  notebook.expect(!is_strong(before), "read how an imported password is kept",
                  "a hash that costs little", before);
  const Answer answer =
      target.stranger().post("/api/v1/session", sign_in_body(member.email, member.password));
  expect_status(notebook, answer, 200, "sign in with it");
  const std::string after = target.data()->password_form(member.person).value_or("");
  notebook.expect(is_strong(after), "read it again", "Argon2id, 64 MiB and 3 passes at least",
                  after);

  const auto forms = target.data()->password_forms();
  notebook.expect(forms.has_value(), "read how all passwords are kept", "a list",
                  forms ? "a list" : "an error");
  for (const auto& [form, people] : forms.value_or(std::vector<identity::PasswordForm>{}))
    notebook.expect(is_strong(form), fmt::format("look at the passwords of {} people", people),
                    "Argon2id, 64 MiB and 3 passes at least", form);
}

void the_cost_was_measured(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The database cannot be read from here.");
  const auto cost = target.data()->password_cost();
  if (!notebook.expect(cost && *cost, "read what a hash costs here", "a measurement",
                       cost ? "read" : "none"))
    return;
  const identity::PasswordCost& kept = **cost;
  notebook.expect(kept.cost.memory_kib >= 65536 && kept.cost.passes >= 3,
                  "compare it with the floor", "64 MiB and 3 passes at least",
                  fmt::format("{} KiB, {} passes, {:.0f} ms, measured {}", kept.cost.memory_kib,
                              kept.cost.passes, kept.milliseconds, rfc3339(kept.measured_at)));
}

// --- IDN-02
// ----------------------------------------------------------------------------------------

void weak_passwords_are_refused(Target& target, Notebook& notebook) {
  // For every role: owners do not get an easier one.
  for (const ProbeMember* member : {&target.tenant(0).agent, &target.tenant(0).owner}) {
    const Attacker attacker = target.member(*member);
    const std::string local_part = member->email.substr(0, member->email.find('@'));
    const std::pair<std::string_view, std::string> weak[] = {
        {"short", "aB3$x9!q"},
        {"common", "password1234"},
        {"a keyboard row", "qwertyuiop12"},
        {"repeated", "aaaaaaaaaaaaaa"},
        {"one's own address", local_part + local_part},
        {"the workspace's name", "probe probe probe"},
        {"running Hebrew text", "שלום עולם טוב"},
        {"too long", std::string(129, 'x')},
    };
    for (const auto& [name, password] : weak) {
      const Answer answer =
          attacker.post("/api/v1/password", change_body(member->password, password));
      expect_refused(target, notebook, answer, 400, "IDN-02",
                     fmt::format("choose a password that is {}", name));
    }
    const Answer still =
        target.stranger().post("/api/v1/session", sign_in_body(member->email, member->password));
    expect_status(notebook, still, 200, "sign in with the old password");
  }
}

void common_passwords_are_refused(Target& target, Notebook& notebook) {
  constexpr std::string_view kCommon[] = {
      "passwordpassword", "123456789012",     "qwertyuiopasdf",   "1q2w3e4r5t6y", "iloveyouforever",
      "administrator",    "changemechangeme", "letmeinletmein",   "welcome12345", "p@ssw0rd1234",
      "abcdefghijkl",     "111111111111",     "1qaz2wsx3edc4rfv", "monkeymonkey", "superman1234",
      "trustno1trustno1", "sunshine1234",     "football2024",     "princess1234", "dragondragon",
      "masterpassword",   "qwerty123456",     "zaq12wsxcde3",     "adminadmin123"};
  const Attacker agent = target.member(target.tenant(0).agent);
  for (const std::string_view password : kCommon) {
    const Answer answer = agent.post("/api/v1/password/strength",
                                     fmt::format(R"({{"password":{}}})", json_text(password)));
    notebook.expect(
        answer.status == 200 && answer.body.find(R"("acceptable":false)") != std::string::npos,
        fmt::format("ask whether {} would do", password), "no", answer.body.substr(0, 60));
  }
}

void nobody_has_a_default_password(Target& target, Notebook& notebook) {
  constexpr std::pair<std::string_view, std::string_view> kDefaults[] = {
      {"admin@localhost", "admin"},      {"admin@example.com", "admin"},
      {"root@localhost", "root"},        {"admin@gatehouse.local", "gatehouse"},
      {"owner@example.com", "changeme"}, {"test@example.com", "test"}};
  for (const auto& [email, password] : kDefaults)
    expect_status(notebook,
                  target.stranger().post("/api/v1/session", sign_in_body(email, password)), 401,
                  fmt::format("sign in as {} with {}", email, password));
}

Answer change_policy(const Attacker& as, std::string body) {
  return as.ask({.method = "PATCH", .target = "/api/v1/workspace/policy", .body = std::move(body)});
}

void a_workspace_can_ask_for_more(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const ProbeMember& member = target.tenant(1).agent;
  expect_refused(target, notebook, change_policy(owner, R"({"shortest_password":8})"), 400,
                 "IDN-02", "ask for 8 characters only");
  expect_refused(target, notebook, change_policy(owner, R"({"lowest_score":2})"), 400, "IDN-02",
                 "ask for a score of 2 only");
  const Attacker agent = target.member(member);
  expect_status(notebook, change_policy(agent, R"({"shortest_password":64})"), 403,
                "change the rules as an agent");

  const Answer asked = change_policy(
      owner, R"({"shortest_password":20,"lowest_score":4,"forbidden_words":["lighthouse"]})");
  expect_status(notebook, asked, 200,
                "ask for 20 characters, a score of 4, and not the word lighthouse");
  const std::pair<std::string_view, std::string_view> refused[] = {
      {"of 19 characters", "brisk paper kites 7"},
      {"with the word", "seven brisk LightHouse kites"}};
  for (const auto& [name, password] : refused)
    expect_refused(target, notebook,
                   agent.post("/api/v1/password", change_body(member.password, password)), 400,
                   "IDN-02", fmt::format("choose a password {}", name));

  const Answer invited =
      owner.post("/api/v1/invitations", R"({"email":"newcomer@probe.invalid","role":"agent"})");
  const std::string link = invited.text_at("/link");
  const std::string token = link.substr(std::min(link.find('#') + 1, link.size()));
  const Answer joined = target.stranger().post(
      "/api/v1/invitations/accept",
      fmt::format(R"({{"token":{},"name":"New Comer","password":"brisk paper kites 7"}})",
                  json_text(token)));
  expect_refused(target, notebook, joined, 400, "IDN-02", "join with a password of 19 characters");
  const Answer back =
      change_policy(owner, R"({"shortest_password":12,"lowest_score":3,"forbidden_words":[]})");
  expect_status(notebook, back, 200, "put the rules back to the floor");
}

constexpr Probe kProbes[] = {
    {"IDN-01", "passwords are stored nowhere", &passwords_and_tokens_are_not_stored},
    {"IDN-01", "a weak hash is made stronger, and there are no others",
     &an_imported_hash_is_made_stronger},
    {"IDN-01", "the cost was measured and holds the floor", &the_cost_was_measured},
    {"IDN-02", "weak passwords are refused for every role", &weak_passwords_are_refused},
    {"IDN-02", "common passwords are refused", &common_passwords_are_refused},
    {"IDN-02", "nobody has a default password", &nobody_has_a_default_password},
    {"IDN-02", "a workspace can ask for more, and not for less", &a_workspace_can_ask_for_more},
};

}  // namespace

std::span<const Probe> password_probes() { return kProbes; }

}  // namespace gatehouse::assurance

// Visitors, what they write, and what bots know.
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

Attacker with_token(const Attacker& base, const std::string& token) {
  Attacker attacker{base.place(), base.address()};
  attacker.visitor_token = token;
  attacker.identity = {{"Origin", base.place().origin()}, {"Authorization", "Bearer " + token}};
  return attacker;
}

// --- CNV-02
// ----------------------------------------------------------------------------------------

void visitors_reach_only_their_own(Target& target, Notebook& notebook) {
  constexpr std::string_view kCanary = "a secret of the first visitor";
  const ProbeTenant& tenant = target.tenant(0);
  const WidgetId widget = tenant.bots[0].widget;
  const Attacker victim = target.visitor(widget);
  notebook.expect(!open_conversation(victim, widget, kCanary).empty(), "say something",
                  "a conversation", "said");
  std::string edited = victim.visitor_token;
  edited.back() = edited.back() == 'A' ? 'B' : 'A';
  const std::pair<std::string_view, std::string> tokens[] = {
      {"no token", ""},
      {"a guessed token", "ghv_" + std::string(43, 'A')},
      {"an edited token", edited}};
  for (const auto& [name, token] : tokens) {
    const Attacker thief = with_token(target.stranger(), token);
    const Answer answer = thief.get(widget_path(widget, "/conversation"));
    expect_refused(target, notebook, answer, 401, "CNV-02", fmt::format("read with {}", name));
  }
  const Attacker other = target.visitor(widget);
  const Answer view = other.get(widget_path(widget, "/conversation"));
  notebook.expect(view.status == 200 && view.body.find(kCanary) == std::string::npos,
                  "read as another visitor", "one's own empty conversation", view.brief());
}

void tokens_belong_to_their_widget(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker victim = target.visitor(tenant.bots[0].widget);
  const std::pair<std::string_view, WidgetId> doors[] = {
      {"another bot's widget", tenant.bots[1].widget},
      {"another tenant's widget", target.tenant(1).bots[0].widget}};
  for (const auto& [name, widget] : doors) {
    // From a new address each time: refusals of one cause and address are counted in one entry.
    const auto thief = with_token(target.stranger(), victim.visitor_token);
    expect_refused(target, notebook, thief.get(widget_path(widget, "/conversation")), 401, "CNV-02",
                   fmt::format("read through {}", name));
    expect_refused(target, notebook,
                   thief.post(widget_path(widget, "/messages"), message_body("hello")), 401,
                   "CNV-02", fmt::format("write through {}", name));
    const auto socket = thief.socket(widget_path(widget, "/socket"));
    notebook.expect(socket && socket->first.status == 401, fmt::format("listen through {}", name),
                    "status 401", socket ? socket->first.brief() : "no answer");
  }
}

// --- CNV-06
// ----------------------------------------------------------------------------------------

void text_is_cleaned_before_it_is_stored(Target& target, Notebook& notebook) {
  struct Case {
    std::string_view name;
    std::string_view sent;
    std::string_view kept;
  };
  constexpr Case kCases[] = {
      {"a right-to-left override", "invoice\u202Efdp.exe", "invoicefdp.exe"},
      {"an isolate", "a\u2066b\u2069c", "abc"},
      {"a zero-width space", "pass\u200Bword", "password"},
      {"a byte order mark", "\uFEFFhello", "hello"},
      {"a decomposed letter", "cafe\u0301", "café"},
      {"legal markup characters", "if a < b && c > d", "if a < b && c > d"},
      {"Hebrew", "שלום עולם", "שלום עולם"},
  };
  const WidgetId widget = target.tenant(0).bots[1].widget;
  const Attacker visitor = target.visitor(widget);
  const Attacker owner = target.member(target.tenant(0).owner);
  for (const Case& one : kCases) {
    const Answer said = visitor.post(widget_path(widget, "/messages"), message_body(one.sent));
    notebook.expect(said.text_at("/message/text") == one.kept, fmt::format("say {}", one.name),
                    std::string{one.kept}, said.text_at("/message/text"));
    const Answer bot =
        owner.post("/api/v1/bots", fmt::format(R"({{"name":{}}})", json_text(one.sent)));
    notebook.expect(bot.text_at("/name") == one.kept, fmt::format("name a bot with {}", one.name),
                    std::string{one.kept}, bot.text_at("/name"));
    (void)owner.ask({.method = "DELETE", .target = "/api/v1/bots/" + bot.text_at("/id")});
  }
}

// --- KNW
// -------------------------------------------------------------------------------------------

void bots_know_only_their_own(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker owner = target.member(tenant.owner);
  for (const ProbeBot& bot : tenant.bots) {
    const Answer answer = owner.post(fmt::format("/api/v1/bots/{}/try", bot.id.text()),
                                     R"({"question":"What is the canary word?"})");
    notebook.expect(answer.text_at("/text").find(bot.id.text()) != std::string::npos,
                    "ask a bot for its canary", "its own", answer.text_at("/text"));
    for (const ProbeTenant& other_tenant : {target.tenant(0), target.tenant(1)})
      for (const ProbeBot& other : other_tenant.bots)
        if (other.id != bot.id)
          notebook.expect(answer.body.find(other.id.text()) == std::string::npos,
                          "search its answer for other canaries", "none", "searched");
  }
}

void sources_are_reached_through_their_bot(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker owner = target.member(tenant.owner);
  const std::string first = tenant.bots[0].id.text();
  const std::string second = tenant.bots[1].id.text();
  const std::string source = owner.get("/api/v1/bots/" + first + "/sources").text_at("/items/0/id");
  notebook.expect(!source.empty(), "list the first bot's sources", "one", source);
  expect_status(notebook, owner.get(fmt::format("/api/v1/bots/{}/sources/{}", first, source)), 200,
                "read it through its bot");
  const std::string wrong = fmt::format("/api/v1/bots/{}/sources/{}", second, source);
  expect_refused(target, notebook, owner.get(wrong), 404, "KNW-01",
                 "read it through the other bot");
  expect_refused(target, notebook, owner.ask({.method = "DELETE", .target = wrong}), 404, "KNW-01",
                 "delete it through the other bot");
}

std::string add_question(const Attacker& owner, const std::string& bot, std::string_view question,
                         std::string_view answer) {
  const Answer added = owner.post("/api/v1/bots/" + bot + "/sources",
                                  fmt::format(R"({{"kind":"question","question":{},"answer":{}}})",
                                              json_text(question), json_text(answer)));
  return added.text_at("/id");
}

std::string try_question(const Attacker& owner, const std::string& bot, std::string_view question) {
  return owner
      .post("/api/v1/bots/" + bot + "/try",
            fmt::format(R"({{"question":{}}})", json_text(question)))
      .text_at("/text");
}

void answers_carry_no_links(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const std::string bot = target.tenant(1).bots[0].id.text();
  constexpr std::string_view kQuestion = "Where can the zanzibar handbook be downloaded?";
  const std::string source = add_question(
      owner, bot, kQuestion,
      "The zanzibar handbook can be downloaded at https://evil.example/steal?data=1 today.");
  notebook.expect(!source.empty(), "plant a link in a source", "a source", source);
  const std::string text = try_question(owner, bot, kQuestion);
  notebook.expect(text.find("zanzibar") != std::string::npos &&
                      text.find("https://") == std::string::npos &&
                      text.find("?data=") == std::string::npos,
                  "ask for it", "the sentence without a working link", text);
}

void a_deleted_source_is_forgotten(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const std::string bot = target.tenant(1).bots[1].id.text();
  constexpr std::string_view kQuestion = "Which colour has the quokka umbrella?";
  const std::string source =
      add_question(owner, bot, kQuestion, "The quokka umbrella has the colour vermilion.");
  const std::string before = try_question(owner, bot, kQuestion);
  notebook.expect(before.find("vermilion") != std::string::npos, "ask with the source",
                  "its answer", before);
  const Answer deleted = owner.ask(
      {.method = "DELETE", .target = fmt::format("/api/v1/bots/{}/sources/{}", bot, source)});
  expect_status(notebook, deleted, 204, "delete the source");
  const std::string after = try_question(owner, bot, kQuestion);
  notebook.expect(after.find("vermilion") == std::string::npos, "ask again at once",
                  "nothing of it", after);
}

constexpr Probe kProbes[] = {
    {"KNW-02", "answers carry no links", &answers_carry_no_links},
    {"KNW-04", "a deleted source is forgotten", &a_deleted_source_is_forgotten},
    {"CNV-02", "visitors reach only their own conversation", &visitors_reach_only_their_own},
    {"CNV-02", "a visitor's token belongs to its widget", &tokens_belong_to_their_widget},
    {"CNV-06", "text is cleaned before it is stored", &text_is_cleaned_before_it_is_stored},
    {"KNW-01", "bots know only their own", &bots_know_only_their_own},
    {"KNW-01", "sources are reached through their own bot", &sources_are_reached_through_their_bot},
};

}  // namespace

std::span<const Probe> product_probes() { return kProbes; }

}  // namespace gatehouse::assurance

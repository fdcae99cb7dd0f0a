// Floods, and addresses that are claimed rather than seen.
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

constexpr int kPerVisitor = 20;
constexpr int kPerAddress = 60;

// Another identity at the same address.
Attacker fresh_visitor(const Attacker& same_address, WidgetId widget) {
  Attacker attacker{same_address.place(), same_address.address()};
  const Answer answer = attacker.post(widget_path(widget, "/visitors"), R"({"page":null})");
  attacker.visitor_token = answer.text_at("/token");
  attacker.identity = {{"Origin", same_address.place().origin()},
                       {"Authorization", "Bearer " + attacker.visitor_token}};
  return attacker;
}

void a_visitor_is_limited(Target& target, Notebook& notebook) {
  const WidgetId widget = target.tenant(1).bots[0].widget;
  const std::string path = widget_path(widget, "/messages");
  const Attacker visitor = target.visitor(widget);
  for (int sent = 0; sent < kPerVisitor; ++sent) {
    const Answer answer = visitor.post(path, message_body("flood"));
    if (!notebook.expect(answer.status == 201,
                         fmt::format("message {} of {}", sent + 1, kPerVisitor), "status 201",
                         answer.brief()))
      return;
  }
  const Answer one_more = visitor.post(path, message_body("flood"));
  expect_refused(target, notebook, one_more, 429, "EDGE-15", "one message more");
  notebook.expect(!one_more.header("retry-after").empty(), "one message more", "Retry-After",
                  std::string{one_more.header("retry-after")});
}

void an_address_is_limited(Target& target, Notebook& notebook) {
  const WidgetId widget = target.tenant(1).bots[1].widget;
  const std::string path = widget_path(widget, "/messages");
  const Attacker first = target.stranger();
  int sent = 0;
  // New tokens and invented headers do not make a new address.
  for (int identity = 0; identity < kPerAddress / kPerVisitor; ++identity) {
    const Attacker visitor = fresh_visitor(first, widget);
    for (int message = 0; message < kPerVisitor; ++message, ++sent) {
      const Answer answer =
          visitor.ask({.method = "POST",
                       .target = path,
                       .headers = {{"X-Forwarded-For", fmt::format("203.0.113.{}", message)}},
                       .body = message_body("flood")});
      if (!notebook.expect(answer.status == 201,
                           fmt::format("message {} of {}", sent + 1, kPerAddress), "status 201",
                           answer.brief()))
        return;
    }
  }
  const Answer one_more = fresh_visitor(first, widget).post(path, message_body("flood"));
  expect_refused(target, notebook, one_more, 429, "EDGE-15",
                 "one more from the same address with a new token");
}

// --- EDGE-17
// ---------------------------------------------------------------------------------------

void claimed_addresses_do_not_count(Target& target, Notebook& notebook) {
  const std::pair<std::string_view, std::string_view> claims[] = {
      {"X-Forwarded-For", "203.0.113.9"},
      {"X-Forwarded-For", "127.0.0.1, 203.0.113.9"},
      {"X-Real-IP", "203.0.113.9"},
      {"Forwarded", "for=203.0.113.9"}};
  for (const auto& [name, value] : claims) {
    const Attacker stranger = target.stranger();
    const Answer answer = stranger.ask(
        {.target = "/api/v1/session", .headers = {{std::string{name}, std::string{value}}}});
    expect_status(notebook, answer, 401, fmt::format("ask with {}: {}", name, value));
    std::string seen = "no entry";
    for (const SeenEntry& entry : target.entries("correlation=" + answer.correlation()))
      seen = entry.address.value_or("no address");
    if (!stranger.address())
      return notebook.not_claimed("The verifier's own address is not known on a remote server.");
    notebook.expect(seen == *stranger.address(), fmt::format("ask with {}: {}", name, value),
                    "the log names the socket's address " + *stranger.address(), seen);
  }
}

constexpr Probe kProbes[] = {
    {"EDGE-15", "a visitor is limited exactly", &a_visitor_is_limited},
    {"EDGE-15", "an address is limited, whoever it says it is", &an_address_is_limited},
    {"EDGE-17", "claimed addresses do not count", &claimed_addresses_do_not_count},
};

}  // namespace

std::span<const Probe> limit_probes() { return kProbes; }

}  // namespace gatehouse::assurance

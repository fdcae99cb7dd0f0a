// That what happens is recorded, and that the record cannot be bent.
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

bool has_entry(const std::vector<SeenEntry>& entries, std::string_view object) {
  for (const SeenEntry& entry : entries)
    if (entry.object == object && entry.outcome == "done") return true;
  return false;
}

// --- AUD-01
// ----------------------------------------------------------------------------------------

void changes_are_recorded(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker owner = target.member(tenant.owner);
  const Answer bot = owner.post("/api/v1/bots", R"({"name":"recorded"})");
  expect_status(notebook, bot, 201, "create a bot");
  const std::string id = bot.text_at("/id");
  notebook.expect(has_entry(target.entries("event=bot.created"), id), "look for bot.created",
                  "an entry for " + id, "looked");
  expect_status(notebook, owner.ask({.method = "DELETE", .target = "/api/v1/bots/" + id}), 204,
                "delete it");
  notebook.expect(has_entry(target.entries("event=bot.deleted"), id), "look for bot.deleted",
                  "an entry for " + id, "looked");
  const WidgetId widget = tenant.bots[0].widget;
  const std::string conversation =
      open_conversation(target.visitor(widget), widget, "to be recorded");
  notebook.expect(has_entry(target.entries("event=conversation.visitor_message"), conversation),
                  "look for conversation.visitor_message", "an entry for " + conversation,
                  "looked");
  const Answer taken = owner.post("/api/v1/conversations/" + conversation + "/take-over", "{}");
  expect_status(notebook, taken, 200, "take the conversation over");
  notebook.expect(has_entry(target.entries("event=conversation.taken_over"), conversation),
                  "look for conversation.taken_over", "an entry for " + conversation, "looked");
}

// --- AUD-02
// ----------------------------------------------------------------------------------------

void refusals_are_recorded(Target& target, Notebook& notebook) {
  const Attacker stranger = target.stranger();
  constexpr int kTimes = 25;
  for (int time = 0; time < kTimes; ++time) {
    const Answer answer =
        stranger.ask({.target = "/health", .headers = {{"Host", "flood.example"}}});
    expect_status(notebook, answer, 404, "ask under a foreign name");
  }
  if (!stranger.address())
    return notebook.not_claimed("The verifier's own address is not known on a remote server.");
  std::int64_t counted = 0;
  for (const SeenEntry& entry : target.entries("event=request.refused"))
    if (entry.address == stranger.address() && entry.control == "EDGE-08") counted += entry.times;
  notebook.expect(counted == kTimes, fmt::format("count the entries of {} refusals", kTimes),
                  fmt::format("{}", kTimes), fmt::format("{}", counted));
}

// --- AUD-04
// ----------------------------------------------------------------------------------------

void an_edited_log_is_detected(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  const TenantId tenant = target.tenant(1).id;
  struct Trick {
    std::string_view name;
    audit::Tampering tampering;
  };
  constexpr Trick kTricks[] = {{"nothing", audit::Tampering::none},
                               {"one entry edited", audit::Tampering::edit},
                               {"one entry dropped", audit::Tampering::drop},
                               {"two entries swapped", audit::Tampering::swap},
                               {"one entry inserted", audit::Tampering::insert},
                               {"the newest entries cut off", audit::Tampering::truncate}};
  for (const Trick& trick : kTricks) {
    const auto found = target.data()->verify_copy(tenant, trick.tampering);
    if (!notebook.expect(found.has_value(),
                         fmt::format("check a copy of the log with {}", trick.name), "a verdict",
                         found ? found->verdict : found.error().detail()))
      continue;
    const bool should_hold = trick.tampering == audit::Tampering::none;
    notebook.expect(!found->first_false_entry == should_hold,
                    fmt::format("check a copy of the log with {}", trick.name),
                    should_hold ? "it holds" : "the change is named", found->verdict);
  }
}

constexpr Probe kProbes[] = {
    {"AUD-01", "changes are recorded", &changes_are_recorded},
    {"AUD-02", "refusals are recorded and counted", &refusals_are_recorded},
    {"AUD-04", "an edited log is detected", &an_edited_log_is_detected},
};

}  // namespace

std::span<const Probe> audit_probes() { return kProbes; }

}  // namespace gatehouse::assurance

#include "assurance/probes/tools.h"

#include <atomic>

#include "base/json.h"

namespace gatehouse::assurance {

bool expect_status(Notebook& notebook, const Answer& answer, int status, std::string did) {
  return notebook.expect(answer.status == status, std::move(did), fmt::format("status {}", status),
                         answer.brief());
}

bool expect_refused(Target& target, Notebook& notebook, const Answer& answer, int status,
                    std::string_view control, std::string did) {
  if (!expect_status(notebook, answer, status, did)) return false;
  const bool recorded = target.is_recorded(answer, control);
  return notebook.expect(
      recorded, std::move(did), fmt::format("an audit entry in the name of {}", control),
      recorded ? "it stands in the log" : "no entry for " + answer.correlation());
}

std::string json_text(std::string_view text) {
  std::string out;
  json::write_text(out, text);
  return out;
}

std::string message_body(std::string_view text) {
  static std::atomic<std::uint64_t> next = 0;
  return fmt::format(R"({{"client_id":"probe-message-{}","text":{}}})", ++next, json_text(text));
}

std::string widget_path(WidgetId widget, std::string_view rest) {
  return fmt::format("/widget/v1/{}{}", widget.text(), rest);
}

std::string open_conversation(const Attacker& visitor, WidgetId widget, std::string_view text) {
  return visitor.post(widget_path(widget, "/messages"), message_body(text))
      .text_at("/conversation/id");
}

}  // namespace gatehouse::assurance

// What many probes do.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "assurance/probe.h"
#include "assurance/target.h"

namespace gatehouse::assurance {

// Refused with this status, and the refusal stands in the log in the control's name.
bool expect_refused(Target& target, Notebook& notebook, const Answer& answer, int status,
                    std::string_view control, std::string did);
bool expect_status(Notebook& notebook, const Answer& answer, int status, std::string did);

// A JSON string, quoted.
std::string json_text(std::string_view text);
// {"client_id":"…","text":"…"} with a client id of its own.
std::string message_body(std::string_view text);

// The ids of the first conversation a visitor opened by saying `text`; empty on failure.
std::string open_conversation(const Attacker& visitor, WidgetId widget, std::string_view text);

std::string widget_path(WidgetId widget, std::string_view rest);

}  // namespace gatehouse::assurance

// Members that a probe makes for itself, and what it gives them.
#pragma once

#include <string>
#include <string_view>

#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

// Invited by the owner and joined; the role is a built-in one's name or a role's key. An empty
// email means that it came to nothing.
ProbeMember new_member(Target& target, const Attacker& owner, std::string_view role);
// `privileges` as JSON: R"("read_bots","edit_bots")". The role's key.
std::string new_role(const Attacker& owner, std::string_view privileges, bool every_bot);
Answer change_role(const Attacker& owner, std::string_view role, std::string_view privileges,
                   bool every_bot);
Answer give_role(const Attacker& owner, const ProbeMember& member, std::string_view role);
Answer grant(const Attacker& owner, const ProbeMember& member, std::string_view bot,
             std::string_view privileges);

// Somebody whom nobody of the workspace has brought in, signed in with a passkey of their own: an
// owner or administrator who can approve what others ask for.
struct Manager {
  ProbeMember member;
  Attacker attacker;
};
Manager new_manager(Target& target, std::size_t tenant, std::string_view role);
// What was answered with 202, as the approver was shown it.
Answer approve(const Attacker& approver, const Answer& asked);

struct NewBot {
  std::string id;
  WidgetId widget;
};
NewBot new_bot(const Attacker& owner, std::string_view name);

// An id of the same kind that names nothing.
std::string absent(std::string_view id);
// The same answer as for what does not exist: status, code and title.
bool expect_absent(Notebook& notebook, const Attacker& attacker, Ask ask,
                   std::string absent_target);

inline constexpr std::string_view kAllOfBots =
    R"("read_conversations","note_conversations","reply_conversations","close_conversations","read_bots","edit_bots","publish_bots","manage_bots","read_reports")";

}  // namespace gatehouse::assurance

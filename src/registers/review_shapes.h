// Lines of a review as JSON: sealed in the database, in the evidence, and for the dashboard.
// Members are sorted by name, because the evidence is signed over its bytes.
#pragma once

#include "base/json.h"
#include "registers/reviews.h"

namespace gatehouse::json {

template <>
struct Shape<registers::GrantFact> {
  using Fact = registers::GrantFact;
  static constexpr std::string_view name = "ReviewGrant";
  static constexpr auto members =
      std::tuple{member("bot", &Fact::bot), member("privileges", &Fact::privileges, up_to(64))};
};
template <>
struct Shape<registers::LineFacts> {
  using Facts = registers::LineFacts;
  static constexpr std::string_view name = "ReviewFacts";
  static constexpr auto members = std::tuple{member("dormant", &Facts::dormant),
                                             member("email", &Facts::email, line(0, 254)),
                                             member("every_bot", &Facts::every_bot),
                                             member("grants", &Facts::grants, up_to(1000)),
                                             member("has_factor", &Facts::has_factor),
                                             member("last_seen", &Facts::last_seen),
                                             member("name", &Facts::name, text(0, 500)),
                                             member("privileges", &Facts::privileges, up_to(64)),
                                             member("role", &Facts::role),
                                             member("role_name", &Facts::role_name, text(0, 500))};
};
template <>
struct Shape<registers::Verdict> {
  using Verdict = registers::Verdict;
  static constexpr std::string_view name = "ReviewVerdict";
  static constexpr auto members =
      std::tuple{member("decided_at", &Verdict::decided_at),
                 member("decided_by", &Verdict::decided_by),
                 member("decider", &Verdict::decider, text(0, 500)),
                 member("decision", &Verdict::decision),
                 member("reason", &Verdict::reason, text(0, 2000)),
                 member("removed", &Verdict::removed, whole(0, 1'000'000)),
                 member("role", &Verdict::role),
                 member("role_name", &Verdict::role_name, text(0, 500))};
};
template <>
struct Shape<registers::Line> {
  using Line = registers::Line;
  static constexpr std::string_view name = "ReviewLine";
  static constexpr auto members =
      std::tuple{member("facts", &Line::facts), member("person", &Line::person),
                 member("verdict", &Line::verdict)};
};

}  // namespace gatehouse::json

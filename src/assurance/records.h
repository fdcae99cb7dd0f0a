// What verification runs found, kept in the installation's database: the security page reads it
// here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/id.h"
#include "base/json.h"
#include "base/random.h"
#include "store/database.h"

namespace gatehouse::assurance {

// Skipped is never shown as passed.
enum class Verdict : unsigned char { passed, failed, not_claimed };

struct ControlResult {
  std::string id;
  Verdict verdict;
  double seconds;
  std::string summary;  // one sentence for people
};

struct Run {
  Instant started_at;
  double seconds;
  std::string build;
  std::vector<ControlResult> controls;
};

struct KeptRun {
  Instant started_at;
  double seconds;
  std::string build;
  std::int64_t passed;
  std::int64_t failed;
  std::int64_t not_claimed;
};

struct KeptResult {
  std::string id;
  Verdict verdict;
  std::string summary;
  Instant at;
};

class Records {
 public:
  Records(store::Database& control, Clock& clock, Random& random);
  // Replaces nothing: results stand with their time, the newest of each control is shown.
  Task<Result<>> keep(Run run, std::string signed_evidence);
  Task<Result<std::optional<KeptRun>>> latest_run();
  Task<Result<std::map<std::string, KeptResult>>> latest_results();

 private:
  store::Database& control_;
  Clock& clock_;
  Random& random_;
};

}  // namespace gatehouse::assurance

namespace gatehouse {
template <>
struct EnumNames<assurance::Verdict> {
  using enum assurance::Verdict;
  static constexpr auto names = std::to_array<std::pair<assurance::Verdict, std::string_view>>(
      {{passed, "passed"}, {failed, "failed"}, {not_claimed, "not_claimed"}});
};
}  // namespace gatehouse

template <>
struct gatehouse::json::Shape<gatehouse::assurance::ControlResult> {
  static constexpr std::string_view name = "ControlResult";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::assurance::ControlResult::id, json::token(4, 12)),
      json::member("verdict", &gatehouse::assurance::ControlResult::verdict),
      json::member("seconds", &gatehouse::assurance::ControlResult::seconds),
      json::member("summary", &gatehouse::assurance::ControlResult::summary, json::text(0, 2000)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::assurance::Run> {
  static constexpr std::string_view name = "Run";
  static constexpr auto members = std::tuple{
      json::member("started_at", &gatehouse::assurance::Run::started_at),
      json::member("seconds", &gatehouse::assurance::Run::seconds),
      json::member("build", &gatehouse::assurance::Run::build, json::line(1, 200)),
      json::member("controls", &gatehouse::assurance::Run::controls, json::up_to(200)),
  };
};

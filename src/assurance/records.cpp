#include "assurance/records.h"

#include "assurance/queries.h"

namespace gatehouse::assurance {

namespace {

struct RunRow : KeptRun {
  static constexpr auto columns =
      std::tuple{&RunRow::started_at, &RunRow::seconds, &RunRow::build,
                 &RunRow::passed,     &RunRow::failed,  &RunRow::not_claimed};
};
struct ResultRow : KeptResult {
  static constexpr auto columns =
      std::tuple{&ResultRow::id, &ResultRow::verdict, &ResultRow::summary, &ResultRow::at};
};

std::int64_t count(const Run& run, Verdict verdict) {
  return std::ranges::count(run.controls, verdict, &ControlResult::verdict);
}

struct KeepRun {
  RunId id;
  Run run;
  std::string evidence;

  Result<> operator()(store::Transaction& transaction) const {
    TRY_VOID(transaction.execute(queries::insert_run, id, run.started_at, run.seconds, run.build,
                                 count(run, Verdict::passed), count(run, Verdict::failed),
                                 count(run, Verdict::not_claimed), evidence));
    for (const ControlResult& result : run.controls)
      TRY_VOID(transaction.execute(queries::insert_result, result.id, id, result.verdict,
                                   result.summary, run.started_at));
    return {};
  }
};

Result<std::optional<KeptRun>> read_latest_run(store::Reader& reader) {
  TRY(const auto row, reader.maybe<RunRow>(queries::latest_run));
  return row ? std::optional<KeptRun>{*row} : std::nullopt;
}

Result<std::map<std::string, KeptResult>> read_latest_results(store::Reader& reader) {
  TRY(const auto rows, reader.all<ResultRow>(queries::latest_results));
  std::map<std::string, KeptResult> results;
  for (const ResultRow& row : rows) results.emplace(row.id, row);
  return results;
}

}  // namespace

Records::Records(store::Database& control, Clock& clock, Random& random)
    : control_{control}, clock_{clock}, random_{random} {}

Task<Result<>> Records::keep(Run run, std::string signed_evidence) {
  KeepRun work{RunId::make(clock_, random_), std::move(run), std::move(signed_evidence)};
  co_return co_await control_.write(std::move(work));
}

Task<Result<std::optional<KeptRun>>> Records::latest_run() {
  co_return co_await control_.read(&read_latest_run);
}

Task<Result<std::map<std::string, KeptResult>>> Records::latest_results() {
  co_return co_await control_.read(&read_latest_results);
}

}  // namespace gatehouse::assurance

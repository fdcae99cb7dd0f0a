#include "identity/internal/workspace_policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "base/control.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using std::chrono::minutes;

constexpr WorkspacePolicy kFloor{};
constexpr std::int64_t kLongestShortest = 64;
constexpr std::int64_t kHighestScore = 4;
constexpr minutes kLeastIdle{5};
constexpr minutes kLeastAbsolute{60};
constexpr std::size_t kMostWords = 50;
constexpr std::size_t kShortestWord = 3;

struct PolicyRow {
  TenantId tenant;
  std::int64_t shortest;
  std::int64_t lowest_score;
  vault::Sealed<std::string> words;
  std::int64_t idle;
  std::int64_t idle_privileged;
  std::int64_t absolute;
  static constexpr auto columns = std::tuple{
      &PolicyRow::tenant, &PolicyRow::shortest,        &PolicyRow::lowest_score, &PolicyRow::words,
      &PolicyRow::idle,   &PolicyRow::idle_privileged, &PolicyRow::absolute};
};

vault::Place place_of_words(const TenantId& tenant) {
  return {"workspace_policy", "forbidden_words", tenant.bits()};
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + '\n';
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return words;
}

// As they are compared; each once.
Result<std::vector<std::string>> cleaned_words(const std::vector<std::string>& words) {
  std::vector<std::string> list;
  for (const std::string& word : words) {
    const std::string one = folded(PlainText::of(word).text());
    if (code_points(one) < kShortestWord || one.contains('\n'))
      return fail(Error{json::kOutOfRange}.at("/forbidden_words"));
    if (std::ranges::find(list, one) == list.end()) list.push_back(one);
  }
  if (list.size() > kMostWords) return fail(Error{json::kOutOfRange}.at("/forbidden_words"));
  return list;
}

Result<> require_floor(const PasswordRules& rules) {
  const bool weaker = rules.shortest < kFloor.password.shortest ||
                      rules.lowest_score < kFloor.password.lowest_score;
  if (enforced<"IDN-02"> && weaker) return fail(kPasswordFloor);
  if (rules.shortest > kLongestShortest)
    return fail(Error{json::kOutOfRange}.at("/shortest_password"));
  if (rules.lowest_score > kHighestScore) return fail(Error{json::kOutOfRange}.at("/lowest_score"));
  return {};
}

Result<> require_floor(const SessionRules& rules) {
  const SessionRules& floor = kFloor.sessions;
  const bool longer = rules.idle > floor.idle || rules.idle_privileged > floor.idle_privileged ||
                      rules.absolute > floor.absolute;
  if (enforced<"IDN-10"> && longer) return fail(kSessionFloor);
  if (rules.idle < kLeastIdle) return fail(Error{json::kOutOfRange}.at("/idle_minutes"));
  if (rules.idle_privileged < kLeastIdle)
    return fail(Error{json::kOutOfRange}.at("/idle_minutes_privileged"));
  if (rules.absolute < kLeastAbsolute)
    return fail(Error{json::kOutOfRange}.at("/absolute_minutes"));
  return {};
}

Result<WorkspacePolicy> changed(WorkspacePolicy policy, const PolicyChange& change) {
  const auto set = [](auto& to, const auto& from) {
    if (from) to = std::remove_reference_t<decltype(to)>{*from};
  };
  set(policy.password.shortest, change.shortest_password);
  set(policy.password.lowest_score, change.lowest_score);
  set(policy.sessions.idle, change.idle_minutes);
  set(policy.sessions.idle_privileged, change.idle_minutes_privileged);
  set(policy.sessions.absolute, change.absolute_minutes);
  if (change.forbidden_words) {
    TRY(policy.password.forbidden_words, cleaned_words(*change.forbidden_words));
  }
  TRY_VOID(require_floor(policy.password));
  TRY_VOID(require_floor(policy.sessions));
  return policy;
}

// For the audit log: words may name people, so they are only counted.
std::string described(const WorkspacePolicy& policy) {
  return fmt::format("password {} characters, score {}, {} words; idle {} and {} min, life {} min",
                     policy.password.shortest, policy.password.lowest_score,
                     policy.password.forbidden_words.size(), policy.sessions.idle.count(),
                     policy.sessions.idle_privileged.count(), policy.sessions.absolute.count());
}

}  // namespace

Result<> WorkspacePolicies::start() {
  auto work = [](store::Reader& reader) {
    return reader.all<PolicyRow>(queries::workspace_policies);
  };
  TRY(const auto rows, ground_.control.read_now(std::move(work)));
  for (const PolicyRow& row : rows) {
    TRY(const std::string words,
        row.words.open(ground_.keys, vault::Purpose::contact, place_of_words(row.tenant)));
    keep(row.tenant, {{row.shortest, row.lowest_score, split(words)},
                      {minutes{row.idle}, minutes{row.idle_privileged}, minutes{row.absolute}}});
  }
  return {};
}

WorkspacePolicy WorkspacePolicies::of(TenantId tenant) const {
  const std::shared_lock lock{mutex_};
  const auto place = policies_.find(tenant);
  return place == policies_.end() ? WorkspacePolicy{} : place->second;
}

void WorkspacePolicies::keep(TenantId tenant, WorkspacePolicy policy) {
  const std::unique_lock lock{mutex_};
  policies_[tenant] = std::move(policy);
}

Result<> WorkspacePolicies::save(store::Transaction& transaction, TenantId tenant,
                                 const WorkspacePolicy& policy) {
  const auto words =
      vault::Sealed<std::string>::of(ground_.keys, vault::Purpose::contact, place_of_words(tenant),
                                     joined(policy.password.forbidden_words));
  TRY_VOID(transaction.execute(queries::save_workspace_policy, tenant, policy.password.shortest,
                               policy.password.lowest_score, words, policy.sessions.idle.count(),
                               policy.sessions.idle_privileged.count(),
                               policy.sessions.absolute.count()));
  transaction.after_commit([this, tenant, policy] { keep(tenant, policy); });
  return {};
}

Task<Result<WorkspacePolicy>> WorkspacePolicies::change(access::Caller caller, PolicyChange change,
                                                        Applied applied) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_workspace));
  auto work = [this, caller, change = std::move(change), applied = std::move(applied)](
                  store::Transaction& transaction) -> Result<WorkspacePolicy> {
    TRY(WorkspacePolicy policy, changed(of(caller.tenant()), change));
    TRY_VOID(save(transaction, caller.tenant(), policy));
    TRY_VOID(applied(transaction, caller.tenant(), policy.sessions));
    const audit::Deed deed{.event = audit::Event::workspace_changed,
                           .object = caller.tenant().text(),
                           .detail = described(policy)};
    TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
    return policy;
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> WorkspacePolicies::forget(store::Transaction& transaction, TenantId tenant) {
  TRY_VOID(transaction.execute(queries::delete_workspace_policy, tenant));
  transaction.after_commit([this, tenant] {
    const std::unique_lock lock{mutex_};
    policies_.erase(tenant);
  });
  return {};
}

}  // namespace gatehouse::identity::internal

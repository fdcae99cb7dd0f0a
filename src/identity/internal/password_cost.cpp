#include "identity/internal/password_cost.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/log.h"
#include "identity/queries.h"

namespace gatehouse::identity {
namespace {

struct CostRow {
  Instant measured_at;
  std::int64_t memory_kib;
  std::int64_t passes;
  double milliseconds;
  static constexpr auto columns = std::tuple{&CostRow::measured_at, &CostRow::memory_kib,
                                             &CostRow::passes, &CostRow::milliseconds};
};

Result<> keep(store::Database& control, const PasswordCost& cost) {
  auto work = [&cost](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::insert_password_cost, cost.measured_at,
                                 std::int64_t{cost.cost.memory_kib}, std::int64_t{cost.cost.passes},
                                 cost.milliseconds));
    return {};
  };
  return control.write_now(std::move(work));
}

// "$argon2id$v=19$m=65536,t=5,p=1$salt$hash" without salt and hash.
std::string form_of(std::string_view phc) {
  std::size_t end = 0;
  for (int part = 0; part < 4 && end != phc.npos; ++part)
    end = phc.find('$', end + (part > 0 ? 1 : 0));
  return std::string{phc.substr(0, end)};
}

}  // namespace

namespace internal {

PasswordCost measured_cost(const crypto::HashCost& floor, std::chrono::milliseconds wished,
                           Clock& clock) {
  constexpr std::uint32_t kMostTimes = 4;
  const Secret password = Secret::of_text("measured and thrown away");
  const auto take = [&](const crypto::HashCost& cost) {
    const Tick began = clock.tick();
    (void)crypto::hash_password(password, password, cost);
    return std::chrono::duration<double, std::milli>(clock.tick() - began).count();
  };
  const double floor_takes = take(floor);
  const double a_pass_takes = std::max(floor_takes / floor.passes, 0.001);
  const double fitting = std::round(static_cast<double>(wished.count()) / a_pass_takes);
  crypto::HashCost cost = floor;
  cost.passes = static_cast<std::uint32_t>(
      std::clamp<double>(fitting, floor.passes, floor.passes * kMostTimes));
  return {clock.now(), cost, a_pass_takes * cost.passes};
}

Result<PasswordCost> known_or_measured_cost(const Ground& ground) {
  const crypto::HashCost& floor = ground.limits.hash_cost;
  TRY(const auto known, password_cost(ground.control));
  const bool holds =
      known && known->cost.memory_kib >= floor.memory_kib && known->cost.passes >= floor.passes;
  if (holds) return *known;
  const PasswordCost cost = measured_cost(floor, ground.limits.hash_takes, ground.clock);
  TRY_VOID(keep(ground.control, cost));
  log::write(log::Level::debug, "identity.password_cost_measured",
             {{"memory_kib", std::int64_t{cost.cost.memory_kib}},
              {"passes", std::int64_t{cost.cost.passes}},
              {"milliseconds", cost.milliseconds}});
  return cost;
}

}  // namespace internal

Result<std::optional<PasswordCost>> password_cost(store::Database& control) {
  auto work = [](store::Reader& reader) {
    return reader.maybe<CostRow>(queries::newest_password_cost);
  };
  TRY(const auto row, control.read_now(std::move(work)));
  if (!row) return std::optional<PasswordCost>{};
  const crypto::HashCost cost{.memory_kib = static_cast<std::uint32_t>(row->memory_kib),
                              .passes = static_cast<std::uint32_t>(row->passes)};
  return std::optional{PasswordCost{row->measured_at, cost, row->milliseconds}};
}

Result<PasswordCost> measure_password_cost(store::Database& control, Clock& clock) {
  const Limits limits;
  const PasswordCost cost = internal::measured_cost(limits.hash_cost, limits.hash_takes, clock);
  TRY_VOID(keep(control, cost));
  return cost;
}

Result<std::vector<PasswordForm>> password_forms(store::Database& control) {
  auto work = [](store::Reader& reader) { return reader.all<std::string>(queries::all_passwords); };
  TRY(const auto stored, control.read_now(std::move(work)));
  std::map<std::string, std::size_t> counts;
  for (const std::string& phc : stored) ++counts[form_of(phc)];
  std::vector<PasswordForm> forms;
  for (const auto& [form, people] : counts) forms.push_back({form, people});
  return forms;
}

Result<std::string> password_form(store::Database& control, PersonId person) {
  auto work = [person](store::Reader& reader) {
    return reader.one<std::string>(queries::password_of_person, person);
  };
  TRY(const std::string phc, control.read_now(std::move(work)));
  return form_of(phc);
}

}  // namespace gatehouse::identity

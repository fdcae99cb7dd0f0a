#include "access/address_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "access/queries.h"
#include "access/tenants.h"
#include "base/control.h"
#include "base/text.h"

namespace gatehouse::access {
namespace {

constexpr std::size_t kMostRanges = 100;
constexpr std::size_t kLongestLabel = 60;
constexpr std::size_t kMostDetail = 1900;  // an entry holds 2 KiB
// A transaction stamps what it does before it is on disk.
constexpr std::chrono::seconds kMargin{10};

vault::Place place_of(const TenantId& tenant) { return {"address_limit", "ranges", tenant.bits()}; }

std::string lines_of(const AddressPolicy& policy) {
  std::string text;
  for (const NamedRange& one : policy.ranges)
    text += fmt::format("{} {}\n", one.range.text(), one.label);
  return text;
}

Result<std::vector<NamedRange>> ranges_in(std::string_view text) {
  std::vector<NamedRange> ranges;
  for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    const std::size_t space = text.find(' ');
    if (space > end) return fail(store::kDamaged);
    TRY(const AddressRange range, AddressRange::parse(text.substr(0, space)));
    ranges.push_back({range, std::string{text.substr(space + 1, end - space - 1)}});
    text.remove_prefix(end + 1);
  }
  return ranges;
}

// For the audit log.
std::string described(const AddressPolicy& policy) {
  std::string text = fmt::format("{}, {} ranges", name_of(policy.mode), policy.ranges.size());
  for (std::size_t at = 0; at < policy.ranges.size() && text.size() < kMostDetail; ++at)
    text += fmt::format("{} {}", at == 0 ? ":" : ",", policy.ranges[at].range.text());
  return text;
}

std::string field(std::size_t at, std::string_view member) {
  return fmt::format("/ranges/{}/{}", at, member);
}

}  // namespace

Result<AddressPolicy> read_address_policy(AddressMode mode, const std::vector<RangeDraft>& ranges) {
  if (ranges.size() > kMostRanges) return fail(Error{kTooManyRanges}.at("/ranges"));
  AddressPolicy policy{.mode = mode};
  for (std::size_t at = 0; at < ranges.size(); ++at) {
    auto range = AddressRange::parse(ranges[at].range);
    if (!range) return fail(std::move(range).error().at(field(at, "range")));
    if (std::ranges::find(policy.ranges, *range, &NamedRange::range) != policy.ranges.end())
      return fail(Error{kDoubledRange}.at(field(at, "range")));
    std::string label = PlainText::of(ranges[at].label).text();
    if (label.empty() || code_points(label) > kLongestLabel || label.contains('\n'))
      return fail(Error{kBadRangeLabel}.at(field(at, "label")));
    policy.ranges.push_back({*range, std::move(label)});
  }
  return policy;
}

AddressGate::AddressGate(const AddressPolicy& policy) : mode_{policy.mode} {
  std::vector<AddressRange> ranges;
  for (const NamedRange& one : policy.ranges) ranges.push_back(one.range);
  ranges_ = AddressRanges{ranges};
}

bool AddressGate::admits(Side side, const IpAddress& address) const {
  const bool limits =
      mode_ == AddressMode::everybody || (mode_ == AddressMode::staff && side == Side::staff);
  return !limits || ranges_.contains(address);
}

struct AddressLimits::Row {
  TenantId tenant;
  AddressMode mode;
  vault::Sealed<std::string> ranges;
  Instant changed_at;
  static constexpr auto columns =
      std::tuple{&Row::tenant, &Row::mode, &Row::ranges, &Row::changed_at};
};

Result<> AddressLimits::start() {
  looked_at_ = clock_.now();
  return take_up(Instant{});
}

Result<> AddressLimits::keep_house() {
  const Instant now = clock_.now();
  TRY_VOID(take_up(looked_at_ - kMargin));
  looked_at_ = now;
  return {};
}

Result<> AddressLimits::take_up(Instant since) {
  auto find = [since](store::Reader& reader) {
    return reader.all<Row>(queries::address_limits_since, since);
  };
  TRY(const auto rows, control_.read_now(std::move(find)));
  for (const Row& row : rows) {
    TRY(const AddressPolicy policy, opened(row));
    keep(row.tenant, policy, row.changed_at);
  }
  return {};
}

// An older state that was read before a newer one came into force is dropped.
void AddressLimits::keep(TenantId tenant, const AddressPolicy& policy, Instant changed_at) {
  {
    const std::unique_lock lock{mutex_};
    const auto place = kept_.find(tenant);
    if (place != kept_.end() && place->second.changed_at >= changed_at) return;
    kept_.insert_or_assign(tenant, Kept{AddressGate{policy}, changed_at});
  }
  if (changed_) changed_(tenant);
}

Result<> AddressLimits::admit(TenantId tenant, Side side, const IpAddress& address) const {
  const std::shared_lock lock{mutex_};
  const auto place = kept_.find(tenant);
  const bool inside = place == kept_.end() || place->second.gate.admits(side, address);
  if (enforced<"ACC-07"> && !inside) return fail(kOutsideRanges);
  return {};
}

Result<AddressPolicy> AddressLimits::opened(const Row& row) const {
  TRY(const std::string text,
      row.ranges.open(vault_.installation(), vault::Purpose::contact, place_of(row.tenant)));
  TRY(auto ranges, ranges_in(text));
  return AddressPolicy{row.mode, std::move(ranges)};
}

Result<AddressPolicy> AddressLimits::read(store::Reader& reader, TenantId tenant) const {
  TRY(const auto row, reader.maybe<Row>(queries::find_address_limit, tenant));
  return row ? opened(*row) : AddressPolicy{};
}

Task<Result<AddressPolicy>> AddressLimits::policy(Caller caller) {
  CO_TRY_VOID(require(caller, Privilege::manage_access_rules));
  auto find = [this, tenant = caller.tenant()](store::Reader& reader) {
    return read(reader, tenant);
  };
  co_return co_await control_.read(std::move(find));
}

Result<> AddressLimits::save(store::Transaction& transaction, TenantId tenant,
                             const AddressPolicy& policy) {
  TRY(const auto before, transaction.maybe<Row>(queries::find_address_limit, tenant));
  // Two changes within one tick of the clock are still in an order.
  Instant at = clock_.now();
  if (before) at = std::max(at, before->changed_at + Instant::duration{1});
  const auto ranges = vault::Sealed<std::string>::of(vault_.installation(), vault::Purpose::contact,
                                                     place_of(tenant), lines_of(policy));
  TRY_VOID(transaction.execute(queries::save_address_limit, tenant, policy.mode, ranges, at));
  transaction.after_commit([this, tenant, policy, at] { keep(tenant, policy, at); });
  return {};
}

// As with a workspace's name, its own log has the entry before the change takes effect.
Task<Result<AddressPolicy>> AddressLimits::change(Caller caller, AddressPolicy policy,
                                                  audit::Log& installation_log) {
  CO_TRY_VOID(require(caller, Privilege::manage_access_rules));
  const bool inside = AddressGate{policy}.admits(Side::staff, caller.origin().address);
  if (enforced<"ACC-07"> && !inside) co_return fail(Error{kWouldLockOut}.at("/ranges"));
  CO_TRY(const Room own, tenants_.room(caller));
  const audit::Deed deed{.event = audit::Event::address_ranges_changed,
                         .object = caller.tenant().text(),
                         .detail = described(policy)};
  auto entry = [own, origin = caller.origin(), deed](store::Transaction& transaction) {
    return own->audit().record(transaction, origin, deed);
  };
  CO_TRY_VOID(co_await own->database().write(std::move(entry)));
  auto work = [this, caller, policy, deed,
               &installation_log](store::Transaction& transaction) -> Result<AddressPolicy> {
    TRY_VOID(save(transaction, caller.tenant(), policy));
    TRY_VOID(installation_log.record(transaction, caller.origin(), deed));
    return policy;
  };
  co_return co_await control_.write(std::move(work));
}

Result<> AddressLimits::open_up(TenantId tenant, audit::Log& installation_log) {
  TRY(const Room room, tenants_.room_of(tenant));
  audit::Origin origin;
  origin.kind = audit::ActorKind::operator_;
  origin.tenant = tenant;
  const audit::Deed deed{.event = audit::Event::address_ranges_changed,
                         .object = tenant.text(),
                         .detail = "off, by the operator (break-glass)"};
  auto entry = [&](store::Transaction& transaction) {
    return room->audit().record(transaction, origin, deed);
  };
  TRY_VOID(room->database().write_now(entry));
  auto work = [&](store::Transaction& transaction) -> Result<> {
    TRY(AddressPolicy policy, read(transaction, tenant));
    policy.mode = AddressMode::off;
    TRY_VOID(save(transaction, tenant, policy));
    return installation_log.record(transaction, origin, deed);
  };
  return control_.write_now(work);
}

Result<> AddressLimits::forget(store::Transaction& transaction, TenantId tenant) {
  TRY_VOID(transaction.execute(queries::delete_address_limit, tenant));
  transaction.after_commit([this, tenant] {
    const std::unique_lock lock{mutex_};
    kept_.erase(tenant);
  });
  return {};
}

}  // namespace gatehouse::access

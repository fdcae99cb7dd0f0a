// From which addresses a workspace can be used (control ACC-07). Kept in memory, because every
// request and every message on a socket asks.
#pragma once

#include <functional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/caller.h"
#include "audit/audit.h"
#include "base/address_range.h"
#include "base/clock.h"
#include "base/task.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::access {

class Tenants;

inline constexpr ErrorKind kOutsideRanges{
    "access.outside_ranges", Fault::forbidden,
    "This workspace can only be used from certain networks, and this is none of them. Connect to "
    "your organisation's network, then try again.",
    "ACC-07"};
inline constexpr ErrorKind kWouldLockOut{
    "access.would_lock_out", Fault::conflict,
    "Your own address is not within these ranges, so you would lock yourself out. Add a range that "
    "holds it first.",
    "ACC-07"};
inline constexpr ErrorKind kDoubledRange{"access.doubled_range", Fault::invalid,
                                         "This range is in the list already. Remove one of them."};
inline constexpr ErrorKind kTooManyRanges{
    "access.too_many_ranges", Fault::invalid,
    "A workspace can have 100 ranges. Put neighbouring ones together."};
inline constexpr ErrorKind kBadRangeLabel{"access.bad_range_label", Fault::invalid,
                                          "Give the range a label of 1 to 60 characters."};

enum class AddressMode : unsigned char { off, staff, everybody };
// Who comes from an address: members and what acts for them, or visitors of a widget.
enum class Side : unsigned char { staff, visitors };

struct NamedRange {
  AddressRange range;
  std::string label;
};
struct AddressPolicy {
  AddressMode mode = AddressMode::off;
  std::vector<NamedRange> ranges = {};
};
// As people write it.
struct RangeDraft {
  std::string range;
  std::string label;
};
// Errors point to the place, "/ranges/3/range".
Result<AddressPolicy> read_address_policy(AddressMode mode, const std::vector<RangeDraft>& ranges);

// A policy as it judges: what people wrote, merged.
class AddressGate {
 public:
  AddressGate() = default;
  explicit AddressGate(const AddressPolicy& policy);
  bool admits(Side side, const IpAddress& address) const;

 private:
  AddressMode mode_ = AddressMode::off;
  AddressRanges ranges_;
};

class AddressLimits {
 public:
  AddressLimits(Tenants& tenants, store::Database& control, vault::Vault& vault, Clock& clock)
      : tenants_{tenants}, control_{control}, vault_{vault}, clock_{clock} {}
  AddressLimits(const AddressLimits&) = delete;
  AddressLimits& operator=(const AddressLimits&) = delete;

  Result<> start();  // blocking
  // Takes up what another process has changed. Blocking.
  Result<> keep_house();
  // Called on any thread once a change is in force: sockets of before still stand. Set it before
  // requests come.
  void when_changed(std::function<void(TenantId)> tell) { changed_ = std::move(tell); }

  // kOutsideRanges. Asked before anything else of whoever comes.
  Result<> admit(TenantId tenant, Side side, const IpAddress& address) const;

  Task<Result<AddressPolicy>> policy(Caller caller);
  // In force for requests and open sockets when it is answered. Recorded in the workspace's log and
  // in the installation's.
  Task<Result<AddressPolicy>> change(Caller caller, AddressPolicy policy,
                                     audit::Log& installation_log);
  // For whoever sits at the machine and was asked by somebody who is locked out: the mode is off,
  // the list stays. Recorded in both logs. Blocking.
  Result<> open_up(TenantId tenant, audit::Log& installation_log);

  Result<> forget(store::Transaction& transaction, TenantId tenant);

 private:
  struct Row;
  struct Kept {
    AddressGate gate;
    Instant changed_at;
  };
  Result<AddressPolicy> opened(const Row& row) const;
  Result<AddressPolicy> read(store::Reader& reader, TenantId tenant) const;
  Result<> take_up(Instant since);
  Result<> save(store::Transaction& transaction, TenantId tenant, const AddressPolicy& policy);
  void keep(TenantId tenant, const AddressPolicy& policy, Instant changed_at);

  Tenants& tenants_;
  store::Database& control_;
  vault::Vault& vault_;
  Clock& clock_;
  std::function<void(TenantId)> changed_;
  Instant looked_at_{};
  mutable std::shared_mutex mutex_;
  std::unordered_map<TenantId, Kept> kept_;
};

}  // namespace gatehouse::access

namespace gatehouse {

template <>
struct EnumNames<access::AddressMode> {
  using enum access::AddressMode;
  static constexpr auto names = std::to_array<std::pair<access::AddressMode, std::string_view>>(
      {{off, "off"}, {staff, "staff"}, {everybody, "everybody"}});
};

}  // namespace gatehouse

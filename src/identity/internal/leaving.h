// The one way out of a workspace.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/approvals.h"
#include "identity/internal/alerts.h"
#include "identity/internal/sessions.h"
#include "identity/leaving.h"

namespace gatehouse::identity::internal {

// A reason as it is recorded; kReasonNeeded at /reason when there is nothing in it.
Result<std::string> clean_reason(const std::optional<std::string>& untrusted);

// kSuspended when this person's access has ended.
Result<> require_active(store::Reader& reader, PersonId person);
Result<bool> is_suspended(store::Reader& reader, PersonId person);
// kLastOwner when nobody else with access would own the workspace.
Result<> keep_an_owner(store::Reader& reader, const MemberRow& member);

class Leaving {
 public:
  Leaving(const Ground& ground, const People& people, const Sessions& sessions,
          const access::Approvals& approvals)
      : ground_{ground}, people_{people}, sessions_{sessions}, approvals_{approvals} {}
  // Before requests come.
  void join(Holding holding) { holdings_.push_back(std::move(holding)); }
  void work_is(Work work) { work_ = std::move(work); }

  Task<Result<Ended>> preview(access::Caller caller, PersonId person) const;
  Task<Result<Departure>> leave(access::Caller caller, PersonId person, LeaveWish wish) const;
  Task<Result<>> withdraw(access::Caller caller, PersonId person) const;
  Task<Result<>> come_back(access::Caller caller, PersonId person, std::string reason) const;
  Task<Result<std::vector<Departure>>> list(access::Caller caller) const;

  // For those who work in a transaction of their own, and hand over once it stands.
  Result<DepartureId> leave_in(store::Transaction& transaction, const access::Caller& caller,
                               PersonId person, const LeaveWish& wish) const;
  Result<> come_back_in(store::Transaction& transaction, const access::Caller& caller,
                        PersonId person, const std::string& reason) const;
  // Of somebody who is about to be removed, whoever decided that; nothing to do for those who are
  // out.
  Result<> end_for_good(store::Transaction& transaction, const audit::Origin& origin,
                        const MemberRow& member, std::string_view reason) const;
  Task<Result<>> hand_over(TenantId tenant, PersonId person) const;

  // A member whom nobody has seen for long; owners and whoever manages members alone stay.
  // Blocking.
  Result<> suspend_dormant(TenantId tenant, PersonId person) const;

  // Lets those leave whose time has come, goes on after a crash, warns of what is late. Blocking.
  Result<> keep_house() const;
  Result<> forget(store::Transaction& transaction, TenantId tenant) const;

 private:
  struct Row;
  Result<Ended> count(store::Reader& reader, PersonId person) const;
  Result<> require_heir(store::Reader& reader, const access::Caller& caller, PersonId leaver,
                        const std::optional<PersonId>& heir) const;
  Result<DepartureId> announce(store::Transaction& transaction, const MemberRow& member,
                               const LeaveWish& wish, Instant due) const;
  Result<> end_now(store::Transaction& transaction, const audit::Origin& origin,
                   DepartureId departure) const;
  Result<bool> is_needed(store::Reader& reader, const MemberRow& member) const;
  Result<> end_due(const Row& row) const;
  Result<> warn(store::Transaction& transaction, const Row& row) const;
  Task<Result<>> hand_over_work(Row row) const;
  Result<std::optional<Heir>> heir_of(store::Reader& reader, const Row& row) const;
  Result<> record_handing(store::Transaction& transaction, const Row& row,
                          std::int64_t conversations) const;
  Result<Departure> opened(const Row& row) const;

  const Ground& ground_;
  const People& people_;
  const Sessions& sessions_;
  const access::Approvals& approvals_;
  std::vector<Holding> holdings_;
  Work work_;
};

}  // namespace gatehouse::identity::internal

#include "identity/internal/approval_desk.h"

#include <algorithm>

#include "base/log.h"

namespace gatehouse::identity::internal {

using access::Approval;
using access::Approvals;

// Empty for the operator, and for whoever has left.
Result<std::string> ApprovalDesk::name_of_person(store::Reader& reader, PersonId person) const {
  if (person.is_nil()) return std::string{};
  auto found = people_.find(reader, person);
  if (found) return std::move(found->name);
  if (found.error().is(kNotFound)) return std::string{};
  return fail(std::move(found).error());
}

Result<ApprovalEntry> ApprovalDesk::entry_of(store::Reader& reader, const access::Caller& caller,
                                             Approvals::Shown shown) const {
  TRY(std::string requester, name_of_person(reader, shown.approval.requester));
  TRY(std::string decider, name_of_person(reader, shown.approval.decider.value_or(PersonId{})));
  const bool is_own = shown.approval.requester == caller.person();
  return ApprovalEntry{std::move(shown.approval), std::move(requester), std::move(decider), is_own,
                       shown.objection};
}

Task<Result<std::vector<ApprovalEntry>>> ApprovalDesk::list(access::Caller caller) {
  auto work = [this, caller](store::Reader& reader) -> Result<std::vector<ApprovalEntry>> {
    TRY(auto shown, approvals_.list(reader, caller));
    std::vector<ApprovalEntry> entries;
    for (Approvals::Shown& one : shown) {
      TRY(ApprovalEntry entry, entry_of(reader, caller, std::move(one)));
      entries.push_back(std::move(entry));
    }
    return entries;
  };
  co_return co_await ground_.control.read(std::move(work));
}

Task<Result<ApprovalEntry>> ApprovalDesk::find(access::Caller caller, ApprovalId id) {
  auto work = [this, caller, id](store::Reader& reader) -> Result<ApprovalEntry> {
    TRY(Approval approval, approvals_.find(reader, caller, id));
    return entry_of(reader, caller, {std::move(approval), &access::kOwnRequest});
  };
  co_return co_await ground_.control.read(std::move(work));
}

Task<Result<ApprovalEntry>> ApprovalDesk::approve(access::Caller caller, ApprovalId id,
                                                  crypto::Digest shown) {
  auto work = [this, caller, id, shown](store::Transaction& transaction) -> Result<ApprovalEntry> {
    TRY(Approval approval, approvals_.approve(transaction, caller, id, shown));
    return entry_of(transaction, caller, {std::move(approval), nullptr});
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<ApprovalEntry>> ApprovalDesk::decline(access::Caller caller, ApprovalId id) {
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<ApprovalEntry> {
    TRY(Approval approval, approvals_.decline(transaction, caller, id));
    return entry_of(transaction, caller, {std::move(approval), nullptr});
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<ApprovalEntry>> ApprovalDesk::withdraw(access::Caller caller, ApprovalId id) {
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<ApprovalEntry> {
    TRY(Approval approval, approvals_.withdraw(transaction, caller, id));
    return entry_of(transaction, caller, {std::move(approval), nullptr});
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<>> ApprovalDesk::age(TenantId tenant, std::chrono::seconds by) {
  CO_TRY(const access::Tenant found, co_await ground_.tenants.find(tenant));
  if (!found.probe || by.count() < 0)
    co_return fail(Error{kNotFound}.because("not a workspace of the verifier"));
  auto work = [this, tenant, by](store::Transaction& transaction) {
    return approvals_.age(transaction, tenant, by);
  };
  co_return co_await ground_.control.write(std::move(work));
}

// Each in a transaction of its own: one that cannot be done any more keeps nobody else's waiting.
Result<> ApprovalDesk::keep_house() {
  TRY(const auto due,
      ground_.control.read_now([this](store::Reader& reader) { return approvals_.due(reader); }));
  for (const Approval& approval : due) {
    const auto done = ground_.control.write_now([&](store::Transaction& transaction) {
      return approvals_.finish_due(transaction, approval.id);
    });
    if (done) continue;
    log::notice("approval.lapsed", {{"approval", approval.id.text()}});
    TRY_VOID(ground_.control.write_now([&](store::Transaction& transaction) {
      return approvals_.give_up_due(transaction, approval.id);
    }));
  }
  if (!post_.sends()) return {};
  TRY(const auto unnoticed, ground_.control.read_now([this](store::Reader& reader) {
    return approvals_.count_unnoticed(reader);
  }));
  if (unnoticed == 0) return {};
  return ground_.control.write_now([this](store::Transaction& transaction) -> Result<> {
    TRY(const auto list, approvals_.take_unnoticed(transaction));
    for (const Approval& approval : list) TRY_VOID(tell(transaction, approval));
    return {};
  });
}

// Whoever may approve it is asked; of a sole owner's request everybody who manages is told.
Result<> ApprovalDesk::tell(store::Transaction& transaction, const Approval& approval) const {
  TRY(const auto colleagues, colleagues_of(transaction, approval.tenant));
  TRY(const std::string asks, name_of_person(transaction, approval.requester));
  for (const access::Colleague& colleague : colleagues) {
    const bool concerned =
        colleague.may_approve && (approval.due_at || colleague.person != approval.requester);
    if (!concerned) continue;
    TRY(const Person person, people_.find(transaction, colleague.person));
    TRY(const EmailAddress email, EmailAddress::parse(person.email));
    if (!post_.reaches(email)) continue;
    const auto letter = approval_letter(egress::Language::en, {asks, approval.details.subject},
                                        approval.due_at.has_value(), post_.page("/approvals"));
    TRY_VOID(post_.send(transaction, email, letter,
                        {approval.tenant, approval.id.text(), approval.expires_at}));
  }
  return {};
}

}  // namespace gatehouse::identity::internal

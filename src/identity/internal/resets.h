// Passwords that are set anew (control IDN-13): asked for by whoever knows an address, made for a
// member by an administrator, made by the operator. Nobody is signed in by it.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "identity/internal/account_links.h"
#include "identity/internal/members.h"
#include "identity/internal/passwords.h"
#include "identity/internal/post.h"
#include "identity/internal/sessions.h"
#include "identity/internal/throttle.h"
#include "identity/internal/workspace_policies.h"

namespace gatehouse::identity::internal {

class Resets {
 public:
  Resets(const Ground& ground, const People& people, const AccountLinks& links,
         const Members& members, const Sessions& sessions, Passwords& passwords,
         const WorkspacePolicies& policies, Throttle& throttle, const Post& post)
      : ground_{ground},
        people_{people},
        links_{links},
        members_{members},
        sessions_{sessions},
        passwords_{passwords},
        policies_{policies},
        throttle_{throttle},
        post_{post} {}

  // Writes down that it was asked, whoever is meant: only afterwards, when the answer has long been
  // given, is it looked up whether there is such an account.
  Task<Result<>> ask(access::Whereabouts where, EmailAddress email, egress::Language language);
  // Sends the links of what was asked. Blocking; the housekeeping thread calls it.
  Result<> answer_waiting();

  Task<Result<ResetAccount>> check(access::Whereabouts where, std::string token);
  Task<Result<>> finish(access::Whereabouts where, std::string token, Secret password,
                        egress::Language language);

  Task<Result<Link>> make_for(access::Caller caller, PersonId person, egress::Language language);
  // By whoever sits at the machine: one for each workspace that knows the address. Blocking.
  Result<std::vector<OperatorLink>> make_by_operator(EmailAddress email);
  // Of a probe's member only, kNotFound elsewhere.
  Task<Result<Link>> make_for_probe(PersonId person, std::chrono::seconds age);

  // In the transaction of what made it necessary; mailed when there is mail, else the link is
  // given.
  Result<Link> make(store::Transaction& transaction, const AccountRow& account,
                    std::string_view workspace, egress::Language language) const;

 private:
  Task<Result<AccountLink>> find_link(access::Whereabouts where, std::string token);
  struct Asked;
  struct Found;
  Result<> answer(const store::OutboxEvent& event);
  Result<Asked> opened(const store::OutboxEvent& event) const;
  Result<std::vector<Found>> find(const EmailAddress& email);
  Result<> send_link(store::Transaction& transaction, const Asked& asked, const Found& found) const;
  struct Choice;
  Result<> set_password(store::Transaction& transaction, const Choice& choice) const;

  const Ground& ground_;
  const People& people_;
  const AccountLinks& links_;
  const Members& members_;
  const Sessions& sessions_;
  Passwords& passwords_;
  const WorkspacePolicies& policies_;
  Throttle& throttle_;
  const Post& post_;
  std::atomic<bool> waiting_ = true;  // an earlier process may have left some
};

}  // namespace gatehouse::identity::internal

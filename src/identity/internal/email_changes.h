// A new e-mail address: asked for with the password, confirmed by whoever reads mail there, told to
// the old address, which can take itself back.
#pragma once

#include <string>

#include "identity/internal/account_links.h"
#include "identity/internal/entrance.h"
#include "identity/internal/post.h"
#include "identity/internal/resets.h"

namespace gatehouse::identity::internal {

class EmailChanges {
 public:
  struct Parts {
    const People& people;
    const AccountLinks& links;
    const Sessions& sessions;
    Passwords& passwords;
    Entrance& entrance;
    const Resets& resets;
    const Post& post;
  };
  EmailChanges(const Ground& ground, const Parts& parts) : ground_{ground}, parts_{parts} {}

  Task<Result<>> ask(access::Caller caller, EmailAddress email, Secret current,
                     egress::Language language);
  // The address that is now the account's.
  Task<Result<std::string>> confirm(access::Whereabouts where, std::string token,
                                    egress::Language language);
  Task<Result<std::string>> undo(access::Whereabouts where, std::string token,
                                 egress::Language language);
  // Of a probe's member only, kNotFound elsewhere.
  Task<Result<>> change_probe(PersonId person, EmailAddress email);

 private:
  struct Step;
  Task<Result<Step>> prepare(AccountLinkKind kind, access::Whereabouts where, std::string token,
                             egress::Language language);
  Result<> send_confirmation(store::Transaction& transaction, const access::Caller& caller,
                             const EmailAddress& email, const Step& step) const;
  Result<std::string> confirm_in(store::Transaction& transaction, const Step& step) const;
  Result<std::string> undo_in(store::Transaction& transaction, const Step& step,
                              const std::string& nobodys_hash) const;

  const Ground& ground_;
  const Parts parts_;
};

}  // namespace gatehouse::identity::internal

// Mail to people: whether there is any, where its links lead, and what it says.
#pragma once

#include <string>
#include <string_view>

#include "egress/mail_queue.h"
#include "identity/alert.h"
#include "identity/internal/ground.h"

namespace gatehouse::identity::internal {

class Post {
 public:
  explicit Post(Clock& clock) : clock_{clock} {}
  // `origin`: where browsers find us, by configuration and never by a request's Host header.
  void use(egress::MailQueue& queue, std::string origin);

  bool sends() const { return queue_ != nullptr && queue_->can_send(); }
  // Addresses below .invalid (RFC 2606) are the verifier's.
  bool reaches(const EmailAddress& email) const;
  std::string page(std::string_view path) const { return origin_ + std::string{path}; }
  // The token stands behind '#', so it never reaches a server's log.
  std::string link(std::string_view page, const Secret& token) const;

  struct About {
    TenantId tenant;
    std::string object;  // id text, for the audit log
    Instant good_until;
  };
  Result<> send(store::Transaction& transaction, const EmailAddress& to,
                const egress::Letter& letter, const About& about) const;
  // What tells of something that is done stays of use for a while.
  Instant notice_life() const { return clock_.now() + std::chrono::hours{24}; }

 private:
  Clock& clock_;
  egress::MailQueue* queue_ = nullptr;
  std::string origin_;
};

// --- what mails say
struct Invitational {
  std::string inviter;
  std::string workspace;
};
egress::Letter invitation_letter(egress::Language language, const Invitational& by,
                                 std::string url);
// `about`: who asks (empty: the operator), and whom or what it concerns. `by_itself`: it is done
// after a day unless somebody declines.
struct Asked {
  std::string by;
  std::string subject;
};
egress::Letter approval_letter(egress::Language language, const Asked& about, bool by_itself,
                               std::string url);
egress::Letter reset_letter(egress::Language language, std::string_view workspace, std::string url);
egress::Letter password_was_reset_letter(egress::Language language, std::string_view workspace);
egress::Letter confirm_email_letter(egress::Language language, std::string_view workspace,
                                    std::string url);
egress::Letter email_changed_letter(egress::Language language, std::string_view workspace,
                                    std::string_view new_email, std::string url);
struct Suspected {
  Sign sign;
  Instant at;
  std::string_view address;
  std::string_view agent;  // as the browser calls itself
};
egress::Letter session_suspected_letter(const Suspected& what, std::string url);

}  // namespace gatehouse::identity::internal

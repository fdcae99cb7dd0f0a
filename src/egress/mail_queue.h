// Mails on their way: written in the transaction of the change they tell of, sent after it.
//
// A mail is removed when the mail server has taken it, so a server that is killed sends it again
// rather than not at all (with the same Message-ID). One that cannot be sent is tried again with a
// growing delay until it would be of no use any more; then that is said in the audit log.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "audit/audit.h"
#include "base/clock.h"
#include "base/random.h"
#include "egress/mailer.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::egress {

struct OutgoingMail {
  Mail mail;
  Instant good_until;      // when what it says is worthless
  TenantId tenant = {};    // whose change it tells of
  std::string about = {};  // id text of whom or what it concerns, for the audit log
};

class MailQueue {
 public:
  struct Lost {
    TenantId tenant;
    std::string about;
    std::string_view reason;  // error code
  };

  // `mailer`: null when no mail is configured. `lost` is called on the queue's thread.
  MailQueue(store::Database& control, const vault::Keyring& keys, audit::Log& log,
            std::unique_ptr<Mailer> mailer, Clock& clock, Random& random,
            std::function<void(const Lost&)> lost = {});
  ~MailQueue();

  bool can_send() const { return mailer_ != nullptr; }
  // Does nothing without a mailer. The secret parts rest sealed until they are sent.
  Result<> add(store::Transaction& transaction, OutgoingMail outgoing);

  void start();  // what an earlier process left behind is sent too
  void stop();

  // One round: sends what is due. The time of the next one, if any waits. Blocking.
  Result<std::optional<Instant>> send_due();

 private:
  struct Waiting;
  void run(std::stop_token stop);
  void wake();
  Result<Mail> opened(const Waiting& waiting) const;
  Result<> send_one(const Waiting& waiting);
  Result<> settle(const Waiting& waiting, audit::Event event, std::string_view reason);
  Result<> delay(const Waiting& waiting);

  store::Database& control_;
  const vault::Keyring& keys_;
  audit::Log& log_;
  std::unique_ptr<Mailer> mailer_;
  Clock& clock_;
  Random& random_;
  std::function<void(const Lost&)> lost_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool woken_ = false;
  std::jthread thread_;
};

}  // namespace gatehouse::egress

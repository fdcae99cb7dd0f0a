#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "base/pool.h"
#include "egress/internal/transfer.h"
#include "egress/mailer.h"

namespace gatehouse::egress {
namespace {

using internal::Transfer;

constexpr std::chrono::milliseconds kLongestConnecting{10'000};
constexpr unsigned kThreads = 1;
constexpr std::size_t kWaiting = 16;

struct Upload {
  std::string_view rest;
  static std::size_t read(char* to, std::size_t, std::size_t most, void* self) {
    auto& rest = static_cast<Upload*>(self)->rest;
    const std::size_t size = std::min(most, rest.size());
    std::memcpy(to, rest.data(), size);
    rest.remove_prefix(size);
    return size;
  }
};

// RFC 5321 4.2.1: of the codes for "never" those about this mail; others are about us or today.
bool is_for_good(CURLcode code, int reply) {
  return code != CURLE_LOGIN_DENIED && reply >= 550 && reply <= 554;
}

class SmtpMailer final : public Mailer {
 public:
  SmtpMailer(SmtpOptions options, Clock& clock)
      : options_{std::move(options)}, clock_{clock}, pool_{kThreads, kWaiting} {}
  ~SmtpMailer() override { stopping_ = true; }

  Task<Result<>> send(Mail mail) override {
    auto work = [this, mail = std::move(mail)] { return send_now(mail); };
    co_return co_await pool_.run(std::move(work));
  }
  void stop() override { stopping_ = true; }

 private:
  bool may_connect(const IpAddress& address) const {
    return options_.security != MailSecurity::none || address.is_loopback();
  }
  std::string url() const {
    const bool is_v6 = options_.host.contains(':');
    const std::string_view from = options_.from.folded();
    // The path is the name we greet with.
    return fmt::format("{}://{}{}{}:{}/{}",
                       options_.security == MailSecurity::tls ? "smtps" : "smtp", is_v6 ? "[" : "",
                       options_.host, is_v6 ? "]" : "", options_.port,
                       from.substr(from.find('@') + 1));
  }
  Result<> send_now(const Mail& mail);
  void prepare(Transfer& transfer) const;

  const SmtpOptions options_;
  Clock& clock_;
  std::atomic<bool> stopping_ = false;
  Pool pool_;  // last: its thread uses the rest
};

void SmtpMailer::prepare(Transfer& transfer) const {
  transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  transfer.set(CURLOPT_URL, url().c_str());
  if (options_.security != MailSecurity::none)
    transfer.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  if (options_.username.empty()) return;
  transfer.set(CURLOPT_USERNAME, options_.username.c_str());
  std::string password{options_.password.reveal_text()};
  transfer.set(CURLOPT_PASSWORD, password.c_str());
  wipe(password);
}

Result<> SmtpMailer::send_now(const Mail& mail) {
  const auto judge = [this](const IpAddress& address) { return may_connect(address); };
  const Transfer::Limits limits{std::min(options_.deadline, kLongestConnecting), options_.deadline};
  Transfer transfer{{options_.authorities}, limits, judge, stopping_};
  prepare(transfer);
  const std::string text = message_text(options_.from, mail, clock_.now());
  Upload upload{text};
  internal::Lines to;
  to.add("<" + mail.to.folded() + ">");
  const std::string from = "<" + options_.from.folded() + ">";
  transfer.set(CURLOPT_MAIL_FROM, from.c_str());
  transfer.set(CURLOPT_MAIL_RCPT, to.list());
  transfer.set(CURLOPT_UPLOAD, 1L);
  transfer.set(CURLOPT_READFUNCTION, &Upload::read);
  transfer.set(CURLOPT_READDATA, &upload);
  const CURLcode done = transfer.run();
  if (done == CURLE_OK && !transfer.refused()) return {};
  const int reply = transfer.response_code();
  std::string detail = fmt::format("{} (reply {})", curl_easy_strerror(done), reply);
  if (transfer.refused())
    detail = "mail.security is \"none\" and the server is not on this machine";
  if (is_for_good(done, reply)) return fail(Error{kMailRejected}.because(std::move(detail)));
  return fail(Error{kMailNotSent}.because(std::move(detail)));
}

}  // namespace

std::unique_ptr<Mailer> smtp_mailer(SmtpOptions options, Clock& clock) {
  return std::make_unique<SmtpMailer>(std::move(options), clock);
}

}  // namespace gatehouse::egress

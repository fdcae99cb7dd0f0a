// Who hands a mail to a mail server.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/task.h"
#include "egress/mail.h"

namespace gatehouse::egress {

inline constexpr ErrorKind kMailNotSent{
    "egress.mail_not_sent", Fault::unavailable,
    "The mail server cannot be reached or did not take the mail. It is tried again."};
// Trying again would change nothing.
inline constexpr ErrorKind kMailRejected{"egress.mail_rejected", Fault::invalid,
                                         "The mail server refuses this mail for good."};

class Mailer {
 public:
  virtual ~Mailer() = default;
  // Done when the server has taken the mail over (RFC 5321 4.2.5). kMailNotSent, kMailRejected.
  virtual Task<Result<>> send(Mail mail) = 0;
  // Gives up what runs and sends no more.
  virtual void stop() {}
};

enum class MailSecurity : unsigned char {
  starttls,  // RFC 3207, required
  tls,       // RFC 8314 3.3, from the first octet
  none,      // a server on this machine only
};

struct SmtpOptions {
  std::string host;
  std::uint16_t port = 587;
  EmailAddress from;
  MailSecurity security = MailSecurity::starttls;
  std::string username = {};  // empty: no AUTH
  Secret password = {};
  std::optional<std::filesystem::path> authorities = {};  // beside the system's
  std::chrono::milliseconds deadline{30'000};
};
std::unique_ptr<Mailer> smtp_mailer(SmtpOptions options, Clock& clock);

}  // namespace gatehouse::egress

namespace gatehouse {
template <>
struct EnumNames<egress::MailSecurity> {
  using enum egress::MailSecurity;
  static constexpr auto names = std::to_array<std::pair<egress::MailSecurity, std::string_view>>(
      {{starttls, "starttls"}, {tls, "tls"}, {none, "none"}});
};
}  // namespace gatehouse

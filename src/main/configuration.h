// The one configuration file (TOML). Every key has a safe default; an unknown key stops the start.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assurance/trust_pages.h"
#include "base/address.h"
#include "base/log.h"
#include "base/result.h"
#include "egress/allow_list.h"
#include "egress/mailer.h"

namespace gatehouse {

inline constexpr ErrorKind kBadConfiguration{"main.bad_configuration", Fault::internal,
                                             "The configuration cannot be used."};

struct Configuration {
  std::vector<std::string> hosts;          // server.hosts: names we answer to, "chat.example.com"
  std::vector<IpAddress> trusted_proxies;  // server.trusted_proxies
  unsigned threads = 0;                    // server.threads; 0: one for each core
  std::optional<std::filesystem::path> certificate;         // tls.certificate
  std::optional<std::filesystem::path> key;                 // tls.key
  std::optional<std::filesystem::path> master_key;          // vault.master_key
  std::chrono::seconds step_up{300};                        // identity.step_up_seconds
  log::Level log_level = log::Level::notice;                // log.level
  egress::AllowList egress_allow;                           // egress.allow
  std::optional<std::filesystem::path> egress_authorities;  // egress.authorities
  assurance::TrustOptions trust;  // trust.*: the public trust page and security.txt
  struct Mail {
    std::string host;  // mail.server, "smtp.example.com:587"
    std::uint16_t port = 0;
    std::optional<EmailAddress> from;                                // mail.from
    std::string username;                                            // mail.username
    std::optional<std::filesystem::path> password_file;              // mail.password_file
    egress::MailSecurity security = egress::MailSecurity::starttls;  // mail.security
    bool is_set() const { return !host.empty(); }
  } mail;
};

// The error's detail is one line that names the file, the key and the remedy.
Result<Configuration> read_configuration(const std::filesystem::path& file);

// The mail server that is configured; null when there is none. Reads the password file.
Result<std::unique_ptr<egress::Mailer>> configured_mailer(const Configuration& configuration,
                                                          Clock& clock);

}  // namespace gatehouse

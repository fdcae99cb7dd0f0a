#include "main/configuration.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <functional>
#include <map>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.h"

namespace gatehouse {

namespace {

using Setter = std::function<bool(Configuration&, const toml::node&)>;

bool set_path(std::optional<std::filesystem::path>& place, const toml::node& node) {
  const auto text = node.value<std::string>();
  if (!text || text->empty()) return false;
  place = *text;
  return true;
}

std::optional<std::vector<std::string>> texts(const toml::node& node) {
  const toml::array* array = node.as_array();
  if (!array) return std::nullopt;
  std::vector<std::string> list;
  for (const toml::node& element : *array) {
    const auto text = element.value<std::string>();
    if (!text) return std::nullopt;
    list.push_back(*text);
  }
  return list;
}

bool set_hosts(Configuration& to, const toml::node& node) {
  auto list = texts(node);
  if (!list) return false;
  to.hosts = *std::move(list);
  return true;
}

bool set_proxies(Configuration& to, const toml::node& node) {
  const auto list = texts(node);
  if (!list) return false;
  for (const std::string& text : *list) {
    const auto address = IpAddress::parse(text);
    if (!address) return false;
    to.trusted_proxies.push_back(*address);
  }
  return true;
}

bool set_threads(Configuration& to, const toml::node& node) {
  const auto number = node.value<std::int64_t>();
  if (!number || *number < 1 || *number > 256) return false;
  to.threads = static_cast<unsigned>(*number);
  return true;
}

// May be shortened only (control IDN-03).
bool set_step_up(Configuration& to, const toml::node& node) {
  const auto number = node.value<std::int64_t>();
  if (!number || *number < 5 || *number > 300) return false;
  to.step_up = std::chrono::seconds{*number};
  return true;
}

bool set_level(Configuration& to, const toml::node& node) {
  const std::map<std::string, log::Level> levels{{"debug", log::Level::debug},
                                                 {"notice", log::Level::notice},
                                                 {"warning", log::Level::warning},
                                                 {"error", log::Level::error}};
  const auto found = levels.find(node.value_or(std::string{}));
  if (found == levels.end()) return false;
  to.log_level = found->second;
  return true;
}

bool set_allow(Configuration& to, const toml::node& node) {
  const auto list = texts(node);
  if (!list) return false;
  auto parsed = egress::AllowList::parse(*list);
  if (!parsed) return false;
  to.egress_allow = *std::move(parsed);
  return true;
}

bool set_mail_server(Configuration& to, const toml::node& node) {
  const std::string text = node.value_or(std::string{});
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return false;
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string_view port = std::string_view{text}.substr(colon + 1);
  const auto [end, wrong] = std::from_chars(port.data(), port.data() + port.size(), to.mail.port);
  to.mail.host = std::move(host);
  const bool plain = std::ranges::all_of(to.mail.host, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':';
  });
  return wrong == std::errc{} && end == port.data() + port.size() && to.mail.port > 0 && plain &&
         !to.mail.host.empty();
}

bool set_mail_from(Configuration& to, const toml::node& node) {
  auto address = EmailAddress::parse(node.value_or(std::string{}));
  if (!address) return false;
  to.mail.from = *std::move(address);
  return true;
}

bool set_mail_username(Configuration& to, const toml::node& node) {
  to.mail.username = node.value_or(std::string{});
  return !to.mail.username.empty();
}

bool set_mail_security(Configuration& to, const toml::node& node) {
  const auto security = named<egress::MailSecurity>(node.value_or(std::string{}));
  if (security) to.mail.security = *security;
  return security.has_value();
}

bool set_trust_page(Configuration& to, const toml::node& node) {
  const auto on = node.value<bool>();
  if (on) to.trust.on = *on;
  return on.has_value();
}

bool set_trust_name(Configuration& to, const toml::node& node) {
  to.trust.name = cleaned(node.value_or(std::string{}));
  return !to.trust.name.empty() && to.trust.name.size() <= 120;
}

// URIs as RFC 9116 2.5.3 asks for; each stands on a line of its own in security.txt.
bool is_uri(std::string_view text, std::initializer_list<std::string_view> schemes) {
  const bool plain = std::ranges::all_of(text, [](unsigned char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\';
  });
  return plain && std::ranges::any_of(schemes, [&](std::string_view scheme) {
           return text.starts_with(scheme) && text.size() > scheme.size() + 2;
         });
}

bool set_trust_contact(Configuration& to, const toml::node& node) {
  auto list = texts(node);
  if (!list || list->empty()) return false;
  for (const std::string& contact : *list)
    if (!is_uri(contact, {"mailto:", "https://", "tel:"})) return false;
  to.trust.contacts = *std::move(list);
  return true;
}

bool set_trust_expires(Configuration& to, const toml::node& node) {
  const auto at = parse_rfc3339(node.value_or(std::string{}));
  if (at) to.trust.expires = *at;
  return at.has_value();
}

bool set_trust_policy(Configuration& to, const toml::node& node) {
  to.trust.policy = node.value_or(std::string{});
  return is_uri(*to.trust.policy, {"https://"});
}

struct Key {
  Setter set;
  std::string_view form;
};

const std::map<std::string, Key>& keys() {
  static const std::map<std::string, Key> all{
      {"server.hosts", {set_hosts, "a list of host names, [\"chat.example.com\"]"}},
      {"server.trusted_proxies", {set_proxies, "a list of IP addresses, [\"10.0.0.5\"]"}},
      {"server.threads", {set_threads, "a number from 1 to 256"}},
      {"tls.certificate",
       {[](Configuration& to, const toml::node& node) { return set_path(to.certificate, node); },
        "the path of a PEM file"}},
      {"tls.key",
       {[](Configuration& to, const toml::node& node) { return set_path(to.key, node); },
        "the path of a PEM file"}},
      {"vault.master_key",
       {[](Configuration& to, const toml::node& node) { return set_path(to.master_key, node); },
        "the path of the master key file"}},
      {"identity.step_up_seconds", {set_step_up, "a number from 5 to 300"}},
      {"egress.allow",
       {set_allow,
        "a list of private ranges and of places, [\"10.20.0.0/16\", \"idp.example.com:8443\"]"}},
      {"egress.authorities",
       {[](Configuration& to, const toml::node& node) {
          return set_path(to.egress_authorities, node);
        },
        "the path of a PEM file"}},
      {"mail.server", {set_mail_server, "a host and port, \"smtp.example.com:587\""}},
      {"mail.from", {set_mail_from, "an e-mail address, \"gatehouse@example.com\""}},
      {"mail.username", {set_mail_username, "the name to sign in with at the mail server"}},
      {"mail.password_file",
       {[](Configuration& to, const toml::node& node) {
          return set_path(to.mail.password_file, node);
        },
        "the path of a file that holds the password"}},
      {"mail.security",
       {set_mail_security, "\"starttls\", \"tls\" or, for a server on this machine, \"none\""}},
      {"trust.page", {set_trust_page, "true or false"}},
      {"trust.name", {set_trust_name, "the name on the trust page, at most 120 characters"}},
      {"trust.contact",
       {set_trust_contact,
        "a list of addresses for reports, [\"mailto:security@example.com\"]; https: and tel: too"}},
      {"trust.expires", {set_trust_expires, "the end of security.txt, \"2027-11-25T00:00:00Z\""}},
      {"trust.policy", {set_trust_policy, "a web address, \"https://example.com/security\""}},
      {"log.level", {set_level, "\"debug\", \"notice\", \"warning\" or \"error\""}},
  };
  return all;
}

Result<> read_key(Configuration& to, const std::string& file, const std::string& name,
                  const toml::node& node) {
  const auto found = keys().find(name);
  if (found == keys().end())
    return fail(Error{kBadConfiguration}.because(
        fmt::format("{}: the key {} is not known; remove it or check its spelling", file, name)));
  if (!found->second.set(to, node))
    return fail(Error{kBadConfiguration}.because(
        fmt::format("{}: {} must be {}", file, name, found->second.form)));
  return {};
}

Result<> read_tables(Configuration& to, const std::string& file, const toml::table& root) {
  for (const auto& [section, content] : root) {
    const toml::table* table = content.as_table();
    if (!table) {
      TRY_VOID(read_key(to, file, std::string{section.str()}, content));
      continue;
    }
    for (const auto& [name, value] : *table)
      TRY_VOID(read_key(to, file, fmt::format("{}.{}", section.str(), name.str()), value));
  }
  return {};
}

Result<> check_mail(const Configuration& configuration, const std::string& file) {
  const Configuration::Mail& mail = configuration.mail;
  const auto wrong = [&file](std::string_view why) {
    return fail(Error{kBadConfiguration}.because(fmt::format("{}: {}", file, why)));
  };
  if (mail.is_set() != mail.from.has_value())
    return wrong("mail.server and mail.from belong together; set both or neither");
  if (mail.username.empty() == mail.password_file.has_value())
    return wrong("mail.username and mail.password_file belong together; set both or neither");
  if (!mail.username.empty() && !mail.is_set())
    return wrong("mail.username needs mail.server and mail.from");
  const auto address = IpAddress::parse(mail.host);
  const bool is_here = mail.host == "localhost" || (address && address->is_loopback());
  if (mail.security == egress::MailSecurity::none && !is_here)
    return wrong(
        "mail.security may be \"none\" only when mail.server is on this machine, like "
        "127.0.0.1:25");
  return {};
}

// Without an end security.txt is not valid (RFC 9116 2.5.5), and without a contact it says nothing.
Result<> check_trust(const Configuration& configuration, const std::string& file) {
  if (configuration.trust.contacts.empty() != configuration.trust.expires.has_value()) return {};
  return fail(Error{kBadConfiguration}.because(fmt::format(
      "{}: trust.contact and trust.expires belong together; set both or neither", file)));
}

Result<Secret> read_password(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (!in || text.empty() || text.contains('\n'))
    return fail(Error{kBadConfiguration}.because(
        fmt::format("mail.password_file: {} must be a file that holds one line", file.string())));
  Secret password = Secret::of_text(text);
  wipe(text);
  return password;
}

}  // namespace

Result<std::unique_ptr<egress::Mailer>> configured_mailer(const Configuration& configuration,
                                                          Clock& clock) {
  const Configuration::Mail& mail = configuration.mail;
  if (!mail.is_set()) return nullptr;
  egress::SmtpOptions options{.host = mail.host,
                              .port = mail.port,
                              .from = *mail.from,
                              .security = mail.security,
                              .username = mail.username,
                              .authorities = configuration.egress_authorities};
  if (mail.password_file) {
    TRY(options.password, read_password(*mail.password_file));
  }
  return egress::smtp_mailer(std::move(options), clock);
}

Result<Configuration> read_configuration(const std::filesystem::path& file) {
  Configuration configuration;
  try {
    const toml::table root = toml::parse_file(file.string());
    TRY_VOID(read_tables(configuration, file.string(), root));
  } catch (const toml::parse_error& error) {
    return fail(Error{kBadConfiguration}.because(fmt::format(
        "{}: line {}: {}", file.string(), error.source().begin.line, error.description())));
  }
  if (configuration.certificate.has_value() != configuration.key.has_value())
    return fail(Error{kBadConfiguration}.because(fmt::format(
        "{}: tls.certificate and tls.key belong together; set both or neither", file.string())));
  TRY_VOID(check_mail(configuration, file.string()));
  TRY_VOID(check_trust(configuration, file.string()));
  return configuration;
}

}  // namespace gatehouse

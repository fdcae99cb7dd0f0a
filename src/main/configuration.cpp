#include "main/configuration.h"

#include <functional>
#include <map>

#include <fmt/format.h>
#include <toml++/toml.h>

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

struct Key {
  Setter set;
  std::string_view form;
};

const std::map<std::string, Key>& keys() {
  static const std::map<std::string, Key> all{
      {"server.hosts", {set_hosts, "a list of host names, [\"chat.example.com\"]"}},
      {"server.trusted_proxies", {set_proxies, "a list of IP addresses, [\"10.0.0.5\"]"}},
      {"server.threads", {set_threads, "a number from 1 to 256"}},
      {"tls.certificate", {[](Configuration& to, const toml::node& node) { return set_path(to.certificate, node); },
                           "the path of a PEM file"}},
      {"tls.key", {[](Configuration& to, const toml::node& node) { return set_path(to.key, node); },
                   "the path of a PEM file"}},
      {"vault.master_key", {[](Configuration& to, const toml::node& node) { return set_path(to.master_key, node); },
                            "the path of the master key file"}},
      {"identity.step_up_seconds", {set_step_up, "a number from 5 to 300"}},
      {"log.level", {set_level, "\"debug\", \"notice\", \"warning\" or \"error\""}},
  };
  return all;
}

Result<> read_key(Configuration& to, const std::string& file, const std::string& name, const toml::node& node) {
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

}  // namespace

Result<Configuration> read_configuration(const std::filesystem::path& file) {
  Configuration configuration;
  try {
    const toml::table root = toml::parse_file(file.string());
    TRY_VOID(read_tables(configuration, file.string(), root));
  } catch (const toml::parse_error& error) {
    return fail(Error{kBadConfiguration}.because(
        fmt::format("{}: line {}: {}", file.string(), error.source().begin.line, error.description())));
  }
  if (configuration.certificate.has_value() != configuration.key.has_value())
    return fail(Error{kBadConfiguration}.because(
        fmt::format("{}: tls.certificate and tls.key belong together; set both or neither", file.string())));
  return configuration;
}

}  // namespace gatehouse

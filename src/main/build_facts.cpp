#include "main/build_facts.h"

#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/control.h"
#include "crypto/crypto.h"
#include "main/commit.h"  // generated

namespace gatehouse {

namespace {

// Mapped, because it is large and lies in the page cache already.
std::string digest_of_self() {
  const int file = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  struct stat facts{};
  CHECK(file >= 0 && ::fstat(file, &facts) == 0);
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  CHECK(bytes != MAP_FAILED);
  const auto digest = crypto::sha256({static_cast<const std::uint8_t*>(bytes), size});
  ::munmap(bytes, size);
  ::close(file);
  return hex(digest);
}

// PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
std::string distribution() {
  constexpr std::string_view kName = "PRETTY_NAME=\"";
  std::ifstream in{"/etc/os-release"};
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(kName) && line.ends_with('"'))
      return line.substr(kName.size(), line.size() - kName.size() - 1).substr(0, 200);
  return "unknown";
}

std::string path_text(const std::optional<std::filesystem::path>& path) {
  return path ? path->string() : std::string{};
}

}  // namespace

assurance::Build this_build() {
  static const std::string executable = digest_of_self();
  return {GATEHOUSE_VERSION, GATEHOUSE_COMMIT, executable};
}

assurance::Host this_host() {
  utsname name{};
  ::uname(&name);
  return {fmt::format("{} {} {}", name.sysname, name.release, name.machine), distribution(),
          std::thread::hardware_concurrency()};
}

std::string configuration_digest(const Configuration& configuration) {
  std::string text;
  const auto add = [&text](std::string_view key, std::string_view value) {
    text += fmt::format("{}={}:{}\n", key, value.size(), value);
  };
  for (const std::string& host : configuration.hosts) add("server.hosts", host);
  for (const IpAddress& proxy : configuration.trusted_proxies)
    add("server.trusted_proxies", proxy.text());
  add("server.threads", fmt::format("{}", configuration.threads));
  add("tls.certificate", path_text(configuration.certificate));
  add("tls.key", path_text(configuration.key));
  add("vault.master_key", path_text(configuration.master_key));
  add("identity.step_up_seconds", fmt::format("{}", configuration.step_up.count()));
  for (const std::string& entry : configuration.egress_allow_text) add("egress.allow", entry);
  add("egress.authorities", path_text(configuration.egress_authorities));
  add("mail.server", fmt::format("{}:{}", configuration.mail.host, configuration.mail.port));
  add("mail.from", configuration.mail.from ? configuration.mail.from->text() : std::string{});
  add("mail.username", configuration.mail.username);
  add("mail.password_file", path_text(configuration.mail.password_file));
  add("mail.security", name_of(configuration.mail.security));
  add("log.level", fmt::format("{}", static_cast<int>(configuration.log_level)));
  add("verification.on", configuration.verification.on ? "true" : "false");
  add("verification.core_seconds", fmt::format("{}", configuration.verification.core.count()));
  add("verification.full_seconds", fmt::format("{}", configuration.verification.full.count()));
  return hex(crypto::sha256(as_bytes(text)));
}

std::string catalogue_digest() {
  std::string text;
  for (const ControlRow& control : kCatalogue)
    text += fmt::format("{}\n{}\n{}\n{}\n{}\n", control.id, control.title, control.statement,
                        static_cast<int>(control.kind), control.probe);
  return hex(crypto::sha256(as_bytes(text)));
}

}  // namespace gatehouse

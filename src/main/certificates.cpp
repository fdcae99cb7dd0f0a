#include "main/certificates.h"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "store/file.h"

namespace gatehouse {

namespace {

using crypto::CertificatePair;

constexpr std::chrono::hours kRenewBefore{30 * 24};

Result<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  if (!in)
    return fail(Error{kBadConfiguration}.because(fmt::format("{} cannot be read", file.string())));
  return text.str();
}

Result<> keep(const std::filesystem::path& certificate, const std::filesystem::path& key,
              const CertificatePair& pair) {
  TRY_VOID(store::write_private_file(key, pair.key_pem.reveal_text()));
  return store::write_private_file(certificate, pair.certificate_pem);
}

Result<CertificatePair> load(const std::filesystem::path& certificate,
                             const std::filesystem::path& key) {
  TRY(std::string certificate_pem, read_file(certificate));
  TRY(std::string key_pem, read_file(key));
  CertificatePair pair{std::move(certificate_pem), Secret::of_text(key_pem)};
  wipe(key_pem);
  return pair;
}

bool is_usable(const std::filesystem::path& certificate, Clock& clock) {
  const auto text = read_file(certificate);
  if (!text) return false;
  const auto left = crypto::remaining_life(*text, clock);
  return left && *left > kRenewBefore;
}

Result<CertificatePair> authority(const DataFolder& folder, Clock& clock) {
  const auto certificate = folder.tls() / "ca.crt";
  const auto key = folder.tls() / "ca.key";
  if (is_usable(certificate, clock)) return load(certificate, key);
  TRY(auto pair, crypto::make_authority("Gatehouse local authority", clock));
  TRY_VOID(keep(certificate, key, pair));
  return pair;
}

}  // namespace

Result<ServerCertificate> server_certificate(const DataFolder& folder,
                                             const Configuration& configuration, Clock& clock) {
  if (configuration.certificate) {
    TRY(auto pair, load(*configuration.certificate, *configuration.key));
    return ServerCertificate{std::move(pair), std::nullopt};
  }
  const auto certificate = folder.tls() / "server.crt";
  const auto key = folder.tls() / "server.key";
  const auto ca = folder.tls() / "ca.crt";
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
  names.insert(names.end(), configuration.hosts.begin(), configuration.hosts.end());
  // Also made anew when the configuration names hosts that the old one does not cover.
  const auto old = read_file(certificate);
  if (old && crypto::covers(*old, names) && is_usable(certificate, clock) && is_usable(ca, clock)) {
    TRY(auto pair, load(certificate, key));
    return ServerCertificate{std::move(pair), ca};
  }
  TRY(const auto issuer, authority(folder, clock));
  TRY(auto pair, crypto::make_server_certificate(issuer, names, clock));
  TRY_VOID(keep(certificate, key, pair));
  return ServerCertificate{std::move(pair), ca};
}

}  // namespace gatehouse

// SAML through gatehouse-saml, which is started for each question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/certificate.h"
#include "identity/internal/ground.h"
#include "identity/internal/pool.h"
#include "identity/saml_protocol.h"
#include "process/sandbox.h"

namespace gatehouse::identity::internal {

struct SamlProvider {
  saml::OurSide ours;
  saml::TheirSide theirs;
};

struct SamlRequest {
  std::string id;       // what the answer must be in answer to
  std::string address;  // where the browser goes
};

struct SamlSubject {
  std::string issuer;
  std::string name_id;
  std::optional<std::string> session_index;
  std::optional<std::string> email;
  std::optional<std::string> name;
  std::string assertion_id;
  Instant good_until;
};

class SamlGate {
 public:
  explicit SamlGate(const Ground& ground);
  void use(std::filesystem::path executable) { executable_ = std::move(executable); }

  Task<Result<SamlRequest>> begin(SamlProvider provider, std::string state);
  // kSignOnRefused with the reason, for our log.
  Task<Result<SamlSubject>> accept(SamlProvider provider, std::string request,
                                   std::string response);
  // A key for one provider; a while of computing, so not on a network thread.
  Task<Result<crypto::CertificatePair>> make_key();
  Task<Result<std::string>> describe(saml::OurSide ours);
  Task<Result<saml::TheirSide>> read_metadata(std::string xml);  // kMetadataRefused

 private:
  Task<Result<saml::Answer>> ask(saml::Question question);

  const Ground& ground_;
  std::filesystem::path executable_;
  Pool pool_;  // threads that wait for children
};

}  // namespace gatehouse::identity::internal

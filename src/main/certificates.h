// The server's certificate: the operator's, or one of a small authority kept in the data folder.
#pragma once

#include "base/clock.h"
#include "crypto/certificate.h"
#include "main/configuration.h"
#include "main/data_folder.h"

namespace gatehouse {

struct ServerCertificate {
  crypto::CertificatePair pair;
  std::optional<std::filesystem::path> authority;  // to be trusted by browsers, when it is our own
};

Result<ServerCertificate> server_certificate(const DataFolder& folder,
                                             const Configuration& configuration, Clock& clock);

}  // namespace gatehouse

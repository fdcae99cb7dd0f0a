// What runs here, for the evidence: program, machine, configuration, catalogue.
#pragma once

#include <string>

#include "assurance/statement.h"
#include "main/configuration.h"

namespace gatehouse {

// Reads the program's file the first time.
assurance::Build this_build();
assurance::Host this_host();
// SHA-256 of everything that is configured, defaults included; of secrets only where they lie.
std::string configuration_digest(const Configuration& configuration);
std::string catalogue_digest();

}  // namespace gatehouse

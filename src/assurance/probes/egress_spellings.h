// Ways to write an address inside (control EGR-02).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::assurance {

// Loopback first, then what else is inside, each as a URL with this port. About 180, of the lists
// that are known (among them those of OWASP and PayloadsAllTheThings). None needs a name server.
std::vector<std::string> spellings_of_inside(std::uint16_t port);

}  // namespace gatehouse::assurance

// Checks a JSON value against the part of JSON Schema 2020-12 that the server's document uses.
// Anything else in a schema is a complaint too, so that nothing passes unchecked.
#pragma once

#include <string>
#include <vector>

#include "test/integration/json.h"

namespace gatehouse::test {

// One line for each violation: "/items/0/name: is no string". Empty when the value conforms.
std::vector<std::string> violations(const Json& value, const Json& schema, const Json& document);

}  // namespace gatehouse::test

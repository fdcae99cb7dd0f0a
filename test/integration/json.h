// Reading answers with another JSON library than the server's own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "assurance/wire.h"

namespace gatehouse::test {

using Json = boost::json::value;

// Null, and a failed test, when the body is no JSON.
Json body_of(const assurance::Answer& answer);
// RFC 6901; null when there is nothing.
const Json& at(const Json& document, std::string_view pointer);
std::string text_at(const Json& document, std::string_view pointer);  // "" when it is no text
std::int64_t number_at(const Json& document,
                       std::string_view pointer);  // -1 when it is no whole number
const boost::json::array& list_at(const Json& document,
                                  std::string_view pointer);  // empty when it is no list
std::string in_quotes(std::string_view text);

// The one element of the list whose member is this text; null when there is none.
const Json& with(const boost::json::array& list, std::string_view pointer, std::string_view text);

}  // namespace gatehouse::test

// The operator's log: one JSON line an event on standard error. Names and numbers, never content.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <variant>

#include "base/result.h"

namespace gatehouse::log {

enum class Level : unsigned char { debug, notice, warning, error };

using Value = std::variant<std::int64_t, double, bool, std::string_view>;
struct Field {
  std::string_view name;
  Value value;
};

void set_level(Level least);
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void notice(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::notice, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::warning, event, fields);
}
inline void error(std::string_view event, const Error& error, std::string_view correlation = {}) {
  write(Level::error, event,
        {{"code", error.kind().code},
         {"detail", std::string_view{error.detail()}},
         {"correlation", correlation}});
}

}  // namespace gatehouse::log

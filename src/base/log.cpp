#include "base/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/secret.h"

namespace gatehouse::log {
namespace {

std::atomic<Level> least_level{Level::notice};

constexpr std::array<std::string_view, 4> kLevelNames{"debug", "notice", "warning", "error"};

// Redaction is a matter of type: there is no way to hand over a secret.
static_assert(!std::is_constructible_v<Value, const Secret&>);

void write_name(std::string& line, std::string_view name) {
  line += ',';
  json::write_text(line, name);
  line += ':';
}

// In one system call, so that lines of different threads do not mix.
void emit(std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // whoever read the log is gone
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void set_level(Level least) { least_level.store(least, std::memory_order_relaxed); }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < least_level.load(std::memory_order_relaxed)) return;
  std::string line = R"({"at":)";
  json::write(line, SystemClock{}.now());
  write_name(line, "level");
  json::write_text(line, kLevelNames[static_cast<std::size_t>(level)]);
  write_name(line, "event");
  json::write_text(line, event);
  for (const Field& field : fields) {
    write_name(line, field.name);
    std::visit([&line](const auto& value) { json::write(line, value); }, field.value);
  }
  line += "}\n";
  emit(line);
}

}  // namespace gatehouse::log

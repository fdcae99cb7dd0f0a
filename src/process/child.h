// The child's side of a sandbox.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::process {

struct Trade {
  // Loads what stands in files, before there is anything to fear. May be null.
  void (*prepare)();
  std::string (*answer)(std::string_view question);
  std::size_t most;  // bytes of a question
};

// Prepares, locks the process, says so, reads one question, writes one answer and ends the process.
// Ends it before it reads anything when it cannot be locked.
[[noreturn]] void serve_one(const Trade& trade);

}  // namespace gatehouse::process

// Starts an executable of ours with less, asks it one question and takes one answer.
//
// One process for each question: nothing is left over from one stranger's bytes to the next, and a
// child that was taken over has seen one question only. The child's side is child.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace gatehouse::process {

inline constexpr ErrorKind kChildFailed{"process.child_failed", Fault::unavailable,
                                        "This could not be read safely. Nothing was changed. Try "
                                        "again, and tell the operator if it happens twice."};
inline constexpr ErrorKind kChildTooSlow{"process.child_too_slow", Fault::unavailable,
                                         "This took too long to read. Nothing was changed."};

struct Bounds {
  std::size_t memory = std::size_t{512} << 20;  // of address space, bytes
  std::chrono::seconds cpu{5};
  std::chrono::milliseconds time{10'000};     // from start to answer
  std::size_t answer = std::size_t{1} << 20;  // bytes
};

class Sandbox {
 public:
  Sandbox(std::filesystem::path executable, Bounds bounds, Clock& clock)
      : executable_{std::move(executable)}, bounds_{bounds}, clock_{clock} {}

  // Blocking, for at most `bounds.time`. The answer is as trustworthy as the question was.
  Result<std::string> ask(std::string_view question) const;

 private:
  std::filesystem::path executable_;
  Bounds bounds_;
  Clock& clock_;
};

// An executable that is installed beside the one that runs.
std::filesystem::path beside_us(std::string_view name);

}  // namespace gatehouse::process

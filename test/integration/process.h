// A child process, its output, and a deadline for everything one waits for.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace gatehouse::test {

// Far longer than anything takes, also under sanitizers: only a defect uses it up.
inline constexpr std::chrono::seconds kPatience{60};

class Process {
 public:
  // Ends with the thread that starts it, so that a killed test leaves nothing running.
  explicit Process(const std::vector<std::string>& command);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();  // SIGKILL if it still runs

  // The next line of standard output without its end; nullopt at the end of the output or after
  // kPatience.
  std::optional<std::string> read_line();
  // Everything up to the end of standard output.
  std::string read_rest();
  // What it has written to standard error so far.
  std::string errors() const;

  void send(int signal) const;
  // The exit code, or 128 + signal; nullopt when it still runs after kPatience.
  std::optional<int> wait();
  pid_t id() const { return id_; }

 private:
  bool read_more();

  pid_t id_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string pending_;
  std::optional<int> ended_;
};

// A verb that ends by itself.
struct Finished {
  int code;  // -1: it had to be killed
  std::string output;
  std::string errors;
};
Finished run_gatehouse(std::vector<std::string> arguments);
std::string gatehouse_binary();

}  // namespace gatehouse::test

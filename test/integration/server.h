// The real server as a child process, with a data folder of its own and a port that the system
// chose.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "assurance/passkey.h"
#include "assurance/wire.h"
#include "store/temporary_folder.h"
#include "test/integration/process.h"

namespace gatehouse::test {

class RunningServer {
 public:
  // Ends the test program when the server does not come up: no case means anything without it.
  explicit RunningServer(std::vector<std::string> more_arguments = {});
  ~RunningServer();

  void start();  // again, on the same data
  int stop();    // SIGTERM; the exit code, -1 when it did not end
  void kill();   // SIGKILL: as a power failure would end it
  bool runs() const { return process_ != nullptr; }
  Process& process() { return *process_; }

  // Where it listens; another port after every start.
  const assurance::ServerPlace& place() const { return place_; }
  std::filesystem::path data() const { return folder_.path() / "data"; }
  // What its people carry with them, by their address.
  std::map<std::string, assurance::Passkey, std::less<>>& passkeys() const { return passkeys_; }
  // What it wrote to standard output after the line that says it is ready. After stop().
  const std::string& further_output() const { return further_output_; }
  std::size_t resident_kib() const;
  std::string errors() const { return process_ ? process_->errors() : last_errors_; }

 private:
  void keep_output();

  store::TemporaryFolder folder_;
  std::vector<std::string> more_arguments_;
  std::unique_ptr<Process> process_;
  assurance::ServerPlace place_{"localhost", 0};
  mutable std::map<std::string, assurance::Passkey, std::less<>> passkeys_;
  std::string further_output_;
  std::string last_errors_;
};

}  // namespace gatehouse::test

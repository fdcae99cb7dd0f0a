// A mail server as a child process, with a certificate of its own authority, and what it was given.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/temporary_folder.h"
#include "test/integration/process.h"

namespace gatehouse::test {

struct ReceivedMail {
  std::string to;
  std::string user;  // who handed it in
  bool encrypted;
  std::string head;  // as it came
  std::string text;  // decoded
  std::string html;
  // What stands behind '#' in the first link; empty when there is none.
  std::string token() const;
};

class MailServer {
 public:
  MailServer();
  void stop();
  void start();  // again, on the same port
  // The next mail to this address; others are kept for whoever asks. A failed test when none comes.
  ReceivedMail await(std::string_view address);

  // The keys "mail.*" and "egress.*" of a server that sends through this one, as a file.
  std::filesystem::path configuration() const { return folder_.path() / "gatehouse.toml"; }

 private:
  store::TemporaryFolder folder_;
  SystemClock clock_;
  std::string port_ = "0";
  std::unique_ptr<Process> process_;
  std::vector<ReceivedMail> kept_;
};

}  // namespace gatehouse::test

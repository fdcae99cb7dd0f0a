#include "test/integration/server.h"

#include <csignal>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

namespace gatehouse::test {

namespace {

constexpr std::string_view kReady = "gatehouse ready ";

[[noreturn]] void give_up(const std::string& why, const std::string& errors) {
  fmt::print(stderr, "The server did not start: {}\n{}\n", why, errors);
  std::exit(1);
}

}  // namespace

RunningServer::RunningServer(std::vector<std::string> more_arguments)
    : more_arguments_{std::move(more_arguments)} {
  // Writing to a server that was killed is what some cases are about.
  std::signal(SIGPIPE, SIG_IGN);
  start();
}

RunningServer::~RunningServer() {
  if (process_) (void)stop();
}

void RunningServer::start() {
  std::vector<std::string> command{gatehouse_binary(), "serve",    "--data",
                                   data().string(),    "--listen", "127.0.0.1:0"};
  command.insert(command.end(), more_arguments_.begin(), more_arguments_.end());
  process_ = std::make_unique<Process>(command);
  const auto line = process_->read_line();
  if (!line || !line->starts_with(kReady))
    give_up(line.value_or("it printed nothing"), process_->errors());
  const auto place = assurance::parse_url(std::string_view{*line}.substr(kReady.size()));
  if (!place) give_up(*line, process_->errors());
  place_ = *place;
}

void RunningServer::keep_output() {
  further_output_ = process_->read_rest();
  last_errors_ = process_->errors();
  process_.reset();
}

int RunningServer::stop() {
  process_->send(SIGTERM);
  const int code = process_->wait().value_or(-1);
  keep_output();
  return code;
}

void RunningServer::kill() {
  process_->send(SIGKILL);
  (void)process_->wait();
  keep_output();
}

std::size_t RunningServer::resident_kib() const {
  std::ifstream status{fmt::format("/proc/{}/status", process_->id())};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::strtoul(line.c_str() + 6, nullptr, 10);
  return 0;
}

}  // namespace gatehouse::test

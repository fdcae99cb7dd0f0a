#include "test/integration/mail_server.h"

#include <csignal>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "base/bytes.h"
#include "crypto/certificate.h"
#include "test/integration/json.h"

namespace gatehouse::test {

namespace {

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "The mail server did not start: {}\n", why);
  std::exit(1);
}

// The body of the part of this type, decoded from base64.
std::string part(const std::string& message, std::string_view type) {
  const std::size_t head = message.find(fmt::format("Content-Type: text/{}", type));
  if (head == std::string::npos) return {};
  const std::size_t begin = message.find("\r\n\r\n", head) + 4;
  std::string encoded = message.substr(begin, message.find("\r\n--", begin) - begin);
  std::erase_if(encoded, [](char c) { return c == '\r' || c == '\n'; });
  const auto bytes = from_base64(encoded);
  EXPECT_TRUE(bytes.has_value()) << encoded;
  return bytes ? std::string{as_text(*bytes)} : std::string{};
}

ReceivedMail parsed(const std::string& line) {
  const Json mail = boost::json::parse(line);
  const std::string message = text_at(mail, "/message");
  return {.to = text_at(mail, "/to/0"),
          .user = text_at(mail, "/user"),
          .encrypted = at(mail, "/tls").as_bool(),
          .head = message.substr(0, message.find("\r\n\r\n")),
          .text = part(message, "plain"),
          .html = part(message, "html")};
}

}  // namespace

std::string ReceivedMail::token() const {
  const std::size_t at = text.find('#');
  if (at == std::string::npos) return {};
  return text.substr(at + 1, text.find('\n', at) - at - 1);
}

MailServer::MailServer() {
  const auto authority = *crypto::make_authority("Mail authority", clock_);
  const auto pair = *crypto::make_server_certificate(authority, {"127.0.0.1"}, clock_);
  const auto write = [this](std::string_view name, std::string_view text) {
    std::ofstream{folder_.path() / name} << text;
  };
  write("ca.pem", authority.certificate_pem);
  write("certificate.pem", pair.certificate_pem);
  write("key.pem", pair.key_pem.reveal_text());
  write("password", "open sesame\n");
  start();
  write("gatehouse.toml", fmt::format(R"([mail]
server = "127.0.0.1:{0}"
from = "gatehouse@books.example"
username = "gatehouse"
password_file = "{1}/password"

[egress]
authorities = "{1}/ca.pem"
)",
                                      port_, folder_.path().string()));
}

void MailServer::start() {
  const std::string folder = folder_.path().string();
  process_ = std::make_unique<Process>(std::vector<std::string>{
      "/usr/bin/python3", GATEHOUSE_SOURCE "/test/integration/mail_server.py", port_,
      folder + "/certificate.pem", folder + "/key.pem"});
  const std::string line = process_->read_line().value_or("");
  if (!line.starts_with("ready ")) give_up(line + process_->errors());
  port_ = line.substr(6);
}

void MailServer::stop() {
  process_->send(SIGTERM);
  (void)process_->wait();
  process_.reset();
}

ReceivedMail MailServer::await(std::string_view address) {
  for (std::size_t at = 0;; ++at) {
    if (at == kept_.size()) {
      const auto line = process_->read_line();
      EXPECT_TRUE(line.has_value()) << "no mail to " << address << "\n" << process_->errors();
      if (!line) return {};
      kept_.push_back(parsed(*line));
    }
    if (kept_[at].to != address) continue;
    ReceivedMail mail = std::move(kept_[at]);
    kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(at));
    return mail;
  }
}

}  // namespace gatehouse::test

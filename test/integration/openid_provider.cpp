#include "test/integration/openid_provider.h"

#include <csignal>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "assurance/target.h"
#include "crypto/certificate.h"

namespace gatehouse::test {

OpenIdProvider::OpenIdProvider() {
  const auto authority = *crypto::make_authority("Provider authority", clock_);
  const auto pair = *crypto::make_server_certificate(authority, {"127.0.0.1"}, clock_);
  const auto write = [this](std::string_view name, std::string_view text) {
    std::ofstream{folder_.path() / name} << text;
  };
  write("ca.pem", authority.certificate_pem);
  write("certificate.pem", pair.certificate_pem);
  write("key.pem", pair.key_pem.reveal_text());
  const std::string folder = folder_.path().string();
  process_ = std::make_unique<Process>(std::vector<std::string>{
      "/usr/bin/env", "node", GATEHOUSE_SOURCE "/test/integration/oidc/provider.mjs",
      folder + "/certificate.pem", folder + "/key.pem"});
  const std::string line = process_->read_line().value_or("");
  if (!line.starts_with("ready ")) {
    fmt::print(stderr, "The provider did not start: {}{}\n", line, process_->errors());
    std::exit(1);
  }
  place_.port = static_cast<std::uint16_t>(std::stoi(line.substr(6)));
  write("gatehouse.toml", fmt::format("[egress]\nallow = [\"127.0.0.1:{}\"]\nauthorities = \"{}/"
                                      "ca.pem\"\n",
                                      place_.port, folder));
}

void OpenIdProvider::stop() {
  process_->send(SIGTERM);
  (void)process_->wait();
}

std::string OpenIdProvider::issuer() const { return place_.origin(); }

assurance::Answer OpenIdProvider::control(std::string_view what, std::string body) {
  const assurance::Attacker test{place_, std::nullopt};
  return test.post(fmt::format("/control/{}", what), std::move(body));
}

void OpenIdProvider::serve(const Json& shown, std::string_view algorithm) {
  const auto done =
      control("client", fmt::format(R"({{"redirect_uri":{},"logout_uri":{},"algorithm":"{}"}})",
                                    in_quotes(text_at(shown, "/our_answer_url")),
                                    in_quotes(text_at(shown, "/our_logout_url")), algorithm));
  EXPECT_EQ(done.status, 200) << done.body;
}

std::string OpenIdProvider::visit(std::string_view address, std::string_view account) {
  const auto seen = control("visit", fmt::format(R"({{"address":{},"account":{}}})",
                                                 in_quotes(address), in_quotes(account)));
  EXPECT_EQ(seen.status, 200) << seen.body;
  const std::string sent_to = seen.text_at("/address");
  const std::size_t path = sent_to.find("/sign-on/");
  EXPECT_NE(path, std::string::npos) << sent_to;
  return path == std::string::npos ? "/" : sent_to.substr(path);
}

void OpenIdProvider::bend(std::string_view json) {
  const auto done = control("bend", std::string{json});
  EXPECT_EQ(done.status, 200) << done.body;
}

void OpenIdProvider::rotate_keys() {
  const auto done = control("rotate", "{}");
  EXPECT_EQ(done.status, 200) << done.body;
}

bool OpenIdProvider::sign_out(std::string_view account) {
  return control("logout", fmt::format(R"({{"account":{}}})", in_quotes(account))).status == 200;
}

}  // namespace gatehouse::test

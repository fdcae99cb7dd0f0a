// A real OpenID Connect provider (npm oidc-provider) as a child process, which does what a test
// says.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "assurance/wire.h"
#include "base/clock.h"
#include "store/temporary_folder.h"
#include "test/integration/json.h"
#include "test/integration/process.h"

namespace gatehouse::test {

class OpenIdProvider {
 public:
  OpenIdProvider();
  void stop();  // as when it is down

  std::string issuer() const;
  // The keys "egress.*" of a server that may come here, as a file.
  std::filesystem::path configuration() const { return folder_.path() / "gatehouse.toml"; }

  // Whom it serves, by the addresses of a provider as the server shows it, and how it signs.
  void serve(const Json& shown, std::string_view algorithm = "RS256");
  // Where a browser is sent in the end by somebody who is sent here: the way back,
  // "/sign-on/oidc/…".
  std::string visit(std::string_view address, std::string_view account);
  // What is wrong with the next ID token (provider.mjs).
  void bend(std::string_view json);
  void rotate_keys();
  // Tells whom it serves that somebody has left; whether that was taken.
  bool sign_out(std::string_view account);

 private:
  assurance::Answer control(std::string_view what, std::string body);

  store::TemporaryFolder folder_;
  SystemClock clock_;
  std::unique_ptr<Process> process_;
  assurance::ServerPlace place_{"127.0.0.1", 0};
};

}  // namespace gatehouse::test

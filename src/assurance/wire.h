// An attacker's end of a connection: blocking, and able to send what no library would.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gatehouse::assurance {

inline constexpr ErrorKind kNoConnection{
    "assurance.no_connection", Fault::unavailable,
    "The server could not be reached. Check --url and that it runs."};
inline constexpr ErrorKind kWireClosed{"assurance.wire_closed", Fault::unavailable,
                                       "The server closed the connection."};
inline constexpr ErrorKind kNothingCame{"assurance.nothing_came", Fault::unavailable,
                                        "The server said nothing in time."};
inline constexpr ErrorKind kHandshakeRefused{"assurance.handshake_refused", Fault::unavailable,
                                             "The server refused the TLS handshake."};

struct ServerPlace {
  std::string host;
  std::uint16_t port;
  std::optional<std::string> at = {};  // the address to connect to, when it is not the host's
  std::string authority() const;       // "localhost:8443"
  std::string origin() const;          // "https://localhost:8443"
};
Result<ServerPlace> parse_url(std::string_view url);

// What the client offers; nullopt leaves OpenSSL's own choice.
struct TlsOffer {
  int least_version = 0;  // TLS1_2_VERSION …
  int most_version = 0;
  std::string ciphers_12 = {};  // OpenSSL list
  std::string suites_13 = {};
  std::optional<std::string> authority_file =
      {};  // verify the server with it (or the system's, if empty)
};

struct TlsSeen {
  std::string version;  // "TLSv1.3"
  std::string cipher;
  int bits;
};

class Wire {
 public:
  // `from`: the source address, so that a probe is counted by itself (any of 127.0.0.0/8 on
  // loopback).
  static Result<Wire> tcp(const ServerPlace& to, std::optional<std::string> from);
  static Result<Wire> tls(const ServerPlace& to, std::optional<std::string> from,
                          const TlsOffer& offer);

  Wire(Wire&&) noexcept;
  Wire& operator=(Wire&&) noexcept;
  ~Wire();

  Result<> send(std::string_view bytes);
  // At least one byte; kWireClosed at the end, kNothingCame after `patience`.
  Result<std::string> receive(std::chrono::milliseconds patience = std::chrono::seconds{10});
  bool closed_within(std::chrono::milliseconds patience);  // the peer ends the connection
  const TlsSeen& seen() const { return seen_; }

 private:
  struct Inside;
  explicit Wire(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
  TlsSeen seen_{};
};

// --- HTTP over it ------------------------------------------------------------------------------

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Ask {
  std::string method = "GET";
  std::string target = "/";
  HeaderList headers = {};  // besides Host; a header named here twice is sent twice
  std::string body = {};
  bool send_length = true;
};

struct Answer {
  int status = 0;      // 0: no answer came
  HeaderList headers;  // names in lower case
  std::string body;

  std::string_view header(std::string_view name) const;  // the first, or empty
  std::vector<std::string_view> all(std::string_view name) const;
  // A member of the JSON object in the body as text ("" when absent or not a text): "/error/code".
  std::string text_at(std::string_view pointer) const;
  std::string problem() const { return text_at("/code"); }
  std::string correlation() const { return text_at("/correlation"); }
  std::string brief() const;  // "403 edge.foreign_origin"
};

std::string request_text(const ServerPlace& to, const Ask& ask);
Result<Answer> read_answer(Wire& wire, bool head = false,
                           std::chrono::milliseconds patience = std::chrono::seconds{10});

// --- WebSocket over it ---------------------------------------------------------------------------

class WebSocket {
 public:
  // The answer of the handshake; open only when its status is 101.
  static Result<std::pair<Answer, std::optional<WebSocket>>> open(Wire wire, const ServerPlace& to,
                                                                  std::string_view target,
                                                                  HeaderList headers);
  Result<> send(std::string_view text);
  // The next text message; kWireClosed when the server closes, kNothingCame after `patience`.
  Result<std::string> receive(std::chrono::milliseconds patience = std::chrono::seconds{10});
  // The connection itself ends, though we never answer a goodbye.
  bool closed_within(std::chrono::milliseconds patience);

 private:
  explicit WebSocket(Wire wire) : wire_{std::move(wire)} {}
  Wire wire_;
  std::string pending_;
};

}  // namespace gatehouse::assurance

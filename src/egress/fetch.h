// The only way out by HTTP (controls EGR-01, EGR-02, EGR-03): every address is judged when it is
// connected to, so neither a spelling nor a name server nor a redirect leads inside.
//
//   CO_TRY(auto answer, co_await fetcher.fetch({.url = "https://idp.example.com/keys"}));
//
// http and https only, certificates verified, no proxy, no cookies, nothing kept between requests,
// answers as they came (no decompression), everything bounded.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "egress/allow_list.h"
#include "egress/opening.h"

namespace gatehouse::egress {

inline constexpr ErrorKind kBadRequest{"egress.bad_request", Fault::invalid,
                                       "This is not an address that can be fetched. Write it like "
                                       "https://example.com/page.",
                                       "EGR-01"};
inline constexpr ErrorKind kSchemeRefused{
    "egress.scheme_refused", Fault::invalid,
    "Only addresses that begin with https:// and have no unusual port can be fetched.", "EGR-01"};
inline constexpr ErrorKind kDestinationRefused{
    "egress.destination_refused", Fault::invalid,
    "This address leads into a private network, where the server does not go. Ask the operator to "
    "open it, if that is meant.",
    "EGR-02"};
inline constexpr ErrorKind kRedirectRefused{
    "egress.redirect_refused", Fault::unavailable,
    "The other server sent us elsewhere, once too often or to a place we do not go.", "EGR-03"};
inline constexpr ErrorKind kCertificateRefused{
    "egress.certificate_refused", Fault::unavailable,
    "The other server could not prove who it is. Check its certificate.", "EGR-03"};
inline constexpr ErrorKind kAnswerTooLarge{"egress.answer_too_large", Fault::unavailable,
                                           "The other server's answer is too large.", "EGR-03"};
inline constexpr ErrorKind kAnswerTooSlow{"egress.answer_too_slow", Fault::unavailable,
                                          "The other server took too long. Try again later.",
                                          "EGR-03"};
inline constexpr ErrorKind kFetchFailed{
    "egress.fetch_failed", Fault::unavailable,
    "The other server cannot be reached or does not answer properly. Try again later."};

using Headers = std::vector<std::pair<std::string, std::string>>;

enum class Method : unsigned char { get, post, put, patch, delete_ };
enum class Schemes : unsigned char { https, https_and_http };

struct FetchRequest {
  Method method = Method::get;
  std::string url = {};
  Headers headers = {};
  std::string body = {};
  // http is for imports only, and for what the operator allows by host and port.
  Schemes schemes = Schemes::https;
  std::size_t most_bytes = 1024 * 1024;        // of the body; at most 25 MiB
  std::chrono::milliseconds deadline{10'000};  // for everything; at most a minute
  int redirects = 0;                           // at most 3; beyond 0 each hop is judged anew
  TenantId on_behalf_of = {};  // whose wish it is; a verification run's may have an Opening
};

struct FetchAnswer {
  int status = 0;
  Headers headers = {};  // names in lower case, in the order they came
  std::string body = {};
  std::string url = {};  // where it came from, after redirects

  std::string_view header(std::string_view name) const;  // the first, or empty
};

struct FetcherOptions {
  AllowList allow = {};
  // Certificate authorities (PEM) to trust beside the system's.
  std::optional<std::filesystem::path> authorities = {};
  unsigned threads = 4;
  std::size_t waiting = 64;  // more are answered kUnavailable
};

class Fetcher {
 public:
  Fetcher(FetcherOptions options, Clock& clock);
  ~Fetcher();  // gives up what runs

  // Resumes where it was. The answer of a redirect that is not followed is an answer.
  Task<Result<FetchAnswer>> fetch(FetchRequest request);

  // Where the tenants of a verification run may go besides (ADR 9).
  Openings& openings();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::egress

#include "egress/fetch.h"

#include <algorithm>
#include <atomic>

#include "base/control.h"
#include "base/pool.h"
#include "base/text.h"
#include "egress/internal/transfer.h"
#include "egress/internal/url.h"

namespace gatehouse::egress {
namespace {

using internal::Transfer;
using internal::Url;

constexpr std::size_t kMostBytes = 25 * 1024 * 1024;
constexpr std::size_t kMostHeaderBytes = 64 * 1024;
constexpr std::chrono::milliseconds kLongest{60'000};
constexpr std::chrono::milliseconds kLongestConnecting{10'000};
constexpr int kMostRedirects = 3;

const char* name_of_method(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::delete_:
      return "DELETE";
  }
  return "GET";
}

// RFC 9110 5.6.2 and 5.5. What frames a message or names its place is libcurl's to say.
bool is_good_header(std::string_view name, std::string_view value) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  static constexpr std::string_view kNotYours[] = {
      "host", "content-length", "transfer-encoding",  "connection", "cookie", "expect", "upgrade",
      "te",   "trailer",        "proxy-authorization"};
  const bool token = !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) != 0 || kMarks.contains(static_cast<char>(c));
  });
  const bool visible =
      std::ranges::all_of(value, [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
  return token && visible && std::ranges::find(kNotYours, folded(name)) == std::end(kNotYours);
}

bool is_redirect(const FetchAnswer& answer) {
  switch (answer.status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return !answer.header("location").empty();
    default:
      return false;
  }
}

// What libcurl tells us about one exchange.
struct Hearing {
  FetchAnswer answer;
  std::size_t most_bytes;
  std::size_t header_bytes = 0;
  bool too_large = false;

  static std::size_t header(const char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<Hearing*>(self)->hear_header({data, size}) ? size : 0;
  }
  static std::size_t body(const char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<Hearing*>(self)->hear_body({data, size}) ? size : 0;
  }

  bool hear_header(std::string_view line) {
    header_bytes += line.size();
    if (header_bytes > kMostHeaderBytes) return !(too_large = true);
    if (line.starts_with("HTTP/")) answer.headers.clear();  // after an interim answer
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return true;
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
    answer.headers.emplace_back(folded(line.substr(0, colon)), value);
    return true;
  }
  bool hear_body(std::string_view part) {
    if (answer.body.size() + part.size() > most_bytes) return !(too_large = true);
    answer.body.append(part);
    return true;
  }
};

void drop_header(Headers& headers, std::string_view name) {
  std::erase_if(headers, [name](const auto& header) { return folded(header.first) == name; });
}

// RFC 9110 15.4: what the next request is. Credentials stay with the origin they were meant for.
void turn_to(FetchRequest& request, const Url& from, const Url& to, int status) {
  const bool as_get =
      status == 303 || ((status == 301 || status == 302) && request.method == Method::post);
  if (as_get && request.method != Method::get) {
    request.method = Method::get;
    request.body.clear();
    drop_header(request.headers, "content-type");
  }
  if (!from.same_origin(to)) drop_header(request.headers, "authorization");
}

Error failure_of(CURLcode code, const Transfer& transfer, bool too_large) {
  const std::string detail{transfer.error().empty() ? curl_easy_strerror(code) : transfer.error()};
  if (transfer.refused()) return Error{kDestinationRefused}.because(detail);
  if (too_large || code == CURLE_FILESIZE_EXCEEDED) return Error{kAnswerTooLarge}.because(detail);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Error{kAnswerTooSlow}.because(detail);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
      return Error{kCertificateRefused}.because(detail);
    default:
      return Error{kFetchFailed}.because(detail);
  }
}

}  // namespace

std::string_view FetchAnswer::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Headers::value_type::first);
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

struct Fetcher::Inside {
  Inside(FetcherOptions with, Clock& time)
      : options{std::move(with)}, clock{time}, pool{options.threads, options.waiting} {}
  ~Inside() { stopping = true; }

  // One stop of a request. What was allowed is for the first one and its own origin.
  struct Stop {
    const Url& to;
    bool allowed;
    const std::vector<Opening>& openings;  // of whoever asks

    // The one that leads to this place, or null.
    const Opening* opened() const {
      const auto leads_here = [&](const Opening& one) { return one.names(to.host(), to.port()); };
      const auto found = std::ranges::find_if(openings, leads_here);
      return allowed && found != openings.end() ? &*found : nullptr;
    }
    bool is_usual_port() const {
      return to.port() == (to.scheme() == "http" ? 80 : 443) ||
             std::ranges::find(openings, to.port(), &Opening::usual_port) != openings.end();
    }
  };
  bool is_named(const Stop& stop) const {
    return stop.opened() || (stop.allowed && options.allow.names(stop.to.host(), stop.to.port()));
  }
  Result<> check(const FetchRequest& request, const Stop& stop) const;
  bool may_connect(const Stop& stop, const IpAddress& address) const;
  Result<FetchAnswer> exchange(const FetchRequest& request, const Stop& stop,
                               std::chrono::milliseconds left) const;
  Result<FetchAnswer> fetch(FetchRequest request, Tick until) const;

  const FetcherOptions options;
  Clock& clock;
  Openings openings{clock};
  std::atomic<bool> stopping = false;
  Pool pool;  // last: its threads use the rest
};

// What can be told before anything is connected to.
Result<> Fetcher::Inside::check(const FetchRequest& request, const Stop& stop) const {
  const Url& to = stop.to;
  const bool named = is_named(stop);
  const bool http = to.scheme() == "http" && (named || request.schemes == Schemes::https_and_http);
  const bool web = (to.scheme() == "https" || http) && (stop.is_usual_port() || named);
  if (enforced<"EGR-01"> && !web) return fail(Error{kSchemeRefused}.because(to.scheme()));
  for (const auto& [name, value] : request.headers)
    if (!is_good_header(name, value)) return fail(Error{kBadRequest}.because("header " + name));
  return {};
}

bool Fetcher::Inside::may_connect(const Stop& stop, const IpAddress& address) const {
  const Url& to = stop.to;
  const Opening* opened = stop.opened();
  if (opened && opened->host == address) return true;
  if (stop.allowed && options.allow.opens(to.host(), to.port(), address)) return true;
  if (enforced<"EGR-02"> && special_use(address)) return false;
  return true;
}

Result<FetchAnswer> Fetcher::Inside::exchange(const FetchRequest& request, const Stop& stop,
                                              std::chrono::milliseconds left) const {
  const Url& to = stop.to;
  const Transfer::Limits limits{std::min(left, kLongestConnecting), left};
  const auto judge = [&](const IpAddress& address) { return may_connect(stop, address); };
  Transfer::Trust trust{options.authorities};
  if (const Opening* opened = stop.opened()) trust.only = opened->authority;
  Transfer transfer{trust, limits, judge, stopping};
  Hearing hearing{.answer = {.url = to.text()},
                  .most_bytes = std::min(request.most_bytes, kMostBytes)};
  internal::Lines headers;
  headers.add("Expect:");
  for (const auto& [name, value] : request.headers)
    headers.add(value.empty() ? name + ";" : name + ": " + value);

  transfer.set(CURLOPT_CURLU, to.parts());
  transfer.set(CURLOPT_PROTOCOLS_STR, "http,https");
  transfer.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  transfer.set(CURLOPT_FOLLOWLOCATION, 0L);
  transfer.set(CURLOPT_HTTP09_ALLOWED, 0L);
  transfer.set(CURLOPT_HTTPHEADER, headers.list());
  transfer.set(CURLOPT_USERAGENT, "Gatehouse");
  if (request.method != Method::get) {
    transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    transfer.set(CURLOPT_POSTFIELDS, request.body.data());
    transfer.set(CURLOPT_CUSTOMREQUEST, name_of_method(request.method));
  }
  transfer.set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(hearing.most_bytes));
  transfer.set(CURLOPT_HEADERFUNCTION, &Hearing::header);
  transfer.set(CURLOPT_HEADERDATA, &hearing);
  transfer.set(CURLOPT_WRITEFUNCTION, &Hearing::body);
  transfer.set(CURLOPT_WRITEDATA, &hearing);
  const CURLcode done = transfer.run();
  if (done != CURLE_OK || transfer.refused())
    return fail(failure_of(done, transfer, hearing.too_large));
  hearing.answer.status = transfer.response_code();
  return std::move(hearing.answer);
}

// Allowances are for who was told to go there, not for whoever sends us there.
Result<FetchAnswer> Fetcher::Inside::fetch(FetchRequest request, Tick until) const {
  TRY(Url to, Url::parse(request.url));
  const std::vector<Opening> opened = openings.of(request.on_behalf_of);
  bool allowed = true;
  for (int hop = 0;; ++hop) {
    const auto left = std::chrono::floor<std::chrono::milliseconds>(until - clock.tick());
    if (left.count() <= 0 || stopping) return fail(kAnswerTooSlow);
    const Stop stop{to, allowed, opened};
    TRY_VOID(check(request, stop));
    TRY(FetchAnswer answer, exchange(request, stop, left));
    if (request.redirects == 0 || !is_redirect(answer)) return answer;
    auto next = to.resolve(answer.header("location"));
    const bool too_many = hop >= std::min(request.redirects, kMostRedirects);
    const bool weaker = next && to.scheme() == "https" && next->scheme() != "https";
    if (enforced<"EGR-03"> && (too_many || weaker || !next))
      return fail(Error{kRedirectRefused}.because(too_many ? "too many" : "not a place to go"));
    TRY(Url there, std::move(next));
    turn_to(request, to, there, answer.status);
    allowed = allowed && to.same_origin(there);
    to = std::move(there);
  }
}

Fetcher::Fetcher(FetcherOptions options, Clock& clock)
    : inside_{std::make_unique<Inside>(std::move(options), clock)} {}
Fetcher::~Fetcher() = default;

Openings& Fetcher::openings() { return inside_->openings; }

Task<Result<FetchAnswer>> Fetcher::fetch(FetchRequest request) {
  const Tick until = inside_->clock.tick() + std::min(request.deadline, kLongest);
  auto work = [inside = inside_.get(), request = std::move(request), until] {
    return inside->fetch(request, until);
  };
  co_return co_await inside_->pool.run(std::move(work));
}

}  // namespace gatehouse::egress

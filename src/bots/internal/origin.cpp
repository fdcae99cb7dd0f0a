#include "bots/internal/origin.h"

#include <fmt/format.h>
#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

#include "base/address.h"
#include "base/control.h"
#include "base/text.h"
#include "bots/bots.h"

namespace gatehouse::bots::internal {
namespace {

constexpr std::size_t kMostOrigins = 20;
constexpr std::size_t kLongestHost = 253;
constexpr std::size_t kLongestLabel = 63;

struct Scheme {
  std::string_view prefix;
  int port;
};
constexpr Scheme kHttps{"https://", 443};
constexpr Scheme kHttp{"http://", 80};

std::unique_ptr<icu::IDNA> make_names() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::IDNA> names{
      icu::IDNA::createUTS46Instance(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI |
                                         UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII,
                                     status)};
  CHECK(U_SUCCESS(status));
  return names;
}

// Lower case and punycode; nothing when it is no host name.
std::optional<std::string> ascii_host(std::string_view host) {
  static const std::unique_ptr<icu::IDNA> names = make_names();
  std::string ascii;
  icu::StringByteSink<std::string> sink{&ascii};
  icu::IDNAInfo info;
  UErrorCode status = U_ZERO_ERROR;
  names->nameToASCII_UTF8({host.data(), static_cast<std::int32_t>(host.size())}, sink, info,
                          status);
  if (U_FAILURE(status) || info.hasErrors()) return std::nullopt;
  return ascii;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > kLongestHost) return false;
  std::string_view last;
  for (std::string_view rest = host;;) {
    last = rest.substr(0, rest.find('.'));
    if (!is_label(last)) return false;
    if (last.size() == rest.size()) break;
    rest.remove_prefix(last.size() + 1);
  }
  // A browser reads a host whose last label is a number as an IPv4 address (WHATWG URL 3.5).
  if (!is_number(last)) return !last.starts_with("0x");
  const Result<IpAddress> address = IpAddress::parse(host);
  return address && address->is_v4() && address->text() == host;
}

bool is_this_computer(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  const Result<IpAddress> address = IpAddress::parse(host);
  return address && address->is_loopback();
}

std::optional<int> port_of(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || port < 1 || port > 65535 || text.front() == '0') return std::nullopt;
  return port;
}

}  // namespace

Result<std::string> parse_origin(std::string_view text) {
  const Scheme& scheme = text.starts_with(kHttps.prefix) ? kHttps : kHttp;
  if (!text.starts_with(scheme.prefix)) return fail(kBadDomain);
  text.remove_prefix(scheme.prefix.size());
  const std::size_t colon = text.find(':');
  int port = scheme.port;
  if (colon != std::string_view::npos) {
    const std::optional<int> given = port_of(text.substr(colon + 1));
    if (!given) return fail(kBadDomain);
    port = *given;
  }
  const std::optional<std::string> host = ascii_host(text.substr(0, colon));
  if (!host || !is_host(*host)) return fail(kBadDomain);
  if (&scheme == &kHttp && !is_this_computer(*host)) return fail(kBadDomain);
  if (port == scheme.port) return fmt::format("{}{}", scheme.prefix, *host);
  return fmt::format("{}{}:{}", scheme.prefix, *host, port);
}

Result<std::vector<std::string>> parse_origins(const std::vector<std::string>& texts) {
  std::vector<std::string> origins;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Result<std::string> origin = parse_origin(texts[i]);
    if (enforced<"EDGE-05"> && !origin) {
      return fail(Error{kBadDomain}.at(fmt::format("/domains/{}", i)));
    }
    std::string one = origin ? *origin : PlainText::of(texts[i]).text();
    if (std::ranges::find(origins, one) == origins.end()) origins.push_back(std::move(one));
  }
  if (origins.size() > kMostOrigins) return fail(Error{kTooManyDomains}.at("/domains"));
  return origins;
}

}  // namespace gatehouse::bots::internal

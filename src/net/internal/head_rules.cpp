#include "net/internal/head_rules.h"

#include <algorithm>
#include <charconv>

#include "base/control.h"
#include "net/wire_errors.h"

namespace gatehouse::net {
namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

Method method_named(std::string_view name) {
  struct Known {
    std::string_view name;
    Method method;
  };
  static constexpr Known kKnown[] = {
      {"GET", Method::get},         {"HEAD", Method::head},   {"POST", Method::post},
      {"PUT", Method::put},         {"PATCH", Method::patch}, {"DELETE", Method::delete_},
      {"OPTIONS", Method::options},
  };
  for (const auto& [known, method] : kKnown)
    if (known == name) return method;
  return Method::other;
}

// Headers of which a second one can only mean that somebody hopes we read the other one.
bool may_appear_once(std::string_view name) {
  static constexpr std::string_view kOnce[] = {
      "authorization",
      "content-encoding",
      "content-length",
      "content-type",
      "cookie",
      "expect",
      "host",
      "origin",
      "referer",
      "sec-websocket-key",
      "sec-websocket-version",
      "transfer-encoding",
      "upgrade",
      "user-agent",
      "x-gatehouse-csrf",
  };
  return std::ranges::find(kOnce, name) != std::ranges::end(kOnce);
}

bool repeats_a_single_header(const Headers& headers) {
  const auto& all = headers.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!may_appear_once(all[i].first)) continue;
    for (std::size_t j = i + 1; j < all.size(); ++j)
      if (all[i].first == all[j].first) return true;
  }
  return false;
}

Result<> check_body_length(const Headers& headers) {
  const auto length = headers.find("content-length");
  const auto coding = headers.find("transfer-encoding");
  if (length && coding) return fail(Error{kAmbiguousRequest}.because("two lengths"));
  if (coding && !same_ignoring_case(*coding, "chunked"))
    return fail(Error{kAmbiguousRequest}.because("transfer coding other than chunked"));
  // RFC 9110 8.6 allows a list of equal numbers; nobody who means well sends one.
  const bool number = !length || (!length->empty() && length->size() <= 15 &&
                                  std::ranges::all_of(*length, is_digit));
  if (!number) return fail(Error{kAmbiguousRequest}.because("content length is not a number"));
  return {};
}

bool is_target(std::string_view target) {
  const auto visible = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
  return target.starts_with('/') && std::ranges::all_of(target, visible);
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && text.size() <= 5 &&
         is_digit(text.front()) && port >= 1 && port <= 65535;
}

}  // namespace

Result<std::size_t> head_size(std::string_view received, const Limits& limits) {
  // Over the limit is over the limit, whether or not the end is in sight.
  const std::string_view allowed = received.substr(0, limits.header_bytes);
  const std::size_t end = allowed.find(kEndOfHead);
  if (end != std::string_view::npos) return end + kEndOfHead.size();

  const std::size_t method_and_version = 32;
  const std::size_t first_line = allowed.find('\n');
  if (first_line == std::string_view::npos &&
      allowed.size() > limits.target_bytes + method_and_version)
    return fail(kTargetTooLong);
  if (received.size() >= limits.header_bytes) return fail(kHeadTooLarge);
  // A bare line feed will never become an end of the head; say so now instead of after the
  // deadline.
  for (std::size_t at = first_line; at < allowed.size(); at = allowed.find('\n', at + 1))
    if (at == 0 || allowed[at - 1] != '\r')
      return fail(Error{kMalformedRequest}.because("bare line feed"));
  return std::size_t{0};
}

Result<> check_lines(std::string_view head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    const char next = i + 1 < head.size() ? head[i + 1] : '\0';
    if (c == '\r' && next == '\n') {
      const char first = i + 2 < head.size() ? head[i + 2] : '\0';
      if (first == ' ' || first == '\t')
        return fail(Error{kAmbiguousRequest}.because("folded header line"));
      ++i;
      continue;
    }
    const bool control = (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f;
    if (control) return fail(Error{kMalformedRequest}.because("control character"));
  }
  return {};
}

Result<RequestLine> read_request_line(std::string_view head, const Limits& limits) {
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == 0 || last == first)
    return fail(Error{kMalformedRequest}.because("request line"));
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!std::ranges::all_of(method, is_letter))
    return fail(Error{kMalformedRequest}.because("method"));
  if (version != "HTTP/1.1") {
    if (version.starts_with("HTTP/")) return fail(kUnknownVersion);
    return fail(Error{kMalformedRequest}.because("version"));
  }
  if (method_named(method) == Method::other) return fail(kUnknownMethod);
  if (target.size() > limits.target_bytes) return fail(kTargetTooLong);
  if (!is_target(target)) return fail(kBadTarget);
  return RequestLine{method_named(method), target};
}

Result<> check_headers(const Headers& headers, const Limits& limits) {
  if (headers.all().size() > limits.headers) return fail(kHeadTooLarge);
  if (enforced<"EDGE-07"> && repeats_a_single_header(headers)) return fail(kRepeatedHeader);
  const auto host = headers.find("host");
  if (!host || !is_host_and_port(*host)) return fail(kBadHost);
  TRY_VOID(check_body_length(headers));
  const auto expected = headers.find("expect");
  if (expected && !same_ignoring_case(*expected, "100-continue")) return fail(kUnknownExpectation);
  return {};
}

bool is_host_and_port(std::string_view text) {
  std::string_view host = text;
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && !text.ends_with(']')) {
    host = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);
    if (port.empty() || !is_port(port)) return false;
  }
  if (host.starts_with('[') && host.ends_with(']') && host.size() > 2) {
    const auto address = IpAddress::parse(host.substr(1, host.size() - 2));
    return address.has_value() && host.contains(':');
  }
  const auto allowed = [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
  };
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, allowed);
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::vector<std::string> list_of(const Headers& headers, std::string_view name) {
  std::vector<std::string> members;
  for (const auto& [header, value] : headers.all()) {
    if (header != name) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view member = trimmed(rest.substr(0, comma));
      if (!member.empty()) members.emplace_back(member);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return members;
}

bool lists(const Headers& headers, std::string_view name, std::string_view member) {
  return std::ranges::any_of(list_of(headers, name), [member](const std::string& candidate) {
    return same_ignoring_case(candidate, member);
  });
}

}  // namespace gatehouse::net

#include "egress/internal/url.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "egress/fetch.h"

namespace gatehouse::egress::internal {
namespace {

constexpr std::size_t kLongest = 2048;
// Other schemes are read too, so that they are refused for what they are.
constexpr unsigned kFlags = CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER;

// Empty when there is none.
std::string part(CURLU* parts, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(parts, which, &text, flags) != CURLUE_OK) return {};
  std::string copy{text};
  curl_free(text);
  return copy;
}

// Nothing that two parsers could read in two ways: no white space, no control characters, no
// backslash, ASCII only.
bool is_plain(std::string_view text) {
  return !text.empty() && text.size() <= kLongest &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
}

std::string unbracketed(std::string host) {
  if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
  return host;
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  if (!is_plain(text)) return fail(Error{kBadRequest}.because("not plain"));
  Parts parts{curl_url()};
  CHECK(parts != nullptr);
  const std::string ended{text};
  const CURLUcode read = curl_url_set(parts.get(), CURLUPART_URL, ended.c_str(), kFlags);
  if (read != CURLUE_OK) return fail(Error{kBadRequest}.because(curl_url_strerror(read)));
  return of(std::move(parts));
}

Result<Url> Url::resolve(std::string_view reference) const {
  if (!is_plain(reference)) return fail(Error{kBadRequest}.because("not plain"));
  Parts parts{curl_url_dup(parts_.get())};
  CHECK(parts != nullptr);
  const std::string ended{reference};
  const CURLUcode read = curl_url_set(parts.get(), CURLUPART_URL, ended.c_str(), kFlags);
  if (read != CURLUE_OK) return fail(Error{kBadRequest}.because(curl_url_strerror(read)));
  return of(std::move(parts));
}

Result<Url> Url::of(Parts parts) {
  Url url;
  CURLU* const raw = parts.get();
  url.parts_ = std::move(parts);
  url.scheme_ = folded(part(raw, CURLUPART_SCHEME));
  url.host_ = folded(unbracketed(part(raw, CURLUPART_HOST)));
  url.text_ = part(raw, CURLUPART_URL);
  const bool scoped = !part(raw, CURLUPART_ZONEID).empty();
  if (scoped) return fail(Error{kBadRequest}.because("a scoped address"));
  const std::string port = part(raw, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  std::from_chars(port.data(), port.data() + port.size(), url.port_);
  return url;
}

}  // namespace gatehouse::egress::internal

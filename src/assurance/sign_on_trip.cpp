#include "assurance/sign_on_trip.h"

#include <fmt/format.h>
#include <zlib.h>

#include "edge/query.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kCookie = "__Host-gh_sign_on=";

std::string cookie_of(const Answer& answer, std::string_view name) {
  for (const std::string_view line : answer.all("set-cookie"))
    if (line.starts_with(name))
      return std::string{line.substr(name.size(), line.find(';') - name.size())};
  return {};
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0)
      out += static_cast<char>(c);
    else
      out += fmt::format("%{:02X}", c);
  }
  return out;
}

// RFC 1951; what is longer than any request of ours is cut.
std::string inflated(BytesView deflated) {
  constexpr std::size_t kMost = 16 * 1024;
  constexpr int kRaw = -15;
  z_stream stream{};
  if (inflateInit2(&stream, kRaw) != Z_OK) return {};
  Bytes in{deflated.begin(), deflated.end()};
  std::string out(kMost, '\0');
  stream.next_in = in.data();
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  (void)inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

std::string value_of(const edge::Parameters& parameters, std::string_view name) {
  for (const auto& [candidate, value] : parameters)
    if (candidate == name) return value;
  return {};
}

std::string id_in(std::string_view request) {
  constexpr std::string_view kBefore = " ID=\"";
  const std::size_t at = request.find(kBefore);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = request.substr(at + kBefore.size());
  return std::string{rest.substr(0, rest.find('"'))};
}

}  // namespace

Trip trip_of(std::string_view provider, std::string address, const Answer& answer) {
  Trip trip{std::string{provider}, std::move(address), {}, {}, cookie_of(answer, kCookie)};
  const auto parameters = edge::parse_query(trip.address.substr(trip.address.find('?') + 1));
  if (!parameters) return trip;
  trip.state = value_of(*parameters, "RelayState");
  if (const auto request = from_base64(value_of(*parameters, "SAMLRequest")))
    trip.request = id_in(inflated(*request));
  return trip;
}

Trip begin_trip(const Attacker& who, std::string_view provider) {
  const Answer answer = who.get(fmt::format("/sign-on/saml/{}/start", provider));
  return trip_of(provider, std::string{answer.header("location")}, answer);
}

Answer post_form(const Attacker& who, const Trip& trip, std::string_view saml_response) {
  Attacker browser{who.place(), who.address()};  // without the cookies that say SameSite=Strict
  Ask ask{.method = "POST", .target = fmt::format("/sign-on/saml/{}/acs", trip.provider)};
  ask.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                 {"Origin", "https://idp.invalid"},
                 {"Sec-Fetch-Site", "cross-site"}};
  if (!trip.browser.empty())
    ask.headers.emplace_back("Cookie", std::string{kCookie} + trip.browser);
  ask.body = "SAMLResponse=" + percent_encoded(saml_response) +
             "&RelayState=" + percent_encoded(trip.state);
  return browser.ask(std::move(ask));
}

Answer end_trip(const Attacker& who, const Trip& trip, std::string_view response_xml) {
  return post_form(who, trip, base64(as_bytes(response_xml)));
}

std::string session_from(const Answer& answer) { return cookie_of(answer, "__Host-gh_access="); }

}  // namespace gatehouse::assurance

// What the browser says of the ceremony: which page, which challenge.
#include <boost/json.hpp>

#include <algorithm>

#include "base/control.h"
#include "identity/webauthn.h"

namespace gatehouse::identity::webauthn {
namespace {

std::unexpected<Error> refuse(std::string_view why) {
  return fail(Error{kPasskeyRefused}.because(std::string{why}));
}

std::string_view text_in(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  const boost::json::string* text = value ? value->if_string() : nullptr;
  return text ? std::string_view{*text} : std::string_view{};
}

std::string_view type_of(Ceremony ceremony) {
  return ceremony == Ceremony::create ? "webauthn.create" : "webauthn.get";
}

}  // namespace

Result<ClientData> read_client_data(BytesView json) {
  if (json.size() > kLongestClientData) return refuse("client data: too long");
  boost::system::error_code wrong;
  boost::json::parse_options options;
  options.max_depth = 4;
  const boost::json::value parsed = boost::json::parse(as_text(json), wrong, {}, options);
  const boost::json::object* object = wrong ? nullptr : parsed.if_object();
  if (!object) return refuse("client data: not a JSON object");
  const auto challenge = from_base64url(text_in(*object, "challenge"));
  if (!challenge || challenge->size() != kChallengeSize) return refuse("client data: challenge");
  const boost::json::value* crossing = object->if_contains("crossOrigin");
  return ClientData{.type = std::string{text_in(*object, "type")},
                    .challenge = *challenge,
                    .origin = std::string{text_in(*object, "origin")},
                    .cross_origin = crossing && *crossing != false};
}

Result<> check_client_data(const ClientData& data, Ceremony ceremony, const RelyingParty& party) {
  const bool ours = std::ranges::find(party.origins, data.origin) != party.origins.end();
  if (enforced<"IDN-03"> && data.type != type_of(ceremony)) return refuse("client data: type");
  if (enforced<"IDN-03"> && !ours) return refuse("client data: origin " + data.origin);
  if (enforced<"IDN-03"> && data.cross_origin) return refuse("client data: inside another page");
  return {};
}

}  // namespace gatehouse::identity::webauthn

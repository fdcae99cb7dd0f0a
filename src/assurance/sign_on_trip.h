// A browser's trip to an identity provider and back (SAML 2.0, HTTP-Redirect and HTTP-POST).
#pragma once

#include <string>
#include <string_view>

#include "assurance/target.h"

namespace gatehouse::assurance {

struct Trip {
  std::string provider;  // "sso_…"
  std::string address;   // where the browser was sent; empty when it was not
  std::string state;     // RelayState
  std::string request;   // the request's ID
  std::string browser;   // the cookie
};

// From the start page, as a stranger.
Trip begin_trip(const Attacker& who, std::string_view provider);
// From an answer that names the address and sets the cookie.
Trip trip_of(std::string_view provider, std::string address, const Answer& answer);

// The provider's page posts the form; the browser brings the cookie that fits.
Answer end_trip(const Attacker& who, const Trip& trip, std::string_view response_xml);
Answer post_form(const Attacker& who, const Trip& trip, std::string_view saml_response);

// The session it opened, or empty.
std::string session_from(const Answer& answer);

}  // namespace gatehouse::assurance

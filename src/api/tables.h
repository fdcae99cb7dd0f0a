// The whole attack surface: every table of routes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "edge/route.h"

namespace gatehouse::api {

// Each beside the functions it runs.
std::span<const edge::Route> setup_routes();
std::span<const edge::Route> session_routes();
std::span<const edge::Route> factor_routes();
std::span<const edge::Route> member_routes();
std::span<const edge::Route> role_routes();
std::span<const edge::Route> link_routes();
std::span<const edge::Route> protection_routes();
std::span<const edge::Route> bot_routes();
std::span<const edge::Route> conversation_routes();
std::span<const edge::Route> security_routes();
std::span<const edge::Route> framework_routes();
std::span<const edge::Route> trust_routes();
std::span<const edge::Route> widget_routes();
std::span<const edge::Route> verification_routes();
std::span<const edge::Route> page_routes();

std::vector<std::span<const edge::Route>> all_tables();

// Every privilege with its sentence, then what each built-in role holds.
std::string privileges_text();

// Every row with its policy, one line each, then the messages of sockets: `gatehouse policy`.
std::string policy_text();

// The same for docs/reference, as Markdown.
std::string endpoints_reference();

// OpenAPI 3.1 of all JSON routes.
std::string openapi_document(std::string_view server_url);

}  // namespace gatehouse::api

// From the product's types to those of the wire, where they differ.
#pragma once

#include "api/shapes.h"
#include "edge/route.h"

namespace gatehouse::api {

PrivilegeList list_of(access::Privileges privileges);
GrantView view(const access::Grant& grant);
SessionView view(const identity::Session& session);
AuditEntryView view(const audit::Entry& entry);
// The token stands behind '#', so it never reaches a server's log.
LinkShown view(std::string_view origin, std::string_view page, const identity::Link& link);

}  // namespace gatehouse::api

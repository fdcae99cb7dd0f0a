// What a company's directory may do (SCIM 2.0, RFC 7644): all of it acts for the owner of a key
// that may manage members.
#include <fmt/format.h>

#include "api/services.h"
#include "api/tables.h"
#include "directory/directory.h"
#include "edge/problem.h"

namespace gatehouse::api {

namespace {

// The names of RFC 7644 3.4.2 and 3.9.
struct ScimSelection {
  std::optional<std::string> filter;
  std::optional<std::int64_t> start_index;
  std::optional<std::int64_t> count;
  std::optional<std::string> sort_by;
  std::optional<std::string> sort_order;
  std::optional<std::string> attributes;
  std::optional<std::string> excluded;
};

}  // namespace

}  // namespace gatehouse::api

template <>
struct gatehouse::json::Shape<gatehouse::api::ScimSelection> {
  using Selection = gatehouse::api::ScimSelection;
  static constexpr std::string_view name = "ScimSelection";
  static constexpr auto members = std::tuple{
      json::member("filter", &Selection::filter, json::line(0, 2000)),
      json::member("startIndex", &Selection::start_index, json::whole(-1'000'000, 1'000'000)),
      json::member("count", &Selection::count, json::whole(-1'000'000, 1'000'000)),
      json::member("sortBy", &Selection::sort_by, json::line(0, 200)),
      json::member("sortOrder", &Selection::sort_order, json::line(0, 20)),
      json::member("attributes", &Selection::attributes, json::line(0, 1000)),
      json::member("excludedAttributes", &Selection::excluded, json::line(0, 1000)),
  };
};

namespace gatehouse::api {

namespace {

using directory::Resource;
using directory::Selection;
using edge::Call;
using edge::Document;
using edge::Nothing;
using edge::Query;
using edge::Reply;

Selection selection_of(ScimSelection asked) {
  return {.filter = std::move(asked.filter),
          .start_index = asked.start_index,
          .count = asked.count,
          .sort_by = std::move(asked.sort_by),
          .descending = asked.sort_order.value_or("") == "descending",
          .attributes = asked.attributes.value_or(""),
          .excluded = asked.excluded.value_or("")};
}

Reply scim(int status, std::string json) {
  return {.response = net::text_response(status, "application/scim+json", std::move(json))};
}

Reply shown(const Services& services, int status, std::string_view kind, Resource resource) {
  Reply reply = scim(status, std::move(resource.json));
  reply.response.headers.set("etag", resource.version);
  if (status == 201)
    reply.response.headers.set(
        "location", fmt::format("{}/scim/v2/{}/{}", services.public_origin, kind, resource.id));
  return reply;
}

// What people see of their directory's work. A version that does not fit has a status of its own.
template <class In>
Result<Reply> told(Services& services, const Call<In>& call, Result<Reply> reply) {
  std::optional<directory::Failure> failure;
  if (!reply)
    failure = {services.clock.now(), call.request->path, std::string{reply.error().kind().code}};
  services.directory.note(call.caller.tenant(), std::move(failure));
  if (!reply && reply.error().is(directory::kVersionMismatch))
    return edge::scim_problem(reply.error(), 412);
  return reply;
}

template <class In>
directory::IfMatch if_match(const Call<In>& call) {
  const auto version = call.request->headers.find("if-match");
  return version ? directory::IfMatch{std::string{*version}} : std::nullopt;
}
template <class In>
std::string id_in(const Call<In>& call) {
  const std::string_view person = call.path.text("person");
  return std::string{person.empty() ? call.path.text("group") : person};
}
template <class In>
Result<Reply> resource_told(Services& services, const Call<In>& call, int status,
                            std::string_view kind, Result<Resource> resource) {
  if (!resource) return told(services, call, fail(std::move(resource).error()));
  return told(services, call, shown(services, status, kind, *std::move(resource)));
}
template <class In>
Result<Reply> list_told(Services& services, const Call<In>& call, Result<std::string> list) {
  if (!list) return told(services, call, fail(std::move(list).error()));
  return told(services, call, scim(200, *std::move(list)));
}
template <class In>
Result<Reply> removal_told(Services& services, const Call<In>& call, Result<> removed) {
  if (!removed) return told(services, call, fail(std::move(removed).error()));
  return told(services, call, Reply{.response = net::empty_response(204)});
}

// --- what we are -------------------------------------------------------------------------------

Task<Result<Reply>> service_provider_config(Services& services, Call<Nothing> call) {
  co_return told(services, call, scim(200, services.directory.service_provider_config()));
}
Task<Result<Reply>> resource_types(Services& services, Call<Nothing> call) {
  co_return told(services, call, scim(200, services.directory.resource_types()));
}
Task<Result<Reply>> schemas(Services& services, Call<Nothing> call) {
  co_return told(services, call, scim(200, services.directory.schemas()));
}

// --- users -------------------------------------------------------------------------------------

Task<Result<Reply>> list_users(Services& services, Call<Query<ScimSelection>> call) {
  auto list = co_await services.directory.users(call.caller, selection_of(call.input));
  co_return list_told(services, call, std::move(list));
}
Task<Result<Reply>> find_user(Services& services, Call<Query<ScimSelection>> call) {
  auto user = co_await services.directory.user(call.caller, id_in(call), selection_of(call.input));
  co_return resource_told(services, call, 200, "Users", std::move(user));
}
Task<Result<Reply>> add_user(Services& services, Call<Document> call) {
  auto user = co_await services.directory.add_user(call.caller, call.input.text);
  co_return resource_told(services, call, 201, "Users", std::move(user));
}
Task<Result<Reply>> replace_user(Services& services, Call<Document> call) {
  auto user = co_await services.directory.replace_user(call.caller, id_in(call), call.input.text,
                                                       if_match(call));
  co_return resource_told(services, call, 200, "Users", std::move(user));
}
Task<Result<Reply>> patch_user(Services& services, Call<Document> call) {
  auto user = co_await services.directory.patch_user(call.caller, id_in(call), call.input.text,
                                                     if_match(call));
  co_return resource_told(services, call, 200, "Users", std::move(user));
}
Task<Result<Reply>> remove_user(Services& services, Call<Nothing> call) {
  auto removed = co_await services.directory.remove_user(call.caller, id_in(call), if_match(call));
  co_return removal_told(services, call, std::move(removed));
}

// --- groups ------------------------------------------------------------------------------------

Task<Result<Reply>> list_groups(Services& services, Call<Query<ScimSelection>> call) {
  auto list = co_await services.directory.groups(call.caller, selection_of(call.input));
  co_return list_told(services, call, std::move(list));
}
Task<Result<Reply>> find_group(Services& services, Call<Query<ScimSelection>> call) {
  auto group =
      co_await services.directory.group(call.caller, id_in(call), selection_of(call.input));
  co_return resource_told(services, call, 200, "Groups", std::move(group));
}
Task<Result<Reply>> add_group(Services& services, Call<Document> call) {
  auto group = co_await services.directory.add_group(call.caller, call.input.text);
  co_return resource_told(services, call, 201, "Groups", std::move(group));
}
Task<Result<Reply>> replace_group(Services& services, Call<Document> call) {
  auto group = co_await services.directory.replace_group(call.caller, id_in(call), call.input.text,
                                                         if_match(call));
  co_return resource_told(services, call, 200, "Groups", std::move(group));
}
Task<Result<Reply>> patch_group(Services& services, Call<Document> call) {
  auto group = co_await services.directory.patch_group(call.caller, id_in(call), call.input.text,
                                                       if_match(call));
  co_return resource_told(services, call, 200, "Groups", std::move(group));
}
Task<Result<Reply>> remove_group(Services& services, Call<Nothing> call) {
  auto removed = co_await services.directory.remove_group(call.caller, id_in(call), if_match(call));
  co_return removal_told(services, call, std::move(removed));
}

using namespace edge;
using access::Privilege;

// Two thousand joiners, each looked for and then made, take two minutes.
constexpr Limit kOfKey = per_principal(1200, per_minute, WhenUnsure::refuse);
constexpr Who kDirectory = keys_with(Privilege::manage_members);
constexpr AuditRule kDiscovery = not_audited("Read only; what this server knows of SCIM.");
constexpr AuditRule kLook = not_audited("Read only; members as their directory knows them.");

constexpr Route kScimRoutes[] = {
    {
        .on = GET("/scim/v2/ServiceProviderConfig"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = nothing().in_scim(),
        .audit = kDiscovery,
        .run = handler<&service_provider_config>(),
    },
    {
        .on = GET("/scim/v2/ResourceTypes"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = nothing().in_scim(),
        .audit = kDiscovery,
        .run = handler<&resource_types>(),
    },
    {
        .on = GET("/scim/v2/Schemas"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = nothing().in_scim(),
        .audit = kDiscovery,
        .run = handler<&schemas>(),
    },
    {
        .on = GET("/scim/v2/Users"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = query_of<ScimSelection>().in_scim(),
        .audit = kLook,
        .run = handler<&list_users>(),
    },
    {
        .on = POST("/scim/v2/Users"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = scim_document(64_KiB),
        .audit = records(audit::Event::member_provisioned),
        .run = handler<&add_user, 201>(),
    },
    {
        .on = GET("/scim/v2/Users/{person}"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = query_of<ScimSelection>().in_scim(),
        .audit = kLook,
        .run = handler<&find_user>(),
    },
    {
        .on = PUT("/scim/v2/Users/{person}"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = scim_document(64_KiB),
        .audit = records(audit::Event::member_reprovisioned),
        .run = handler<&replace_user>(),
    },
    {
        .on = PATCH("/scim/v2/Users/{person}"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = scim_document(64_KiB),
        .audit = records(audit::Event::member_reprovisioned),
        .run = handler<&patch_user>(),
    },
    {
        .on = DELETE("/scim/v2/Users/{person}"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = nothing().in_scim(),
        .audit = records(audit::Event::member_left),
        .run = handler<&remove_user>(),
    },
    {
        .on = GET("/scim/v2/Groups"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = query_of<ScimSelection>().in_scim(),
        .audit = kLook,
        .run = handler<&list_groups>(),
    },
    {
        .on = POST("/scim/v2/Groups"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = scim_document(1024_KiB),
        .audit = records(audit::Event::directory_group_changed),
        .run = handler<&add_group, 201>(),
    },
    {
        .on = GET("/scim/v2/Groups/{group}"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = query_of<ScimSelection>().in_scim(),
        .audit = kLook,
        .run = handler<&find_group>(),
    },
    {
        .on = PUT("/scim/v2/Groups/{group}"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = scim_document(1024_KiB),
        .audit = records(audit::Event::directory_group_changed),
        .run = handler<&replace_group>(),
    },
    {
        .on = PATCH("/scim/v2/Groups/{group}"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = scim_document(1024_KiB),
        .audit = records(audit::Event::directory_group_changed),
        .run = handler<&patch_group>(),
    },
    {
        .on = DELETE("/scim/v2/Groups/{group}"),
        .who = kDirectory,
        .limit = kOfKey,
        .takes = nothing().in_scim(),
        .audit = records(audit::Event::directory_group_removed),
        .run = handler<&remove_group>(),
    },
};
static_assert(every_change_is_audited(kScimRoutes));
static_assert(every_public_route_says_why(kScimRoutes));
static_assert(inputs_agree(kScimRoutes));

}  // namespace

std::span<const edge::Route> scim_routes() { return kScimRoutes; }

}  // namespace gatehouse::api

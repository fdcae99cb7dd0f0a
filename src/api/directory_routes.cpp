// The workspace's side of its directory: what it does, and which roles its groups give.
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"

namespace gatehouse::api {

struct GroupMapping {
  std::optional<access::RoleKey> role;
};
struct DirectoryView {
  std::string address;  // for the directory's settings
  std::int64_t users;
  std::optional<Instant> last_change;
  std::optional<Instant> last_contact;
  std::vector<directory::GroupEntry> groups;
  std::vector<directory::Failure> failures;
};

}  // namespace gatehouse::api

namespace gatehouse::json {

template <>
struct Shape<api::GroupMapping> {
  static constexpr std::string_view name = "GroupMapping";
  static constexpr auto members = std::tuple{member("role", &api::GroupMapping::role)};
};
template <>
struct Shape<directory::GroupEntry> {
  static constexpr std::string_view name = "DirectoryGroup";
  static constexpr auto members = std::tuple{member("id", &directory::GroupEntry::id),
                                             member("name", &directory::GroupEntry::name),
                                             member("role", &directory::GroupEntry::role),
                                             member("members", &directory::GroupEntry::members)};
};
template <>
struct Shape<directory::Failure> {
  static constexpr std::string_view name = "DirectoryFailure";
  static constexpr auto members = std::tuple{member("at", &directory::Failure::at),
                                             member("request", &directory::Failure::request),
                                             member("code", &directory::Failure::code)};
};
template <>
struct Shape<api::DirectoryView> {
  static constexpr std::string_view name = "Directory";
  static constexpr auto members =
      std::tuple{member("address", &api::DirectoryView::address),
                 member("users", &api::DirectoryView::users),
                 member("last_change", &api::DirectoryView::last_change),
                 member("last_contact", &api::DirectoryView::last_contact),
                 member("groups", &api::DirectoryView::groups, up_to(1000)),
                 member("failures", &api::DirectoryView::failures, up_to(50))};
};

}  // namespace gatehouse::json

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;

Task<Result<DirectoryView>> directory_state(Services& services, Call<Nothing> call) {
  CO_TRY(directory::State state, co_await services.directory.state(call.caller));
  co_return DirectoryView{.address = services.public_origin + "/scim/v2",
                          .users = state.users,
                          .last_change = state.last_change,
                          .last_contact = state.last_contact,
                          .groups = std::move(state.groups),
                          .failures = std::move(state.failures)};
}

Task<Result<directory::GroupEntry>> map_group(Services& services, Call<GroupMapping> call) {
  CO_TRY(const auto group, call.path.id<DirectoryGroupId>("group"));
  co_return co_await services.directory.map_group(call.caller, group, call.input.role);
}

using namespace edge;
using access::Privilege;

constexpr Route kDirectoryRoutes[] = {
    {
        .on = GET("/api/v1/directory"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; what the directory did lately."),
        .run = handler<&directory_state>(),
    },
    {
        .on = PATCH("/api/v1/directory/groups/{group}"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<GroupMapping>(1_KiB),
        .audit = records(audit::Event::directory_mapping_changed),
        .run = handler<&map_group>(),
    },
};
static_assert(every_change_is_audited(kDirectoryRoutes));
static_assert(every_public_route_says_why(kDirectoryRoutes));
static_assert(inputs_agree(kDirectoryRoutes));

}  // namespace

std::span<const edge::Route> directory_routes() { return kDirectoryRoutes; }

}  // namespace gatehouse::api

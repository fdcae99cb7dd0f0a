// What meets the requirements of known frameworks in this build.
#include "api/framework_shapes.h"
#include "api/services.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;

FrameworkView view(const assurance::Framework& framework) {
  const assurance::CoverageCount count = assurance::coverage_of(framework);
  return {.key = std::string{framework.key},
          .name = std::string{framework.name},
          .notice = std::string{framework.notice},
          .live = count.live,
          .build = count.build,
          .document = count.document,
          .open = count.open,
          .none = count.none};
}

RequirementView view(const assurance::Requirement& requirement) {
  return {.id = std::string{requirement.id},
          .title = std::string{requirement.title},
          .coverage = requirement.coverage,
          .controls = {requirement.controls.begin(), requirement.controls.end()},
          .proof = std::string{requirement.proof}};
}

Task<Result<Items<FrameworkView>>> list_frameworks(Services&, Call<Nothing>) {
  Items<FrameworkView> list;
  for (const assurance::Framework& framework : assurance::frameworks())
    list.items.push_back(view(framework));
  co_return list;
}

Task<Result<FrameworkDetail>> read_framework(Services&, Call<Nothing> call) {
  const auto all = assurance::frameworks();
  const auto found =
      std::ranges::find(all, call.path.text("framework"), &assurance::Framework::key);
  if (found == all.end()) co_return fail(Error{kNotFound}.because("no such framework"));
  FrameworkDetail detail{view(*found), {}};
  for (const assurance::Requirement& requirement : found->requirements)
    detail.requirements.push_back(view(requirement));
  co_return detail;
}

using namespace edge;
using access::Privilege;

constexpr Route kFrameworkRoutes[] = {
    {
        .on = GET("/api/v1/security/frameworks"),
        .who = members_with(Privilege::read_security),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; part of the program, the same for everybody."),
        .run = handler<&list_frameworks>(),
    },
    {
        .on = GET("/api/v1/security/frameworks/{framework}"),
        .who = members_with(Privilege::read_security),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; part of the program, the same for everybody."),
        .run = handler<&read_framework>(),
    },
};
static_assert(every_change_is_audited(kFrameworkRoutes));
static_assert(every_public_route_says_why(kFrameworkRoutes));
static_assert(inputs_agree(kFrameworkRoutes));

}  // namespace

std::span<const edge::Route> framework_routes() { return kFrameworkRoutes; }

}  // namespace gatehouse::api

// From which addresses a workspace can be used.
#include "api/address_shapes.h"
#include "api/services.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using access::AddressPolicy;
using edge::Call;
using edge::Nothing;

AddressRangesView shown(const AddressPolicy& policy, const access::Caller& caller) {
  AddressRangesView view{policy.mode, {}, caller.origin().address.text()};
  for (const access::NamedRange& one : policy.ranges)
    view.ranges.push_back({one.range.text(), one.label});
  return view;
}

PlaceView judged(identity::LastPlace place, const access::AddressGate& gate) {
  PlaceView view{place.person, std::move(place.name), place.last_seen, std::nullopt,
                 PlaceVerdict::unknown};
  if (!place.address) return view;
  view.address = place.address->text();
  view.verdict = gate.admits(access::Side::staff, *place.address) ? PlaceVerdict::inside
                                                                  : PlaceVerdict::outside;
  return view;
}

Task<Result<AddressRangesView>> address_ranges(Services& services, Call<Nothing> call) {
  CO_TRY(const auto policy, co_await services.tenants.addresses().policy(call.caller));
  co_return shown(policy, call.caller);
}

Task<Result<AddressRangesView>> change_address_ranges(Services& services,
                                                      Call<AddressRangesInput> call) {
  CO_TRY(auto wanted, access::read_address_policy(call.input.mode, call.input.ranges));
  CO_TRY(const auto policy, co_await services.tenants.addresses().change(
                                call.caller, std::move(wanted), services.installation_log));
  co_return shown(policy, call.caller);
}

Task<Result<AddressPreview>> preview_address_ranges(Services& services,
                                                    Call<AddressRangesInput> call) {
  CO_TRY(const auto policy, access::read_address_policy(call.input.mode, call.input.ranges));
  CO_TRY(auto places, co_await services.identity.last_places(call.caller));
  const access::AddressGate gate{policy};
  const IpAddress own = call.caller.origin().address;
  AddressPreview preview{!gate.admits(access::Side::staff, own), own.text(), {}};
  for (identity::LastPlace& place : places)
    preview.members.push_back(judged(std::move(place), gate));
  co_return preview;
}

using namespace edge;
using access::Privilege;

constexpr Route kAddressRoutes[] = {
    {
        .on = GET("/api/v1/workspace/address-ranges"),
        .who = members_with(Privilege::manage_access_rules),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; the workspace's own rule."),
        .run = handler<&address_ranges>(),
    },
    {
        .on = POST("/api/v1/workspace/address-ranges"),
        .who = members_with(Privilege::manage_access_rules).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<AddressRangesInput>(64_KiB),
        .audit = records(audit::Event::address_ranges_changed),
        .run = handler<&change_address_ranges>(),
    },
    {
        .on = POST("/api/v1/workspace/address-ranges/preview"),
        .who = members_with(Privilege::manage_access_rules),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<AddressRangesInput>(64_KiB),
        .audit = not_audited("Computes only; nothing is changed."),
        .run = handler<&preview_address_ranges>(),
    },
};
static_assert(every_change_is_audited(kAddressRoutes));
static_assert(every_public_route_says_why(kAddressRoutes));
static_assert(inputs_agree(kAddressRoutes));

}  // namespace

std::span<const edge::Route> address_routes() { return kAddressRoutes; }

}  // namespace gatehouse::api

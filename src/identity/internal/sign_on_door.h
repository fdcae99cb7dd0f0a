// Where single sign-on is the only door, and the one owner for whom it is not.
#pragma once

#include <optional>

#include "identity/internal/people.h"

namespace gatehouse::identity::internal {

struct OnlyDoor {
  ProviderId provider;
  PersonId break_glass;
  static constexpr auto columns = std::tuple{&OnlyDoor::provider, &OnlyDoor::break_glass};
};

Result<std::optional<OnlyDoor>> only_door_of(store::Reader& reader, TenantId tenant);

// Asked by every other way in, once it knows who comes (control IDN-04): kOnlySignOn. A nil person
// is somebody new.
Result<> require_other_doors(store::Reader& reader, TenantId tenant, PersonId person);

// kBreakGlassStays: this owner may not leave or become less.
Result<> require_not_break_glass(store::Reader& reader, TenantId tenant, PersonId person);

// kProveByFactor: whoever has a factor here shows that one.
Result<> require_no_factor(store::Reader& reader, PersonId person);

// By which somebody without a factor can prove themselves once more.
Result<std::vector<Way>> ways_without_factor(store::Reader& reader, PersonId person);

// Everything of a workspace that is gone.
Result<> forget_sign_on(store::Transaction& transaction, TenantId tenant);

}  // namespace gatehouse::identity::internal

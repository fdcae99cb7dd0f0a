// Recomputes a whole log and names the first entry that is not what was written.
#pragma once

#include "audit/internal/entry.h"
#include "store/database.h"

namespace gatehouse::audit::internal {

Result<Verification> verify_log(store::Reader& reader, TenantId tenant, BytesView public_key);

// Reads everything, bends the copy, and checks that.
Result<Verification> verify_copy(store::Reader& reader, TenantId tenant, BytesView public_key,
                                 Tampering tampering);

}  // namespace gatehouse::audit::internal

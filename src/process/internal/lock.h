// Takes everything away from the running process but its memory and its open descriptors.
#pragma once

namespace gatehouse::process::internal {

// Ends the process when what must not be missing cannot be set.
void lock_process();

}  // namespace gatehouse::process::internal

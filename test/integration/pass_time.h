// Lets a day pass for what waits, without waiting for it: the server's clock stays the real one,
// and what it has written down becomes a day older.
#pragma once

#include "test/integration/server.h"

namespace gatehouse::test {

void let_a_day_pass_for_requests(const RunningServer& server);

}  // namespace gatehouse::test

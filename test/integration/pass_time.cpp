#include "test/integration/pass_time.h"

#include <gtest/gtest.h>

#include "access/migrations.h"
#include "api/migrations.h"
#include "assurance/migrations.h"
#include "audit/migrations.h"
#include "base/random.h"
#include "directory/migrations.h"
#include "egress/migrations.h"
#include "identity/migrations.h"
#include "vault/vault.h"

namespace gatehouse::test {

void let_a_day_pass_for_requests(const RunningServer& server) {
  SystemRandom random;
  auto provider = vault::sealed_file(server.data() / "master.key", false, random);
  ASSERT_TRUE(provider.has_value());
  const auto vault = vault::Vault::open(server.data() / "keys", *std::move(provider), random);
  ASSERT_TRUE(vault.has_value());
  std::vector<store::Migration> steps;
  for (const std::span<const store::Migration> more :
       {std::span<const store::Migration>{audit::kMigrations},
        {egress::kMigrations},
        {access::kMigrations},
        {identity::kMigrations},
        {directory::kMigrations},
        {assurance::kMigrations},
        {api::kMigrations}})
    steps.insert(steps.end(), more.begin(), more.end());
  const auto control = store::Database::open(
      server.data() / "db" / "control.db",
      (*vault)->installation().derive(vault::Purpose::database, "file"), steps, {.create = false});
  ASSERT_TRUE(control.has_value());
  constexpr store::Statement kOlder{
      "test.a_day_passes",
      "UPDATE approval SET due_at = due_at - 86400000 WHERE state = 'waiting'"};
  const auto aged = (*control)->write_now(
      [&](store::Transaction& transaction) { return transaction.execute(kOlder); });
  ASSERT_TRUE(aged.has_value());
}

}  // namespace gatehouse::test

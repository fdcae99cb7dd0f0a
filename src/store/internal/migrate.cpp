#include "store/internal/migrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/clock.h"
#include "crypto/crypto.h"
#include "store/migrations.h"
#include "store/queries.h"

namespace gatehouse::store::internal {

namespace {

// "GaHo" in the file's header: a file of another program that happens to open is not taken for
// ours.
constexpr std::int64_t kApplicationId = 0x4761486f;
constexpr Statement kClaimFile{"store.claim_file", "PRAGMA application_id = 1197557871"};
static_assert(kApplicationId == 1197557871);

struct Applied {
  std::string module;
  int number;
  crypto::Digest checksum;
  static constexpr auto columns =
      std::tuple{&Applied::module, &Applied::number, &Applied::checksum};

  bool is(const Migration& one) const { return module == one.module && number == one.number; }
};

Result<> claim(SqliteConnection& connection) {
  Transaction transaction{connection};
  TRY(const auto id, transaction.one<std::int64_t>(queries::application_id));
  if (id == kApplicationId) return {};
  TRY(const auto size, transaction.one<std::int64_t>(queries::schema_size));
  if (id != 0 || size != 0)
    return fail(Error{kWrongKey}.because("the file was made by another program"));
  return connection.run(kClaimFile);
}

Result<> begin_with_tables(SqliteConnection& connection) {
  TRY_VOID(claim(connection));
  return connection.run(queries::create_schema_migration);
}

Result<> check_known(const std::vector<Applied>& applied,
                     const std::vector<Migration>& migrations) {
  for (const Applied& old : applied) {
    const auto ours =
        std::ranges::find_if(migrations, [&](const Migration& one) { return old.is(one); });
    if (ours == migrations.end())
      return fail(Error{kSchemaUnknown}.because(
          fmt::format("migration {} {} is not known here", old.module, old.number)));
    if (crypto::sha256(as_bytes(ours->sql)) != old.checksum)
      return fail(Error{kSchemaUnknown}.because(
          fmt::format("migration {} {} has another checksum", old.module, old.number)));
  }
  return {};
}

Result<> apply(SqliteConnection& connection, const Migration& one) {
  Transaction transaction{connection};
  TRY_VOID(connection.run_script(one.sql, fmt::format("migration {} {}", one.module, one.number)));
  TRY_VOID(transaction.execute(queries::remember_migration, one.module, one.number, one.title,
                               crypto::sha256(as_bytes(one.sql)), SystemClock{}.now()));
  return {};
}

// `work` and its commit, or nothing of it.
template <class F>
Result<> in_transaction(SqliteConnection& connection, F work) {
  TRY_VOID(connection.run(queries::begin_write));
  Result<> done = work();
  if (done) done = connection.run(queries::commit);
  if (!done && connection.in_transaction()) {
    const Result<> rolled_back = connection.run(queries::roll_back);
    CHECK(rolled_back.has_value());
  }
  return done;
}

}  // namespace

Result<> migrate(SqliteConnection& connection, std::span<const Migration> migrations) {
  std::vector<Migration> all{std::begin(kMigrations), std::end(kMigrations)};
  all.insert(all.end(), migrations.begin(), migrations.end());

  TRY_VOID(in_transaction(connection, [&] { return begin_with_tables(connection); }));
  TRY(const auto applied, Reader{connection}.all<Applied>(queries::applied_migrations));
  TRY_VOID(check_known(applied, all));
  for (const Migration& one : all) {
    if (std::ranges::any_of(applied, [&](const Applied& old) { return old.is(one); })) continue;
    TRY_VOID(in_transaction(connection, [&] { return apply(connection, one); }));
  }
  return {};
}

}  // namespace gatehouse::store::internal

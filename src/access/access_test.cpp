#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>

#include "access/doorkeeper.h"
#include "access/migrations.h"
#include "access/tenants.h"
#include "audit/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::access {
namespace {

namespace fs = std::filesystem;

template <class T>
std::string_view outcome(const Result<T>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

Caller member_of(TenantId tenant, Role role) {
  return Doorkeeper::member({}, tenant, PersonId::from_bits({1}), SessionId{}, role, "Anna");
}

TEST(AccessRequire, allows_what_the_role_grants_and_nothing_else) {
  const Caller owner = member_of(TenantId{}, Role::owner);
  const Caller agent = member_of(TenantId{}, Role::agent);
  EXPECT_EQ(outcome(require(owner, Privilege::manage_members)), "done");
  EXPECT_EQ(outcome(require(agent, Privilege::reply_conversations)), "done");
  EXPECT_EQ(outcome(require(agent, Privilege::manage_members)), "access.forbidden");
  EXPECT_EQ(require(agent, Privilege::read_audit).error().kind().control, "ACC-01");
}

TEST(AccessRequire, callers_without_a_role_may_nothing) {
  const TenantId tenant = TenantId::from_bits({1});
  const Caller callers[] = {
      Doorkeeper::nobody({}),
      Doorkeeper::visitor({}, tenant, VisitorId::from_bits({2}), WidgetId{}, BotId{}),
      Doorkeeper::bot(tenant, BotId::from_bits({3}), RequestId{})};
  for (const Caller& caller : callers)
    for (const auto& [privilege, name] : EnumNames<Privilege>::names)
      EXPECT_EQ(outcome(require(caller, privilege)), "access.forbidden") << name;
}

TEST(AccessRequire, a_member_is_known_to_the_log_by_person_tenant_and_request) {
  const Whereabouts where{.address = *IpAddress::parse("192.0.2.7"),
                          .correlation = RequestId::from_bits({4})};
  const Caller caller = Doorkeeper::member(
      where, TenantId::from_bits({1}), PersonId::from_bits({2}), SessionId{}, Role::agent, "Anna");
  EXPECT_EQ(caller.kind(), Caller::Kind::member);
  EXPECT_EQ(caller.origin().actor, PersonId::from_bits({2}).bits());
  EXPECT_EQ(caller.origin().tenant, TenantId::from_bits({1}));
  EXPECT_EQ(caller.origin().address, where.address);
  EXPECT_EQ(caller.origin().correlation, where.correlation);
}

// A made-up state of the installation's database, as a crash leaves it.
constexpr store::Statement kInterrupt{"test.interrupt",
                                      "UPDATE tenant SET state = ?2 WHERE id = ?1"};

class AccessTenants : public testing::Test {
 protected:
  void SetUp() override { start(); }

  // As the server does: also used to start again after a "crash".
  void start() {
    tenants.reset();
    control.reset();
    vault.reset();
    const fs::path keys = folder.path() / "keys";
    auto provider =
        vault::sealed_file(folder.path() / "master.key", !vault::Vault::holds_keys(keys), random);
    ASSERT_TRUE(provider.has_value()) << provider.error().detail();
    vault = *vault::Vault::open(keys, *std::move(provider), random);
    control =
        *store::Database::open(folder.path() / "control.db", Secret::of(Bytes(32, 1)), kMigrations);
    tenants = std::make_unique<Tenants>(
        *control, *vault, Tenants::Folders{folder.path()},
        std::vector(std::begin(audit::kMigrations), std::end(audit::kMigrations)), clock, random);
    const Result<> opened = tenants->open_all(access::Tenants::Opening::to_serve);
    ASSERT_TRUE(opened.has_value()) << opened.error().detail();
  }
  template <class T>
  T run(Task<T> task) {
    std::optional<T> answer;
    boost::asio::co_spawn(context.get_executor(), std::move(task),
                          [&](const std::exception_ptr& failed, T value) {
                            CHECK(failed == nullptr);
                            answer.emplace(std::move(value));
                          });
    context.run();
    context.restart();
    return *std::move(answer);
  }

  void interrupt(TenantId tenant, std::string_view state) {
    auto work = [&](store::Transaction& transaction) -> Result<> {
      TRY_VOID(transaction.execute(kInterrupt, tenant, state));
      return {};
    };
    ASSERT_TRUE(control->write_now(work).has_value());
  }
  std::size_t files_of(TenantId tenant) const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder.path()})
      if (entry.path().filename().string().starts_with(tenant.text())) ++count;
    return count;
  }

  store::TemporaryFolder folder;
  boost::asio::io_context context{1};  // outlives the databases, whose threads post to it
  SetClock clock{*parse_rfc3339("2026-11-23T21:42:10.123Z")};
  SystemRandom random;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<store::Database> control;
  std::unique_ptr<Tenants> tenants;
};

TEST_F(AccessTenants, a_caller_enters_its_own_room_and_no_other) {
  const Tenant first = *tenants->create("First", false);
  const Tenant second = *tenants->create("Second", false);
  EXPECT_EQ((*tenants->room(member_of(first.id, Role::agent)))->tenant(), first.id);
  EXPECT_EQ((*tenants->room(member_of(second.id, Role::owner)))->tenant(), second.id);
  EXPECT_EQ(outcome(tenants->room(Doorkeeper::nobody({}))), "access.forbidden");
  EXPECT_EQ(outcome(tenants->room(member_of(TenantId::from_bits({9}), Role::owner))), "not_found");
}

TEST_F(AccessTenants, a_tenant_is_there_after_a_restart_with_its_log_and_keys) {
  const Tenant made = *tenants->create("First", true);
  const Room room = *tenants->room_of(made.id);
  auto work = [&](store::Transaction& transaction) {
    return room->audit().record(transaction, {}, {.event = audit::Event::workspace_created});
  };
  ASSERT_TRUE(room->database().write_now(work).has_value());
  start();
  const auto found = run(tenants->find(made.id));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->name, "First");
  EXPECT_TRUE(found->probe);
  EXPECT_EQ(found->created_at, clock.now());
  EXPECT_EQ((*tenants->room_of(made.id))->audit().verify()->entries, 1);
}

TEST_F(AccessTenants, the_database_of_one_tenant_does_not_open_with_the_key_of_another) {
  const Tenant first = *tenants->create("First", false);
  const Tenant second = *tenants->create("Second", false);
  tenants.reset();
  const fs::path databases = folder.path() / "tenants";
  fs::copy_file(databases / (second.id.text() + ".db"), databases / (first.id.text() + ".db"),
                fs::copy_options::overwrite_existing);
  tenants = std::make_unique<Tenants>(
      *control, *vault, Tenants::Folders{folder.path()},
      std::vector(std::begin(audit::kMigrations), std::end(audit::kMigrations)), clock, random);
  const Result<> opened = tenants->open_all(access::Tenants::Opening::to_serve);
  EXPECT_EQ(outcome(opened), "store.wrong_key");
  EXPECT_THAT(opened.error().detail(), testing::HasSubstr(first.id.text()));
}

TEST_F(AccessTenants, removing_leaves_no_key_file_or_row) {
  const Tenant made = *tenants->create("First", true);
  EXPECT_GT(files_of(made.id), 1U);
  const Room still_working = *tenants->room_of(made.id);
  ASSERT_TRUE(tenants->remove(made.id).has_value());
  EXPECT_EQ(files_of(made.id), 0U);
  EXPECT_EQ(outcome(tenants->room_of(made.id)), "not_found");
  EXPECT_EQ(outcome(run(tenants->find(made.id))), "not_found");
  EXPECT_EQ(outcome(vault->tenant(made.id)), "vault.key_missing");
  EXPECT_EQ(outcome(tenants->remove(made.id)), "not_found");
  EXPECT_TRUE(still_working->audit().verify().has_value());
}

TEST_F(AccessTenants, a_tenant_half_made_or_half_removed_is_gone_after_a_restart) {
  const Tenant kept = *tenants->create("Kept", false);
  const Tenant half_made = *tenants->create("Made", false);
  const Tenant half_removed = *tenants->create("Removed", false);
  interrupt(half_made.id, "making");
  interrupt(half_removed.id, "leaving");
  ASSERT_TRUE(vault->destroy_tenant(half_removed.id).has_value());
  start();
  EXPECT_EQ(files_of(half_made.id) + files_of(half_removed.id), 0U);
  EXPECT_EQ(outcome(tenants->room_of(half_made.id)), "not_found");
  EXPECT_EQ(outcome(tenants->room_of(kept.id)), "done");
  EXPECT_EQ(tenants->rooms().size(), 1U);
}

TEST_F(AccessTenants, a_missing_key_stops_the_start_and_deletes_nothing) {
  const Tenant made = *tenants->create("First", false);
  fs::rename(folder.path() / "keys" / (made.id.text() + ".key"), folder.path() / "moved");
  tenants.reset();
  vault =
      *vault::Vault::open(folder.path() / "keys",
                          *vault::sealed_file(folder.path() / "master.key", false, random), random);
  Tenants again{*control,
                *vault,
                Tenants::Folders{folder.path()},
                std::vector(std::begin(audit::kMigrations), std::end(audit::kMigrations)),
                clock,
                random};
  EXPECT_EQ(outcome(again.open_all(access::Tenants::Opening::to_serve)), "vault.key_missing");
  EXPECT_TRUE(fs::exists(folder.path() / "tenants" / (made.id.text() + ".db")));
}

TEST_F(AccessTenants, renaming_needs_the_right_and_is_recorded) {
  const Tenant made = *tenants->create("Before", false);
  EXPECT_EQ(outcome(run(tenants->rename(member_of(made.id, Role::agent), "After"))),
            "access.forbidden");
  EXPECT_EQ(run(tenants->find(made.id))->name, "Before");
  EXPECT_EQ(outcome(run(tenants->rename(member_of(made.id, Role::owner), "After"))), "done");
  EXPECT_EQ(run(tenants->find(made.id))->name, "After");
  const auto entries = run((*tenants->room_of(made.id))->audit().entries({}));
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ(entries->front().event, audit::Event::workspace_changed);
  EXPECT_EQ(entries->front().detail, "name: Before -> After");
}

}  // namespace
}  // namespace gatehouse::access

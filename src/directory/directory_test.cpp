#include "directory/directory.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "access/doorkeeper.h"
#include "access/migrations.h"
#include "audit/migrations.h"
#include "base/wait_for.h"
#include "directory/migrations.h"
#include "egress/migrations.h"
#include "identity/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::directory {
namespace {

template <class T>
std::string_view outcome(const Result<T>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

// An installation with two workspaces; the first has an owner, for whom the directory acts.
class DirectoryRows : public testing::Test {
 protected:
  DirectoryRows() {
    auto provider = vault::sealed_file(folder.path() / "master.key", true, random);
    vault = *vault::Vault::open(folder.path() / "keys", *std::move(provider), random);
    std::vector<store::Migration> steps;
    for (const auto& step : audit::kMigrations) steps.push_back(step);
    const std::vector<store::Migration> of_tenants = steps;
    for (const auto& step : egress::kMigrations) steps.push_back(step);
    for (const auto& step : access::kMigrations) steps.push_back(step);
    for (const auto& step : identity::kMigrations) steps.push_back(step);
    for (const auto& step : kMigrations) steps.push_back(step);
    control = *store::Database::open(folder.path() / "control.db", Secret::of(Bytes(32, 1)), steps);
    tenants = std::make_unique<access::Tenants>(
        *control, *vault, access::Tenants::Folders{folder.path()}, of_tenants, clock, random);
    const std::shared_ptr<const vault::Keyring> unowned{&vault->installation(),
                                                        [](const vault::Keyring*) {}};
    log = std::make_unique<audit::Log>(*control, unowned, clock, random);
    identity = std::make_unique<identity::Identity>(*control, *tenants, vault->installation(), *log,
                                                    limits, clock, random,
                                                    [](const std::vector<SessionId>&) {});
    CHECK(identity->start().has_value());
    directory = std::make_unique<Directory>(*control, *identity, vault->installation(), *log, clock,
                                            random);
    directory->answer_at("https://chat.example.com/scim/v2");
    owner = member_of(tenants->create("One", true)->id, "olga@one.example", access::Role::owner);
    other = member_of(tenants->create("Two", true)->id, "omar@two.example", access::Role::owner);
  }

  access::Caller member_of(TenantId tenant, std::string_view email, access::Role role) {
    const auto person = *identity->add_probe_member(
        tenant, *EmailAddress::parse(email), Secret::of_text("seven quiet lanterns drift"), role);
    return access::Doorkeeper::member({}, tenant, person.id, {}, role, "Olga");
  }
  Result<Resource> add(std::string_view name, std::string_view more = "") {
    return wait_for(directory->add_user(
        *owner, fmt::format(R"({{"userName":"{}","displayName":"Ann"{}}})", name, more)));
  }
  Result<Resource> patch(const std::string& id, std::string_view operation) {
    return wait_for(
        directory->patch_user(*owner, id, fmt::format(R"({{"Operations":[{}]}})", operation), {}));
  }
  std::string list(std::string filter) {
    const auto found = wait_for(directory->users(*owner, {.filter = std::move(filter)}));
    return found ? *found : std::string{found.error().kind().code};
  }
  identity::Member member(std::string_view email) {
    for (const identity::Member& one : *wait_for(identity->members(*owner)))
      if (one.email == email) return one;
    return {};
  }

  store::TemporaryFolder folder;
  SetClock clock{*parse_rfc3339("2026-11-23T21:42:10.123Z")};
  SystemRandom random;
  identity::Limits limits{.hash_cost = {.memory_kib = 8192, .passes = 1}, .hash_takes = {}};
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<store::Database> control;
  std::unique_ptr<access::Tenants> tenants;
  std::unique_ptr<audit::Log> log;
  std::unique_ptr<identity::Identity> identity;
  std::unique_ptr<Directory> directory;
  std::optional<access::Caller> owner;
  std::optional<access::Caller> other;
};

TEST_F(DirectoryRows, somebody_comes_once_and_is_found_by_an_index) {
  const auto added = add("ann@one.example", R"(,"externalId":"x-1")");
  ASSERT_EQ(outcome(added), "done");
  EXPECT_EQ(outcome(add("ANN@one.example")), kUniqueness.code);
  EXPECT_EQ(outcome(add("ann+tag@one.example")), kUniqueness.code);
  EXPECT_TRUE(list(R"(userName eq "Ann@one.example")").contains(added->id));
  EXPECT_TRUE(list(R"(externalId eq "x-1")").contains(added->id));
  EXPECT_FALSE(list(R"(externalId eq "X-1")").contains(added->id));
  EXPECT_TRUE(list(R"(userName eq "olga@one.example")").contains("olga@one.example"));
  EXPECT_TRUE(member("ann@one.example").from_directory);
  EXPECT_TRUE(added->json.contains(added->version.substr(3, 8)));
}

TEST_F(DirectoryRows, who_is_made_inactive_leaves_and_comes_back) {
  const std::string id = add("ann@one.example")->id;
  EXPECT_EQ(outcome(patch(id, R"({"op":"Replace","path":"active","value":"False"})")), "done");
  EXPECT_TRUE(member("ann@one.example").suspended_at);
  EXPECT_EQ(outcome(add("ann@one.example")), kUniqueness.code);
  EXPECT_EQ(outcome(patch(id, R"({"op":"replace","value":{"active":true}})")), "done");
  EXPECT_FALSE(member("ann@one.example").suspended_at);
  EXPECT_EQ(outcome(wait_for(directory->remove_user(*owner, id, {}))), "done");
  EXPECT_EQ(outcome(wait_for(directory->remove_user(*owner, id, {}))), "not_found");
  EXPECT_EQ(wait_for(identity->departures(*owner))->size(), 2U);
  EXPECT_EQ(outcome(add("ann@one.example")), "done");
}

TEST_F(DirectoryRows, attacker_cannot_touch_owners_or_another_workspace) {
  const std::string id = add("ann@one.example")->id;
  EXPECT_EQ(outcome(patch(owner->person().text(), R"({"op":"replace","value":{"active":false}})")),
            kOwnersByHand.code);
  EXPECT_EQ(outcome(wait_for(directory->remove_user(*other, id, {}))), "not_found");
  EXPECT_EQ(outcome(wait_for(directory->user(*other, id, {}))), "not_found");
}

TEST_F(DirectoryRows, groups_give_what_was_mapped_and_nothing_else) {
  const std::string id = add("ann@one.example")->id;
  const auto group = wait_for(directory->add_group(
      *owner, fmt::format(R"({{"displayName":"Leads","members":[{{"value":"{}"}}]}})", id)));
  ASSERT_EQ(outcome(group), "done");
  EXPECT_EQ(member("ann@one.example").role.text(), "agent");
  const auto named = *DirectoryGroupId::parse(group->id);
  const auto map = [&](std::optional<access::RoleKey> role) {
    return outcome(wait_for(directory->map_group(*owner, named, role)));
  };
  EXPECT_EQ(map(access::RoleKey{access::Role::owner}), kOwnersByHand.code);
  EXPECT_EQ(map(access::RoleKey{access::Role::supervisor}), "done");
  EXPECT_EQ(member("ann@one.example").role.text(), "supervisor");
  EXPECT_EQ(map(std::nullopt), "done");
  EXPECT_EQ(member("ann@one.example").role.text(), "agent");
  EXPECT_EQ(map(access::RoleKey{access::Role::builder}), "done");
  EXPECT_EQ(outcome(wait_for(directory->patch_group(
                *owner, group->id, R"({"Operations":[{"op":"remove","path":"members"}]})", {}))),
            "done");
  EXPECT_EQ(member("ann@one.example").role.text(), "agent");
  EXPECT_EQ(outcome(wait_for(directory->group(*other, group->id, {}))), "not_found");
}

TEST_F(DirectoryRows, a_change_for_an_older_version_is_refused) {
  const auto added = add("ann@one.example");
  const std::string body = R"({"userName":"ann@one.example","displayName":"Two"})";
  const auto replace = [&](const std::string& version) {
    return outcome(wait_for(directory->replace_user(*owner, added->id, body, version)));
  };
  EXPECT_EQ(replace(added->version), "done");
  EXPECT_EQ(replace(added->version), kVersionMismatch.code);
}

}  // namespace
}  // namespace gatehouse::directory

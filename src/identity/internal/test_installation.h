// For tests: an installation with real databases and keys in a temporary folder, and a clock that
// stands still.
#pragma once

#include <gtest/gtest.h>

#include <mutex>

#include "access/migrations.h"
#include "audit/migrations.h"
#include "egress/migrations.h"
#include "identity/identity.h"
#include "identity/internal/wait_for.h"
#include "identity/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::identity::internal {

inline constexpr std::string_view kGoodPassword = "blue-lamp-under-the-river";
inline constexpr std::string_view kOtherPassword = "seven-quiet-otters-paint";

template <class T>
std::string_view outcome(const Result<T>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

inline EmailAddress email(std::string_view text) { return *EmailAddress::parse(text); }
inline Secret password(std::string_view text) { return Secret::of_text(text); }

class TestInstallation : public testing::Test {
 protected:
  TestInstallation() { open(); }

  // As the server does when it starts; again: after it was stopped or has crashed.
  void open() {
    close();
    const auto keys = folder.path() / "keys";
    auto provider =
        vault::sealed_file(folder.path() / "master.key", !vault::Vault::holds_keys(keys), random);
    vault = *vault::Vault::open(keys, *std::move(provider), random);
    std::vector<store::Migration> steps;
    for (const auto& step : audit::kMigrations) steps.push_back(step);
    const std::vector<store::Migration> of_tenants = steps;
    for (const auto& step : egress::kMigrations) steps.push_back(step);
    for (const auto& step : access::kMigrations) steps.push_back(step);
    for (const auto& step : identity::kMigrations) steps.push_back(step);
    control = *store::Database::open(folder.path() / "control.db", Secret::of(Bytes(32, 1)), steps);
    tenants = std::make_unique<access::Tenants>(
        *control, *vault, access::Tenants::Folders{folder.path()}, of_tenants, clock, random);
    CHECK(tenants->open_all(access::Tenants::Opening::to_serve).has_value());
    const std::shared_ptr<const vault::Keyring> unowned{&vault->installation(),
                                                        [](const vault::Keyring*) {}};
    log = std::make_unique<audit::Log>(*control, unowned, clock, random);
    identity = std::make_unique<Identity>(*control, *tenants, vault->installation(), *log, limits,
                                          clock, random, [this](const std::vector<SessionId>& ids) {
                                            const std::lock_guard lock{mutex};
                                            ended.insert(ended.end(), ids.begin(), ids.end());
                                          });
    const Result<> started = identity->start();
    CHECK(started.has_value());
  }
  void close() {
    identity.reset();
    log.reset();
    tenants.reset();
    control.reset();
    vault.reset();
  }

  access::Whereabouts from(std::string_view address = "192.0.2.7") {
    return {*IpAddress::parse(address), RequestId::make(clock, random)};
  }

  Result<SignedIn> try_set_up(std::string_view token, std::string_view by = kGoodPassword) {
    NewOwner owner{std::string{token}, "Ada Owner", email("ada@example.com"), password(by), "Acme"};
    return wait_for(identity->set_up(from(), "Browser", std::move(owner)));
  }
  SignedIn set_up() {
    const Link link = *identity->make_setup_link();
    auto signed_in = try_set_up(link.token.reveal_text());
    CHECK(signed_in.has_value());
    return *std::move(signed_in);
  }
  Result<SignedIn> sign_in(std::string_view as = "ada@example.com",
                           std::string_view by = kGoodPassword,
                           std::string_view address = "192.0.2.7") {
    return wait_for(identity->sign_in(from(address), "Browser", email(as), password(by)));
  }
  // As a person's browser does it: solves what is asked for, once.
  Result<SignedIn> approach(std::string_view as, std::string_view by,
                            std::string_view address = "192.0.2.7", std::string_view device = {}) {
    Approach how{.device = std::string{device}};
    auto answer =
        wait_for(identity->sign_in(from(address), "Browser", email(as), password(by), how));
    if (outcome(answer) != kChallengeNeeded.code) return answer;
    how.proof = solved(*wait_for(identity->challenge()));
    return wait_for(identity->sign_in(from(address), "Browser", email(as), password(by), how));
  }
  Result<access::Caller> recognise(const SignedIn& who, bool counts = false) {
    return identity->recognise(from(), who.access.reveal_text(), counts);
  }
  access::Caller caller(const SignedIn& who) { return *recognise(who); }
  Result<SignedIn> refresh(const SignedIn& who) {
    return wait_for(identity->refresh(from(), "Browser", std::string{who.refresh.reveal_text()}));
  }
  Result<SignedIn> join(const Link& link, std::string_view by = kGoodPassword) {
    NewMember member{std::string{link.token.reveal_text()}, "Ben Member", password(by)};
    return wait_for(identity->join(from(), "Browser", std::move(member)));
  }
  SignedIn member(const SignedIn& by, std::string_view address, access::RoleKey role) {
    const Link link = *wait_for(identity->invite(caller(by), email(address), role));
    return given(*join(link), address, role);
  }
  // As after an approval, which has tests of its own.
  SignedIn given(SignedIn who, std::string_view address, access::RoleKey role) {
    if (who.session.authority.role == role) return who;
    constexpr store::Statement kGive{"test.give_role",
                                     "UPDATE member SET role = ?2 WHERE person = ?1"};
    CHECK(control->write_now([&](store::Transaction& transaction) {
      return transaction.execute(kGive, who.session.person.id, role);
    }));
    return *sign_in(address);
  }
  // A workspace of the verifier with one signed-in member.
  SignedIn in_probe_workspace(std::string_view address, access::RoleKey role) {
    const TenantId tenant = tenants->create("Probe", true)->id;
    CHECK(identity->add_probe_member(tenant, email(address), password(kGoodPassword), role));
    return *sign_in(address);
  }
  bool recorded(audit::Event event) {
    audit::Filter filter;
    filter.event = event;
    return !wait_for(log->entries(filter))->empty();
  }
  bool has_ended(SessionId session) {
    const std::lock_guard lock{mutex};
    return std::ranges::find(ended, session) != ended.end();
  }

  store::TemporaryFolder folder;
  SetClock clock{*parse_rfc3339("2026-11-23T21:42:10.123Z")};
  SystemRandom random;
  Limits limits{.challenge_work = {.cost = 1, .least = 1, .most = 3},
                .hash_cost = {.memory_kib = 8192, .passes = 1},
                .hash_takes = {}};
  std::mutex mutex;
  std::vector<SessionId> ended;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<store::Database> control;
  std::unique_ptr<access::Tenants> tenants;
  std::unique_ptr<audit::Log> log;
  std::unique_ptr<Identity> identity;
};

}  // namespace gatehouse::identity::internal

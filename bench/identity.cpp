// What signing in and being recognised cost, in this process: one JSON object on a line.
#include <chrono>
#include <cstdio>

#include <fmt/format.h>
#include <sodium.h>

#include "access/migrations.h"
#include "audit/migrations.h"
#include "base/wait_for.h"
#include "identity/identity.h"
#include "identity/migrations.h"
#include "identity/password_cost.h"
#include "identity/token_keys.h"
#include "store/temporary_folder.h"

namespace {

using namespace gatehouse;

constexpr std::string_view kPassword = "quartz-lantern-mosaic-42";

// Seconds of this thread's own processor time.
double processor_time() {
  timespec at{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

template <class F>
double seconds_each(int times, const F& work) {
  const double began = processor_time();
  for (int at = 0; at < times; ++at) work(at);
  return (processor_time() - began) / times;
}

double bare_libsodium(const crypto::HashCost& cost) {
  char out[crypto_pwhash_STRBYTES];
  return seconds_each(8, [&](int) {
    CHECK(crypto_pwhash_str_alg(out, kPassword.data(), kPassword.size(), cost.passes,
                                std::size_t{cost.memory_kib} * 1024,
                                crypto_pwhash_ALG_ARGON2ID13) == 0);
  });
}

double ours(const crypto::HashCost& cost) {
  const Secret password = Secret::of_text(kPassword);
  const Secret pepper = Secret::of(Bytes(32, 7));
  const std::string stored = crypto::hash_password(password, pepper, cost);
  return seconds_each(8, [&](int) { CHECK(crypto::verify_password(password, pepper, stored)); });
}

// A whole installation in a folder of its own.
struct Ground {
  store::TemporaryFolder folder;
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<store::Database> control;
  std::unique_ptr<access::Tenants> tenants;
  std::unique_ptr<audit::Log> log;
  std::unique_ptr<identity::Identity> identity;

  Ground() {
    auto provider = vault::sealed_file(folder.path() / "master.key", true, random);
    vault = *vault::Vault::open(folder.path() / "keys", *std::move(provider), random);
    std::vector<store::Migration> steps{std::begin(audit::kMigrations),
                                        std::end(audit::kMigrations)};
    const std::vector<store::Migration> of_tenants = steps;
    steps.insert(steps.end(), std::begin(access::kMigrations), std::end(access::kMigrations));
    steps.insert(steps.end(), std::begin(identity::kMigrations), std::end(identity::kMigrations));
    control = *store::Database::open(folder.path() / "control.db", Secret::of(Bytes(32, 1)), steps);
    tenants = std::make_unique<access::Tenants>(
        *control, *vault, access::Tenants::Folders{folder.path()}, of_tenants, clock, random);
    CHECK(tenants->open_all(access::Tenants::Opening::to_serve).has_value());
    const std::shared_ptr<const vault::Keyring> unowned{&vault->installation(),
                                                        [](const vault::Keyring*) {}};
    log = std::make_unique<audit::Log>(*control, unowned, clock, random);
    identity = std::make_unique<identity::Identity>(*control, *tenants, vault->installation(), *log,
                                                    identity::Limits{}, clock, random,
                                                    [](const std::vector<SessionId>&) {});
    CHECK(identity->start().has_value());
  }

  identity::SignedIn set_up() {
    const auto link = *identity->make_setup_link();
    identity::NewOwner owner{std::string{link.token.reveal_text()}, "Bench",
                             *EmailAddress::parse("bench@example.com"), Secret::of_text(kPassword),
                             "Bench"};
    return *wait_for(identity->set_up(here(), "bench", std::move(owner)));
  }
  access::Whereabouts here() {
    return {*IpAddress::parse("192.0.2.1"), RequestId::make(clock, random)};
  }
};

struct Check {
  double seen;
  double fresh;
  double key;
};

double key_check(Ground& ground, const access::Caller& owner) {
  const identity::NewApiKey wanted{.name = "Bench",
                                   .scope = std::nullopt,
                                   .bots = std::nullopt,
                                   .days = std::nullopt,
                                   .per_minute = std::nullopt,
                                   .ranges = {"192.0.2.0/24", "2001:db8::/32"}};
  const auto made = *wait_for(ground.identity->keys().make(owner, wanted));
  const auto here = ground.here();
  return seconds_each(200'000, [&](int) {
    CHECK(ground.identity->keys().recognise(here, made.token.reveal_text()).has_value());
  });
}

Check token_checks(Ground& ground) {
  const auto signed_in = ground.set_up();
  const std::string token{signed_in.access.reveal_text()};
  const auto here = ground.here();
  const auto look = [&](const std::string& one) {
    CHECK(ground.identity->recognise(here, one, true, "bench").has_value());
  };
  look(token);
  const double seen = seconds_each(200'000, [&](int) { look(token); });

  const auto key = *identity::signing_token_key(*ground.control, ground.vault->installation());
  const std::size_t first = token.find('.');
  const Bytes decoded = *from_base64url(token.substr(first + 1, token.rfind('.') - first - 1));
  const std::string payload{as_text(decoded)};
  std::vector<std::string> fresh;
  for (int at = 0; at < 400; ++at) {
    std::string other = payload;
    const std::size_t place = other.find(R"("jti":")") + 7;
    other.replace(place, 22, base64url(ground.random.bytes<16>()));
    fresh.push_back(key.sign(other));
  }
  const double of_fresh =
      seconds_each(400, [&](int at) { look(fresh[static_cast<std::size_t>(at)]); });
  return {seen, of_fresh,
          key_check(ground, *ground.identity->recognise(here, token, true, "bench"))};
}

}  // namespace

int main() {
  CHECK(sodium_init() >= 0);
  Ground ground;
  const crypto::HashCost chosen = (*identity::password_cost(*ground.control))->cost;
  constexpr crypto::HashCost kOwasp{.memory_kib = 19 * 1024, .passes = 2};
  const Check check = token_checks(ground);
  fmt::print(
      R"({{"memory_kib":{},"passes":{},"ours":{:.6f},"bare":{:.6f},"ours_owasp":{:.6f},"bare_owasp":{:.6f},)"
      R"("seen":{:.9f},"fresh":{:.9f},"key":{:.9f}}})"
      "\n",
      chosen.memory_kib, chosen.passes, ours(chosen), bare_libsodium(chosen), ours(kOwasp),
      bare_libsodium(kOwasp), check.seen, check.fresh, check.key);
  return 0;
}

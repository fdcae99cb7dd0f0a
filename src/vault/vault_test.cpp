#include "vault/vault.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <iterator>

#include "base/clock.h"
#include "store/temporary_folder.h"

namespace gatehouse::vault {
namespace {

namespace fs = std::filesystem;

template <class T>
std::string_view outcome(const Result<T>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class VaultKeys : public testing::Test {
 protected:
  Result<std::unique_ptr<Vault>> open(bool create) {
    TRY(auto provider, sealed_file(master, create, random));
    return Vault::open(keys, std::move(provider), random);
  }

  store::TemporaryFolder folder;
  fs::path master = folder.path() / "secret" / "master.key";
  fs::path keys = folder.path() / "data" / "keys";
  SystemRandom random;
  SystemClock clock;
  TenantId tenant = TenantId::make(clock, random);
};

TEST_F(VaultKeys, gives_the_same_keys_when_it_is_opened_again) {
  ASSERT_FALSE(Vault::holds_keys(keys));
  auto first = open(true);
  ASSERT_TRUE(first.has_value()) << first.error().detail();
  auto made = (*first)->create_tenant(tenant);
  ASSERT_TRUE(made.has_value());
  const Secret database = (*made)->derive(Purpose::database, "file");
  const Secret installation = (*first)->installation().derive(Purpose::database, "file");
  ASSERT_TRUE(Vault::holds_keys(keys));

  auto second = open(false);
  ASSERT_TRUE(second.has_value());
  EXPECT_TRUE((*second)->installation().derive(Purpose::database, "file").same_as(installation));
  EXPECT_TRUE((*(*second)->tenant(tenant))->derive(Purpose::database, "file").same_as(database));
  EXPECT_FALSE(database.same_as(installation));
}

TEST_F(VaultKeys, purposes_and_labels_have_keys_of_their_own) {
  auto vault = open(true);
  const Keyring& ring = (*vault)->installation();
  const Secret key = ring.derive(Purpose::database, "file");
  EXPECT_EQ(key.size(), 32U);
  EXPECT_FALSE(key.same_as(ring.derive(Purpose::database, "other")));
  EXPECT_FALSE(key.same_as(ring.derive(Purpose::pepper, "file")));
}

TEST_F(VaultKeys, refuses_a_master_key_that_others_may_read) {
  ASSERT_TRUE(open(true).has_value());
  fs::permissions(master, fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(outcome(open(false)), "vault.master_key_exposed");
  fs::permissions(master, fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(outcome(open(false)), "done");
}

TEST_F(VaultKeys, refuses_a_link_in_place_of_a_master_key) {
  ASSERT_TRUE(open(true).has_value());
  const fs::path elsewhere = folder.path() / "elsewhere";
  fs::rename(master, elsewhere);
  fs::create_symlink(elsewhere, master);
  EXPECT_EQ(outcome(open(false)), "vault.master_key_exposed");
}

TEST_F(VaultKeys, says_that_the_master_key_is_missing_and_does_not_make_another) {
  ASSERT_TRUE(open(true).has_value());
  fs::remove(master);
  EXPECT_EQ(outcome(open(!Vault::holds_keys(keys))), "vault.master_key_missing");
  EXPECT_FALSE(fs::exists(master));
}

TEST_F(VaultKeys, refuses_the_master_key_of_another_installation) {
  ASSERT_TRUE(open(true).has_value());
  fs::remove(master);
  ASSERT_TRUE(sealed_file(master, true, random).has_value());
  EXPECT_EQ(outcome(open(false)), "vault.master_key_wrong");
  std::ofstream{master} << "not a key";
  EXPECT_EQ(outcome(open(false)), "vault.master_key_wrong");
}

TEST_F(VaultKeys, creating_leaves_a_master_key_that_is_there_as_it_is) {
  ASSERT_TRUE(open(true).has_value());
  const std::string before = content_of(master);
  EXPECT_EQ(outcome(open(true)), "done");
  EXPECT_EQ(content_of(master), before);
}

TEST_F(VaultKeys, says_that_a_key_is_missing_damaged_or_another_tenants) {
  auto vault = open(true);
  const TenantId other = TenantId::make(clock, random);
  ASSERT_TRUE((*vault)->create_tenant(tenant).has_value());
  ASSERT_TRUE((*vault)->create_tenant(other).has_value());
  const fs::path file = keys / (tenant.text() + ".key");

  auto again = [&] { return (*open(false))->tenant(tenant); };
  fs::copy_file(keys / (other.text() + ".key"), file, fs::copy_options::overwrite_existing);
  EXPECT_EQ(outcome(again()), "vault.master_key_wrong");
  std::ofstream{file, std::ios::trunc} << "damaged";
  EXPECT_EQ(outcome(again()), "vault.key_missing");
  fs::remove(file);
  EXPECT_EQ(outcome(again()), "vault.key_missing");
}

TEST_F(VaultKeys, a_destroyed_key_is_gone_and_nobodys_key_is_replaced) {
  auto vault = open(true);
  ASSERT_TRUE((*vault)->create_tenant(tenant).has_value());
  EXPECT_EQ(outcome((*vault)->create_tenant(tenant)), "internal");
  EXPECT_TRUE((*vault)->destroy_tenant(tenant).has_value());
  EXPECT_EQ(outcome((*vault)->tenant(tenant)), "vault.key_missing");
  EXPECT_TRUE((*vault)->destroy_tenant(tenant).has_value());
  EXPECT_FALSE(fs::exists(keys / (tenant.text() + ".key")));
}

TEST_F(VaultKeys, no_file_holds_a_key_in_clear_but_the_master_key) {
  auto vault = open(true);
  auto ring = (*vault)->create_tenant(tenant);
  const Secret database = (*ring)->derive(Purpose::database, "file");
  for (const auto& entry : fs::directory_iterator{keys}) {
    const std::string content = content_of(entry.path());
    EXPECT_EQ(content.find(base64(database.reveal())), std::string::npos);
    EXPECT_TRUE(content.starts_with("gatehouse-wrapped-key-1\n"));
    EXPECT_GT(content.size(), 80U);  // nonce, key and tag, not a key alone
  }
}

class VaultKeyring : public testing::Test {
 protected:
  SystemRandom random;
  SystemClock clock;
  Keyring ring{TenantId::make(clock, random), Secret::of(Bytes(32, 1)), random};
  Bytes row = Bytes(16, 2);
  Place place{"message", "text", row};
};

TEST_F(VaultKeyring, a_sealed_value_opens_in_its_place_only) {
  const auto sealed = Sealed<std::string>::of(ring, Purpose::message, place, "hello");
  EXPECT_EQ(*sealed.open(ring, Purpose::message, place), "hello");
  EXPECT_EQ(as_text(sealed.box()).find("hello"), std::string_view::npos);

  const Bytes other_row(16, 3);
  for (const Place& wrong : {Place{"note", "text", row}, Place{"message", "body", row},
                             Place{"message", "text", other_row}, Place{"messaget", "ext", row}})
    EXPECT_EQ(outcome(sealed.open(ring, Purpose::message, wrong)), "crypto.cannot_open");
  EXPECT_EQ(outcome(sealed.open(ring, Purpose::contact, place)), "crypto.cannot_open");
}

TEST_F(VaultKeyring, another_tenant_cannot_open_it_even_with_the_same_root) {
  const Keyring other{TenantId::make(clock, random), Secret::of(Bytes(32, 1)), random};
  const auto sealed = Sealed<std::string>::of(ring, Purpose::message, place, "hello");
  EXPECT_EQ(outcome(sealed.open(other, Purpose::message, place)), "crypto.cannot_open");
}

TEST_F(VaultKeyring, a_blind_index_finds_the_folded_value_in_its_column) {
  const auto index = ring.blind_index("email", "Anna@Example.com");
  EXPECT_EQ(index, ring.blind_index("email", "anna@example.COM"));
  EXPECT_NE(index, ring.blind_index("email", "anne@example.com"));
  EXPECT_NE(index, ring.blind_index("name", "anna@example.com"));
}

RC_GTEST_FIXTURE_PROP(VaultKeyring, any_change_of_a_box_is_noticed, (const Bytes& plain)) {
  Bytes box = ring.seal(Purpose::contact, place, plain);
  RC_ASSERT(*ring.open(Purpose::contact, place, box) == plain);
  RC_ASSERT(ring.seal(Purpose::contact, place, plain) != box);
  const auto at = *rc::gen::inRange<std::size_t>(0, box.size());
  box[at] = static_cast<std::uint8_t>(box[at] ^ *rc::gen::inRange(1, 256));
  RC_ASSERT(!ring.open(Purpose::contact, place, box).has_value());
}

}  // namespace
}  // namespace gatehouse::vault

#include "store/row.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "store/internal/test_database.h"
#include "store/search.h"

namespace gatehouse::store {
namespace {

enum class Colour : unsigned char { red, blue };

struct Everything {
  TenantId id;
  std::optional<TenantId> no_id;
  Instant at;
  std::string text;
  std::optional<std::string> no_text;
  Bytes bytes;
  std::int64_t whole;
  std::optional<std::int64_t> no_whole;
  bool flag;
  double real;
  Colour colour;
  std::array<std::uint8_t, 4> four;
  bool operator==(const Everything&) const = default;
  static constexpr auto columns = std::tuple{
      &Everything::id,      &Everything::no_id, &Everything::at,     &Everything::text,
      &Everything::no_text, &Everything::bytes, &Everything::whole,  &Everything::no_whole,
      &Everything::flag,    &Everything::real,  &Everything::colour, &Everything::four};
};

constexpr Statement kEcho{"test.echo", "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12"};
constexpr Statement kLike{"test.like", R"sql(SELECT ?1 LIKE '%' || ?2 || '%' ESCAPE '\')sql"};
constexpr Statement kAddAny{"test.add_any", "INSERT INTO note (text) VALUES (?1)"};

}  // namespace
}  // namespace gatehouse::store

template <>
struct gatehouse::EnumNames<gatehouse::store::Colour> {
  static constexpr auto names = std::to_array<std::pair<store::Colour, std::string_view>>(
      {{store::Colour::red, "red"}, {store::Colour::blue, "blue"}});
};

namespace gatehouse::store {
namespace {

class StoreRow : public testing::Test {
 protected:
  StoreRow() : database{*open_test_database(folder.path() / "test.db")} {}
  TemporaryFolder folder;
  std::unique_ptr<Database> database;
};

TEST_F(StoreRow, every_type_of_value_comes_back_as_it_went_in) {
  const std::string zeros{"\0a\0", 3};
  const Everything in{
      .id = TenantId::from_bits({1, 2, 3}),
      .no_id = std::nullopt,
      .at = Instant{std::chrono::milliseconds{-5}},
      .text = zeros,
      .no_text = std::nullopt,
      .bytes = {},
      .whole = std::numeric_limits<std::int64_t>::min(),
      .no_whole = std::nullopt,
      .flag = true,
      .real = 0.5,
      .colour = Colour::blue,
      .four = {9, 0, 9, 0},
  };
  const auto out = database->read_now([&](Reader& reader) {
    return reader.one<Everything>(kEcho, in.id, in.no_id, in.at, in.text, in.no_text, in.bytes,
                                  in.whole, in.no_whole, in.flag, in.real, in.colour, in.four);
  });
  ASSERT_TRUE(out.has_value());
  EXPECT_EQ(*out, in);
}

TEST_F(StoreRow, says_not_found_when_there_is_no_row) {
  auto one = [](Reader& reader) { return reader.one<std::string>(kNotes); };
  auto maybe = [](Reader& reader) { return reader.maybe<std::string>(kNotes); };
  EXPECT_EQ(outcome(database->read_now(one)), "not_found");
  EXPECT_FALSE(database->read_now(maybe)->has_value());
}

TEST_F(StoreRow, a_value_is_only_ever_a_value) {
  const std::string attack = "x'); DROP TABLE note; --";
  auto add = [&](Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(kAddAny, attack));
    return {};
  };
  ASSERT_TRUE(database->write_now(add).has_value());
  EXPECT_EQ(notes(*database)->front(), attack);
}

TEST_F(StoreRow, a_pattern_of_escaped_text_finds_that_text_and_nothing_else) {
  auto found = [this](std::string_view text, std::string_view wanted) {
    const std::string pattern = like_escaped(wanted);
    return *database->read_now(
        [&](Reader& reader) { return reader.one<bool>(kLike, text, pattern); });
  };
  EXPECT_TRUE(found("100% sure", "0%"));
  EXPECT_FALSE(found("100 sure", "%"));
  EXPECT_FALSE(found("abc", "a_c"));
  EXPECT_TRUE(found(R"(a\b)", R"(\)"));
  EXPECT_FALSE(found("ab", R"(\)"));
  EXPECT_TRUE(found("anything", ""));
  rc::check("printable text is found in itself", [&] {
    const auto letters =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"aB%_\\ "}));
    RC_ASSERT(found("<" + letters + ">", letters));
    RC_ASSERT(!found("", letters + "%"));
  });
}

}  // namespace
}  // namespace gatehouse::store

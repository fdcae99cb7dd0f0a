#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace gatehouse::json_test {

enum class Colour : unsigned char { red, green };
struct Point {
  std::int32_t x = 0;
  std::optional<std::uint8_t> y;
  bool operator==(const Point&) const = default;
};
struct Order {
  ConversationId id;
  std::string title;
  std::string client_id;
  std::optional<std::string> note;
  Colour colour = Colour::red;
  std::optional<Colour> second;
  std::vector<Point> points;
  std::vector<std::string> words;
  std::optional<Point> corner;
  double weight = 0;
  double share = 0;
  std::int64_t balance = 0;
  std::uint64_t number = 0;
  bool paid = false;
  Instant at;
  bool operator==(const Order&) const = default;
};
struct Nothing {};
struct Tree {
  std::string name;
  std::vector<Tree> children;
};

}  // namespace gatehouse::json_test

namespace gatehouse {
template <>
struct EnumNames<json_test::Colour> {
  using enum json_test::Colour;
  using Named = std::pair<json_test::Colour, std::string_view>;
  static constexpr auto names = std::to_array<Named>({{red, "red"}, {green, "green"}});
};
}  // namespace gatehouse

namespace gatehouse::json {
template <>
struct Shape<json_test::Point> {
  using Point = json_test::Point;
  static constexpr std::string_view name = "Point";
  static constexpr auto members =
      std::tuple{member("x", &Point::x, whole(-1000, 1000)), member("y", &Point::y)};
};
template <>
struct Shape<json_test::Order> {
  using Order = json_test::Order;
  static constexpr std::string_view name = "Order";
  static constexpr auto members = std::tuple{
      member("id", &Order::id),
      member("title", &Order::title, line(1, 5)),
      member("client_id", &Order::client_id, token(2, 4)),
      member("note", &Order::note, json::text(0, 1000)),
      member("colour", &Order::colour),
      member("second", &Order::second),
      member("points", &Order::points, list_of(3, {})),
      member("words", &Order::words, list_of(2, line(1, 3))),
      member("corner", &Order::corner),
      member("weight", &Order::weight),
      member("share", &Order::share, whole(0, 1)),
      member("balance", &Order::balance),
      member("number", &Order::number),
      member("paid", &Order::paid),
      member("at", &Order::at),
  };
};
template <>
struct Shape<json_test::Nothing> {
  static constexpr std::string_view name = "Nothing";
  static constexpr std::tuple<> members{};
};
template <>
struct Shape<json_test::Tree> {
  using Tree = json_test::Tree;
  static constexpr std::string_view name = "Tree";
  static constexpr auto members = std::tuple{member("name", &Tree::name, line(1, 9)),
                                             member("children", &Tree::children, list_of(9, {}))};
};
}  // namespace gatehouse::json

namespace gatehouse::json_test {
namespace {

constexpr std::string_view kOrder =
    R"({"id":"conv_01jdcxv5e0000g40r40m30e209","title":"Tea","client_id":"a-_1","note":null,)"
    R"("colour":"green","second":"red","points":[{"x":1,"y":null},{"x":-2,"y":255}],)"
    R"("words":["one","two"],"corner":{"x":0,"y":0},"weight":0.1,"share":1,)"
    R"("balance":-9223372036854775808,"number":18446744073709551615,"paid":true,)"
    R"("at":"2026-11-23T21:42:10.123Z"})";

// The order with one member's value replaced.
std::string order_with(std::string_view name, std::string_view value) {
  std::string text{kOrder};
  const std::string key = "\"" + std::string{name} + "\":";
  const std::size_t start = text.find(key) + key.size();
  std::size_t end = start;
  int depth = 0;
  for (; depth > 0 || (text[end] != ',' && text[end] != '}'); ++end) {
    if (text[end] == '[' || text[end] == '{') ++depth;
    if (text[end] == ']' || text[end] == '}') --depth;
  }
  return text.replace(start, end - start, value);
}

struct Refusal {
  const ErrorKind& kind;
  std::string_view field;
};

void expect_refused(std::string_view text, Refusal expected) {
  const auto order = json::read<Order>(text);
  ASSERT_FALSE(order.has_value()) << text;
  EXPECT_EQ(order.error().kind().code, expected.kind.code) << text;
  EXPECT_EQ(order.error().field(), expected.field) << text;
}

TEST(Json, ReadsAndWritesEveryKindOfMember) {
  const auto order = json::read<Order>(kOrder);
  ASSERT_TRUE(order.has_value()) << order.error().kind().code << order.error().field();
  EXPECT_EQ(order->points, (std::vector<Point>{{1, {}}, {-2, 255}}));
  EXPECT_EQ(order->number, 18446744073709551615u);
  EXPECT_EQ(json::write(*order), kOrder);
}

TEST(Json, AnOptionalMemberMayBeLeftOut) {
  const auto point = json::read<Point>(R"({"x":7})");
  ASSERT_TRUE(point.has_value());
  EXPECT_EQ(*point, (Point{7, {}}));
  EXPECT_EQ(json::write(*point), R"({"x":7,"y":null})");
}

TEST(Json, ReadsSpacesOrderAndEscapes) {
  const auto tree = json::read<Tree>(
      " { \"children\" : [ ] ,\r\n\t\"\\u006eame\":\"\\u05d0\\\"\\ud83d\\ude00\" }\n");
  ASSERT_TRUE(tree.has_value()) << tree.error().kind().code;
  EXPECT_EQ(tree->name, "\u05d0\"\U0001f600");
}

TEST(Json, AnEmptyShapeIsAnEmptyObject) {
  EXPECT_TRUE(json::read<Nothing>("{}").has_value());
  EXPECT_FALSE(json::read<Nothing>(R"({"a":1})").has_value());
  EXPECT_EQ(json::write(Nothing{}), "{}");
}

TEST(Json, RefusesANameThatComesTwice) {
  std::string text{kOrder};
  text.insert(text.size() - 1, R"(,"title":"Tea")");
  expect_refused(text, {json::kDuplicateMember, "/title"});
  // Spelled differently, and inside.
  text = order_with("corner", R"({"x":0,"\u0078":0})");
  expect_refused(text, {json::kDuplicateMember, "/corner/x"});
  text = order_with("points", R"([{"x":1},{"x":1,"y":2,"y":2}])");
  expect_refused(text, {json::kDuplicateMember, "/points/1/y"});
  // Among many, none of them known.
  text = "{";
  for (int i = 0; i < 1000; ++i) text += "\"m" + std::to_string(i) + "\":0,";
  expect_refused(text + "\"m500\":0}", {json::kDuplicateMember, "/m500"});
}

TEST(Json, RefusesUnknownAndMissingMembers) {
  std::string text{kOrder};
  text.insert(text.size() - 1, R"(,"a/b~c":0)");
  expect_refused(text, {json::kUnknownMember, "/a~1b~0c"});
  expect_refused(order_with("corner", R"({"x":0,"z":0})"), {json::kUnknownMember, "/corner/z"});
  expect_refused(order_with("points", R"([{"x":0},{"y":0}])"),
                 {json::kMissingMember, "/points/1/x"});
  expect_refused("{}", {json::kMissingMember, "/id"});
}

TEST(Json, RefusesOtherTypes) {
  expect_refused("[]", {json::kWrongType, ""});
  expect_refused("null", {json::kWrongType, ""});
  for (const std::string_view name : {"id", "title", "client_id", "colour", "points", "words",
                                      "weight", "balance", "number", "paid", "at"})
    expect_refused(order_with(name, "null"), {json::kWrongType, "/" + std::string{name}});
  expect_refused(order_with("title", "1"), {json::kWrongType, "/title"});
  expect_refused(order_with("balance", "\"1\""), {json::kWrongType, "/balance"});
  expect_refused(order_with("balance", "1.0"), {json::kWrongType, "/balance"});
  expect_refused(order_with("paid", "1"), {json::kWrongType, "/paid"});
  expect_refused(order_with("points", "{}"), {json::kWrongType, "/points"});
  expect_refused(order_with("points", "[[]]"), {json::kWrongType, "/points/0"});
  expect_refused(order_with("words", "[\"a\",1]"), {json::kWrongType, "/words/1"});
}

TEST(Json, RefusesValuesOutsideTheirLimits) {
  struct Case {
    std::string_view name, good, bad;
  };
  constexpr Case kCases[] = {
      {"title", R"("12345")", R"("123456")"},
      {"title", R"("\u05d0\u05d0\u05d0\u05d0\u05d0")", R"("\u05d0\u05d0\u05d0\u05d0\u05d0\u05d0")"},
      {"title", R"("1")", R"("")"},
      {"client_id", R"("ab")", R"("a")"},
      {"points", R"([{"x":1},{"x":1},{"x":1}])", R"([{"x":1},{"x":1},{"x":1},{"x":1}])"},
      {"share", "0.5", "1.5"},
      {"share", "0", "-0.001"},
      {"balance", "9223372036854775807", "9223372036854775808"},
      {"number", "0", "-1"},
      {"weight", "1e308", "1e309"},
      {"colour", R"("red")", R"("Red")"},
      {"at", R"("2026-11-23T21:42:10Z")", R"("2026-11-23")"},
      {"id", R"("conv_01jdcxv5e0000g40r40m30e20a")", R"("msg_01jdcxv5e0000g40r40m30e209")"},
  };
  for (const auto& [name, good, bad] : kCases) {
    EXPECT_TRUE(json::read<Order>(order_with(name, good)).has_value()) << good;
    expect_refused(order_with(name, bad), {json::kOutOfRange, "/" + std::string{name}});
  }
  expect_refused(order_with("corner", R"({"x":1001})"), {json::kOutOfRange, "/corner/x"});
  expect_refused(order_with("corner", R"({"x":1,"y":256})"), {json::kOutOfRange, "/corner/y"});
  expect_refused(order_with("corner", R"({"x":1,"y":-1})"), {json::kOutOfRange, "/corner/y"});
  expect_refused(order_with("words", R"(["a","1234"])"), {json::kOutOfRange, "/words/1"});
}

TEST(Json, RefusesCharactersThatDoNotBelong) {
  for (const std::string_view text :
       {R"("a\u0000")", R"("a\r")", R"("\u001b[")", R"("\u007f")", R"("\u0085")", R"("\u009f")"}) {
    expect_refused(order_with("title", text), {json::kBadText, "/title"});
    expect_refused(order_with("note", text), {json::kBadText, "/note"});
  }
  expect_refused(order_with("title", R"("a\nb")"), {json::kBadText, "/title"});
  expect_refused(order_with("client_id", R"("a b")"), {json::kBadText, "/client_id"});
  expect_refused(order_with("client_id", R"("\u05d0\u05d0")"), {json::kBadText, "/client_id"});
  EXPECT_TRUE(json::read<Order>(order_with("note", R"("a\n\tb\u00a0")")).has_value());
}

TEST(Json, RefusesWhatIsNotJson) {
  using namespace std::literals;
  for (const std::string& text : {""s,
                                  "{"s,
                                  "{}{}"s,
                                  "{} x"s,
                                  "{'a':1}"s,
                                  "{\"a\":1,}"s,
                                  "{a:1}"s,
                                  "// x\n{}"s,
                                  "{\"a\":01}"s,
                                  "{\"a\":+1}"s,
                                  "{\"a\":.5}"s,
                                  "{\"a\":NaN}"s,
                                  "{\"a\":\"\n\"}"s,
                                  "{\"a\":\"\xff\"}"s,
                                  "{\"a\":\"\xed\xa0\x80\"}"s,
                                  "{\"a\":\"\\ud800\"}"s,
                                  "{\"a\":\"\\x\"}"s,
                                  "\xef\xbb\xbf{}"s,
                                  "{}\0"s,
                                  std::string(17, '[')})
    expect_refused(text, {json::kMalformed, ""});
}

TEST(Json, RefusesDepthAndNumberBeyondItsLimits) {
  std::string tree = R"({"name":"a","children":[]})";
  for (int depth = 1; depth < 8; ++depth) tree = R"({"name":"a","children":[)" + tree + "]}";
  EXPECT_TRUE(json::read<Tree>(tree).has_value());
  EXPECT_FALSE(json::read<Tree>(R"({"name":"a","children":[)" + tree + "]}").has_value());
  EXPECT_FALSE(json::read<Tree>(tree, {.depth = 15}).has_value());

  std::string list = "[0";
  for (int i = 0; i < 100; ++i) list += ",0";
  EXPECT_TRUE(json::read<Order>(list + "]", {.values = 102}).error().is(json::kWrongType));
  EXPECT_TRUE(json::read<Order>(list + "]", {.values = 101}).error().is(json::kOutOfRange));
}

TEST(Json, EveryBeginningOfATextIsRefusedAndNoneHarms) {
  for (std::size_t size = 0; size < kOrder.size(); ++size)
    EXPECT_FALSE(json::read<Order>(kOrder.substr(0, size)).has_value()) << size;
}

RC_GTEST_PROP(Json, NoOctetsHarm, (const std::string& octets)) {
  RC_ASSERT(!json::read<Order>(octets).has_value());
}

RC_GTEST_PROP(Json, NoChangedOctetHarms, ()) {
  std::string text{kOrder};
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::arbitrary<char>();
  const auto order = json::read<Order>(text);
  if (order) RC_ASSERT(json::read<Order>(json::write(*order)).value() == *order);
}

TEST(Json, TextIsSafeInsideHtml) {
  std::string out;
  json::write_text(out, "</script>&\"\\\x01\x7f\n\r\t\u05d0\U0001f600");
  EXPECT_EQ(out, R"("\u003c/script\u003e\u0026\"\\\u0001\u007f\n\r\t)"
                 "\u05d0\U0001f600\"");
}

TEST(Json, TextThatIsNotUtf8IsMended) {
  std::string out;
  json::write_text(out, "a\xff\xe2\x82z");
  EXPECT_EQ(out, "\"a\ufffd\ufffd\ufffdz\"");
}

TEST(Json, NumbersAreWrittenShortest) {
  EXPECT_EQ(json::write(0.1), "0.1");
  EXPECT_EQ(json::write(1.0), "1");
  EXPECT_EQ(json::write(1e300), "1e+300");
  EXPECT_EQ(json::write(std::nan("")), "null");
  EXPECT_EQ(json::write(HUGE_VAL), "null");
}

RC_GTEST_PROP(Json, AnyOrderIsReadBack, ()) {
  Order order = json::read<Order>(kOrder).value();
  order.weight = *rc::gen::arbitrary<double>();
  order.balance = *rc::gen::arbitrary<std::int64_t>();
  order.number = *rc::gen::arbitrary<std::uint64_t>();
  order.note = *rc::gen::container<std::string>(rc::gen::oneOf(
      rc::gen::inRange(' ', '\x7f'), rc::gen::elementOf(std::string{"\n\t\"\\<>&"})));
  const auto again = json::read<Order>(json::write(order));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == order);
}

TEST(Json, DescribesEveryKindOfMember) {
  std::map<std::string, std::string, std::less<>> definitions;
  json::describe<Order>(definitions);
  EXPECT_EQ(definitions.size(), 2u);
  EXPECT_EQ(definitions["Point"],
            R"({"type":"object","additionalProperties":false,"required":["x"],"properties":{)"
            R"("x":{"type":"integer","minimum":-1000,"maximum":1000},)"
            R"("y":{"type":["integer","null"],"minimum":0,"maximum":255}}})");
  EXPECT_EQ(
      definitions["Order"],
      R"({"type":"object","additionalProperties":false,"required":["id","title","client_id",)"
      R"("colour","points","words","weight","share","balance","number","paid","at"],"properties":{)"
      R"("id":{"type":"string","pattern":"^conv_[0-7][0-9a-hjkmnp-tv-z]{25}$"},)"
      R"("title":{"type":"string","minLength":1,"maxLength":5},)"
      R"("client_id":{"type":"string","minLength":2,"maxLength":4,"pattern":"^[A-Za-z0-9_-]*$"},)"
      R"("note":{"type":["string","null"],"minLength":0,"maxLength":1000},)"
      R"("colour":{"type":"string","enum":["red","green"]},)"
      R"("second":{"type":["string","null"],"enum":["red","green",null]},)"
      R"("points":{"type":"array","items":{"$ref":"#/components/schemas/Point"},"maxItems":3},)"
      R"("words":{"type":"array","items":{"type":"string","minLength":1,"maxLength":3},)"
      R"("maxItems":2},)"
      R"("corner":{"anyOf":[{"$ref":"#/components/schemas/Point"},{"type":"null"}]},)"
      R"("weight":{"type":"number"},"share":{"type":"number","minimum":0,"maximum":1},)"
      R"("balance":{"type":"integer","format":"int64"},"number":{"type":"integer","minimum":0},)"
      R"("paid":{"type":"boolean"},"at":{"type":"string","format":"date-time"}}})");
}

TEST(Json, WhatWeWriteHasEveryMember) {
  std::map<std::string, std::string, std::less<>> definitions;
  json::describe<Order, json::Absence::never>(definitions);
  EXPECT_EQ(definitions["Point"],
            R"({"type":"object","additionalProperties":false,"required":["x","y"],"properties":{)"
            R"("x":{"type":"integer","minimum":-1000,"maximum":1000},)"
            R"("y":{"type":["integer","null"],"minimum":0,"maximum":255}}})");
}

TEST(Json, AShapeMayHoldItself) {
  std::map<std::string, std::string, std::less<>> definitions;
  json::describe<Tree>(definitions);
  EXPECT_NE(definitions["Tree"].find(R"("items":{"$ref":"#/components/schemas/Tree"})"),
            std::string::npos);
}

}  // namespace
}  // namespace gatehouse::json_test

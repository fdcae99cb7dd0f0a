// Bots, their sources, and what they say about them in the try-it panel.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class KnowledgeSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
  }
  static void TearDownTestSuite() {
    delete owner_;
    delete server_;
  }
  static const Member& owner() { return *owner_; }
  static std::string new_bot() {
    return owner().post("/api/v1/bots", R"({"name":"Helper"})").text_at("/id");
  }
  static std::string sources_of(const std::string& bot) {
    return fmt::format("/api/v1/bots/{}/sources", bot);
  }
  static Json ask(const std::string& bot, std::string_view question) {
    const Answer answer = owner().post(fmt::format("/api/v1/bots/{}/try", bot),
                                       fmt::format(R"({{"question":{}}})", in_quotes(question)));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return body_of(answer);
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

constexpr std::string_view kHandbook =
    "# Handbook\n\n## Returns\n\nA book can be returned within thirty days. Keep the receipt.\n\n"
    "## Shipping\n\nParcels are shipped by bicycle on Tuesdays. Shipping inside the city costs "
    "nothing.\n";

TEST_F(KnowledgeSuite, a_page_is_cut_into_passages_and_answers_with_its_heading) {
  const std::string bot = new_bot();
  const Answer added = owner().post(
      sources_of(bot),
      fmt::format(
          R"({{"kind":"markdown","title":"Handbook","text":{},"url":"https://shop.example/handbook"}})",
          in_quotes(kHandbook)));
  ASSERT_EQ(added.status, 201) << added.body;
  const Json source = body_of(owner().get(sources_of(bot) + "/" + added.text_at("/id")));
  EXPECT_EQ(list_at(source, "/passages").size(),
            static_cast<std::size_t>(number_at(source, "/source/passages")));
  EXPECT_THAT(boost::json::serialize(at(source, "/passages")), HasSubstr("bicycle"));

  const Json answer = ask(bot, "How are parcels shipped?");
  EXPECT_EQ(at(answer, "/answered"), Json(true));
  EXPECT_THAT(text_at(answer, "/text"), HasSubstr("Parcels are shipped by bicycle on Tuesdays."));
  EXPECT_EQ(text_at(answer, "/citation/title"), "Handbook");
  EXPECT_THAT(text_at(answer, "/citation/heading"), HasSubstr("Shipping"));
  EXPECT_EQ(text_at(answer, "/citation/url"), "https://shop.example/handbook");
  EXPECT_FALSE(list_at(answer, "/considered").empty());
}

TEST_F(KnowledgeSuite, what_no_source_says_is_not_answered) {
  const std::string bot = new_bot();
  EXPECT_EQ(at(ask(bot, "How are parcels shipped?"), "/answered"), Json(false));
  EXPECT_EQ(
      owner()
          .post(sources_of(bot), fmt::format(R"({{"kind":"text","title":"Handbook","text":{}}})",
                                             in_quotes(kHandbook)))
          .status,
      201);
  const Json answer = ask(bot, "Who won the chess championship of 1972?");
  EXPECT_EQ(at(answer, "/answered"), Json(false));
  EXPECT_THAT(text_at(answer, "/text"), IsEmpty());
  EXPECT_TRUE(at(answer, "/citation").is_null());
}

TEST_F(KnowledgeSuite, a_deleted_source_is_forgotten_at_once) {
  const std::string bot = new_bot();
  const Answer added = owner().post(
      sources_of(bot),
      R"({"kind":"question","question":"What is the Wi-Fi password?","answer":"It hangs beside the till."})");
  EXPECT_EQ(text_at(ask(bot, "What is the Wi-Fi password?"), "/text"), "It hangs beside the till.");
  const std::string path = sources_of(bot) + "/" + added.text_at("/id");
  EXPECT_EQ(owner().remove(path).status, 204);
  EXPECT_EQ(owner().get(path).status, 404);
  EXPECT_EQ(owner().remove(path).status, 404);
  EXPECT_EQ(at(ask(bot, "What is the Wi-Fi password?"), "/answered"), Json(false));
  EXPECT_THAT(list_at(body_of(owner().get(sources_of(bot))), "/items"), IsEmpty());
}

TEST_F(KnowledgeSuite, a_deleted_bot_is_gone_with_its_widget) {
  const Answer bot = owner().post("/api/v1/bots", R"({"name":"Short-lived"})");
  const std::string path = "/api/v1/bots/" + bot.text_at("/id");
  const std::string appearance = fmt::format("/widget/v1/{}/appearance", bot.text_at("/widget"));
  EXPECT_EQ(owner().get(appearance).text_at("/name"), "Short-lived");
  EXPECT_EQ(owner().remove(path).status, 204);
  EXPECT_EQ(owner().get(path).status, 404);
  EXPECT_EQ(owner().get(appearance).status, 404);
}

TEST_F(KnowledgeSuite, settings_of_a_bot_change_what_its_widget_shows) {
  const Answer bot =
      owner().post("/api/v1/bots", R"({"name":"Before","domains":["https://shop.example"]})");
  ASSERT_EQ(bot.status, 201) << bot.body;
  const Answer changed = owner().patch("/api/v1/bots/" + bot.text_at("/id"),
                                       R"({"name":"After","greeting":"שלום","language":"he"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  const Json seen =
      body_of(owner().get(fmt::format("/widget/v1/{}/appearance", bot.text_at("/widget"))));
  EXPECT_EQ(text_at(seen, "/name"), "After");
  EXPECT_EQ(text_at(seen, "/greeting"), "שלום");
  EXPECT_EQ(text_at(seen, "/language"), "he");
  EXPECT_EQ(text_at(seen, "/workspace"), "Harbour Books");
  const Answer frame = owner().get(fmt::format("/widget/v1/{}/frame", bot.text_at("/widget")));
  EXPECT_THAT(frame.header("content-security-policy"),
              HasSubstr("frame-ancestors https://shop.example;"));
}

TEST_F(KnowledgeSuite, a_source_of_the_greatest_size_is_taken_and_one_more_character_is_not) {
  const std::string bot = new_bot();
  std::string text;
  for (int line = 0; text.size() < 900'000; ++line)
    text += fmt::format("Sentence number {} stands alone. ", line);
  text.resize(900'000);
  const auto body = [](const std::string& content) {
    return fmt::format(R"({{"kind":"text","title":"Long","text":{}}})", in_quotes(content));
  };
  const Answer taken = owner().post(sources_of(bot), body(text));
  EXPECT_EQ(taken.status, 201) << taken.body;
  const Answer refused = owner().post(sources_of(bot), body(text + "x"));
  EXPECT_TRUE(refused.status == 400 || refused.status == 413) << refused.brief();
  EXPECT_EQ(list_at(body_of(owner().get(sources_of(bot))), "/items").size(), 1U);
}

TEST_F(KnowledgeSuite, what_is_wrong_with_a_source_or_bot_is_named) {
  const std::string sources = sources_of(new_bot());
  struct Case {
    std::string path;
    std::string_view body;
    std::string_view code;
    std::string_view field;
  };
  const Case cases[] = {
      {sources, R"({"kind":"text","text":"no title"})", "json.missing_member", "/title"},
      {sources, R"({"kind":"question","question":"no answer?"})", "json.missing_member", "/answer"},
      {sources, R"({"kind":"poem","title":"a","text":"b"})", "json.out_of_range", "/kind"},
      {sources, R"({"kind":"text","title":"a","text":"b","url":"javascript:go"})",
       "knowledge.bad_url", "/url"},
      {"/api/v1/bots", R"({"name":"a","domains":["https://shop.example/path"]})", "bots.bad_domain",
       "/domains/0"},
      {"/api/v1/bots", R"({"name":""})", "json.out_of_range", "/name"},
  };
  for (const Case& one : cases) {
    const Answer answer = owner().post(one.path, std::string{one.body});
    EXPECT_EQ(answer.status, 400) << one.body;
    EXPECT_EQ(answer.problem(), one.code) << one.body;
    EXPECT_EQ(answer.text_at("/field"), one.field) << one.body;
  }
}

TEST_F(KnowledgeSuite, hebrew_is_understood_and_answered) {
  const std::string bot = new_bot();
  EXPECT_EQ(
      owner()
          .post(
              sources_of(bot),
              R"({"kind":"question","question":"מתי החנות פתוחה?","answer":"החנות פתוחה מתשע עד חמש."})")
          .status,
      201);
  EXPECT_EQ(text_at(ask(bot, "מתי החנות פתוחה?"), "/text"), "החנות פתוחה מתשע עד חמש.");
}

}  // namespace
}  // namespace gatehouse::test

// Visitors: known by their token, reaching their own conversation, each message
// once.
#include "conversations/conversations.h"

#include "conversations/internal/workspace_for_tests.h"

namespace gatehouse::conversations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

using Visitors = Workspace;

constexpr store::Statement kSealed{
    "test.sealed",
    "SELECT text FROM message WHERE text IS NOT NULL "
    "UNION ALL SELECT citation FROM message WHERE citation IS NOT NULL "
    "UNION ALL SELECT page FROM visitor WHERE page IS NOT NULL"};
constexpr store::Statement kTokens{"test.tokens", "SELECT token_hash FROM visitor"};
constexpr store::Statement kSwap{
    "test.swap", "UPDATE message SET text = (SELECT text FROM message ORDER BY id LIMIT 1)"};

TEST_F(Visitors, a_token_is_long_stored_as_a_hash_and_known_again_after_a_restart) {
  const std::string token = new_token(entrance());
  EXPECT_THAT(token, StartsWith("ghv_"));
  EXPECT_EQ(token.size(), 47u);
  const VisitorId id = recognised(entrance(), token).visitor();
  const auto stored = *room()->database().read_now(
      [](store::Reader& reader) { return reader.all<Bytes>(kTokens); });
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(hex(stored.front()), hex(crypto::sha256(as_bytes(token))));
  restart();
  EXPECT_EQ(recognised(entrance(), token).visitor(), id);
  EXPECT_THAT(events(), ElementsAre("visitor.created"));
}

TEST_F(Visitors, a_token_opens_neither_another_widget_nor_another_tenant_nor_when_edited) {
  const std::string token = new_token(entrance());
  Entrance other = entrance();
  other.widget = other_widget;
  Entrance foreign = entrance();
  foreign.tenant = other_tenant;
  std::string edited = token;
  edited.back() = edited.back() == 'A' ? 'B' : 'A';
  for (const bool remembered : {true, false}) {
    if (!remembered) restart();
    EXPECT_EQ(outcome(run(conversations->recognise({}, other, token))),
              "conversations.visitor_unknown");
    EXPECT_EQ(outcome(run(conversations->recognise({}, foreign, token))),
              "conversations.visitor_unknown");
    for (const std::string& wrong : {edited, std::string{}, token + "A", std::string(47, 'g')}) {
      EXPECT_EQ(outcome(run(conversations->recognise({}, entrance(), wrong))),
                "conversations.visitor_unknown");
    }
    EXPECT_EQ(outcome(run(conversations->recognise({}, entrance(), token))), "done");
  }
}

TEST_F(Visitors, a_token_lives_thirty_days_from_its_last_use) {
  const std::string token = new_token(entrance());
  for (int day = 0; day < 40; day += 20) {
    clock.advance(std::chrono::days{20});
    ASSERT_EQ(outcome(run(conversations->recognise({}, entrance(), token))), "done");
  }
  restart();
  clock.advance(std::chrono::days{29});
  ASSERT_EQ(outcome(run(conversations->recognise({}, entrance(), token))), "done");
  clock.advance(std::chrono::days{30});
  const auto refused = run(conversations->recognise({}, entrance(), token));
  EXPECT_EQ(outcome(refused), "conversations.visitor_unknown");
  EXPECT_EQ(refused.error().control(), "CNV-02");
  restart();
  EXPECT_EQ(outcome(run(conversations->recognise({}, entrance(), token))),
            "conversations.visitor_unknown");
}

TEST_F(Visitors, what_is_said_opens_a_conversation_and_is_sealed_on_disk) {
  const auto visitor = new_visitor("https://example.com/prices?from=mail");
  clock.advance(std::chrono::seconds{5});
  const auto written = say(visitor, "Where is the canary?");
  ASSERT_EQ(outcome(written), "done");
  EXPECT_FALSE(written->repeated);
  EXPECT_EQ(written->message.text, "Where is the canary?");
  EXPECT_EQ(written->conversation.handled_by, HandledBy::bot);
  const auto found = run(conversations->find(agent(), written->conversation.id));
  ASSERT_EQ(outcome(found), "done");
  EXPECT_EQ(found->bot.name, "Guide");
  EXPECT_THAT(found->visitor.name, testing::MatchesRegex("Visitor [0-9A-F]{4}"));
  EXPECT_EQ(found->page, "https://example.com/prices?from=mail");
  EXPECT_EQ(found->last_message->text, "Where is the canary?");
  EXPECT_EQ(found->started_at, clock.now());
  EXPECT_EQ(found->unread, 1);
  const auto sealed = *room()->database().read_now(
      [](store::Reader& reader) { return reader.all<Bytes>(kSealed); });
  ASSERT_EQ(sealed.size(), 2u);
  for (const Bytes& box : sealed) {
    EXPECT_THAT(std::string{as_text(box)}, Not(HasSubstr("canary")));
    EXPECT_THAT(std::string{as_text(box)}, Not(HasSubstr("example")));
  }
}

TEST_F(Visitors, a_sealed_text_that_was_moved_to_another_message_does_not_open) {
  const auto visitor = new_visitor();
  const auto id = started(visitor, "one");
  ASSERT_EQ(outcome(say(visitor, "two")), "done");
  ASSERT_TRUE(room()->database().write_now(
      [](store::Transaction& transaction) { return transaction.execute(kSwap); }));
  EXPECT_EQ(outcome(run(conversations->messages(agent(), id, std::nullopt, std::nullopt, 100))),
            "crypto.cannot_open");
}

TEST_F(Visitors, a_page_that_is_not_a_web_address_is_forgotten) {
  for (const std::string page : {"javascript:alert(1)", "", "https://a.example/\" onclick=x"}) {
    const auto id = started(new_visitor(page));
    EXPECT_EQ(run(conversations->find(agent(), id))->page, std::nullopt) << page;
  }
}

TEST_F(Visitors, hidden_characters_are_cleaned_before_they_are_stored) {
  const auto visitor = new_visitor();
  const auto written = say(visitor, "  safe\u202Etxet\u200B <b>bold</b>\r\n");
  ASSERT_EQ(outcome(written), "done");
  EXPECT_EQ(written->message.text, "safetxet <b>bold</b>");
  EXPECT_THAT(seen_texts(visitor), ElementsAre("safetxet <b>bold</b>"));
  EXPECT_EQ(outcome(say(visitor, "\u200B\u202E ")), "conversations.empty_message");
}

TEST_F(Visitors, the_same_client_id_ten_times_at_once_is_one_message) {
  const auto visitor = new_visitor();
  std::vector<Written> all;
  for (int i = 0; i < 10; ++i) {
    boost::asio::co_spawn(context->get_executor(),
                          conversations->say(visitor, entrance(), {"same-client-id", "Hello"}),
                          [&](const std::exception_ptr&, Result<Written> written) {
                            ASSERT_EQ(outcome(written), "done");
                            all.push_back(*std::move(written));
                          });
  }
  run_rest();
  ASSERT_EQ(all.size(), 10u);
  EXPECT_EQ(std::ranges::count(all, false, &Written::repeated), 1);
  for (const Written& one : all) {
    EXPECT_EQ(one.message.id, all.front().message.id);
    EXPECT_EQ(one.conversation.id, all.front().conversation.id);
  }
  EXPECT_THAT(all_texts(all.front().conversation.id), ElementsAre("Hello"));
  EXPECT_THAT(events(), ElementsAre("visitor.created", "conversation.visitor_message"));
  EXPECT_THAT(heard.lines, ElementsAre("both: visitor Hello"));
  EXPECT_EQ(run(conversations->find(agent(), all.front().conversation.id))->unread, 1);
}

TEST_F(Visitors, a_client_id_is_remembered_however_many_messages_follow) {
  const auto visitor = new_visitor();
  std::vector<MessageId> said;
  std::vector<std::string> expected;
  for (int i = 0; i < 100; ++i) {
    const auto written = say(visitor, {"client-no-" + std::to_string(i), std::to_string(i)});
    ASSERT_EQ(outcome(written), "done");
    ASSERT_FALSE(written->repeated);
    said.push_back(written->message.id);
    expected.push_back(std::to_string(i));
  }
  for (int i = 0; i < 100; ++i) {
    const auto again = say(visitor, {"client-no-" + std::to_string(i), "again"});
    ASSERT_EQ(outcome(again), "done");
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(again->message.id, said[static_cast<std::size_t>(i)]);
  }
  EXPECT_EQ(seen_texts(visitor), expected);
  for (const std::size_t from : {0u, 30u, 31u, 32u, 64u, 95u, 99u}) {
    const auto rest = run(conversations->messages_after(visitor, said[from]));
    EXPECT_THAT(texts(rest->items),
                testing::ElementsAreArray(expected.begin() + from + 1, expected.end()));
    EXPECT_FALSE(rest->more);
  }
}

TEST_F(Visitors, a_repeat_yields_the_first_message_also_after_its_conversation_was_closed) {
  const auto visitor = new_visitor();
  const NewMessage hello{"client-hello", "Hello"};
  const auto first = say(visitor, hello);
  ASSERT_EQ(outcome(run(conversations->close(agent(), first->conversation.id))), "done");
  const auto again = say(visitor, {hello.client_id, "Something else"});
  ASSERT_EQ(outcome(again), "done");
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->message.text, "Hello");
  EXPECT_EQ(again->message.id, first->message.id);
  EXPECT_EQ(again->conversation.state, State::closed);
}

TEST_F(Visitors, a_message_to_a_closed_conversation_opens_a_new_one) {
  const auto visitor = new_visitor();
  const auto first = started(visitor, "one");
  ASSERT_EQ(outcome(run(conversations->close(agent(), first))), "done");
  EXPECT_THAT(seen_texts(visitor), ElementsAre("one", "closed"));
  const auto second = started(visitor, "two");
  EXPECT_NE(first, second);
  EXPECT_THAT(seen_texts(visitor), ElementsAre("two"));
  EXPECT_EQ(outcome(run(conversations->reopen(agent(), first))), "conversations.open_elsewhere");
}

TEST_F(Visitors, a_closed_conversation_is_shown_for_a_day) {
  const auto visitor = new_visitor();
  const auto id = started(visitor);
  ASSERT_EQ(outcome(run(conversations->close(agent(), id))), "done");
  clock.advance(std::chrono::hours{23});
  EXPECT_EQ(run(conversations->view(visitor))->conversation->state, State::closed);
  clock.advance(std::chrono::hours{2});
  EXPECT_EQ(run(conversations->view(visitor))->conversation, std::nullopt);
  EXPECT_THAT(run(conversations->messages_after(visitor, std::nullopt))->items, IsEmpty());
}

TEST_F(Visitors, each_sees_only_their_own_conversation) {
  const auto one = new_visitor();
  const auto two = new_visitor();
  const auto first = say(one, "mine");
  started(two, "yours");
  EXPECT_THAT(seen_texts(one), ElementsAre("mine"));
  EXPECT_THAT(seen_texts(two), ElementsAre("yours"));
  // Another's message id tells nothing.
  EXPECT_THAT(texts(run(conversations->messages_after(two, first->message.id))->items),
              ElementsAre("yours"));
}

TEST_F(Visitors, messages_after_the_last_known_one_miss_nothing_when_the_clock_goes_back) {
  const auto visitor = new_visitor();
  const auto first = say(visitor, "one");
  clock.advance(-std::chrono::hours{1});
  ASSERT_EQ(outcome(say(visitor, "two")), "done");
  ASSERT_EQ(outcome(say(visitor, "three")), "done");
  EXPECT_THAT(texts(run(conversations->messages_after(visitor, first->message.id))->items),
              ElementsAre("two", "three"));
  EXPECT_THAT(seen_texts(visitor), ElementsAre("one", "two", "three"));
}

TEST_F(Visitors, what_the_visitor_has_not_read_is_counted_until_they_read) {
  const auto visitor = new_visitor();
  const auto id = started(visitor);
  ASSERT_EQ(outcome(run(conversations->reply(agent(), id, message("Hi")))), "done");
  ASSERT_EQ(outcome(run(conversations->note(agent(), id, message("odd one")))), "done");
  ASSERT_EQ(outcome(run(conversations->reply(agent(), id, message("Yes?")))), "done");
  EXPECT_EQ(run(conversations->view(visitor))->unread, 2);
  ASSERT_EQ(outcome(run(conversations->visitor_read(visitor))), "done");
  EXPECT_EQ(run(conversations->view(visitor))->unread, 0);
}

TEST_F(Visitors, a_person_can_be_asked_for_once_and_as_the_first_thing) {
  const auto visitor = new_visitor();
  const auto waiting = run(conversations->ask_for_person(visitor));
  ASSERT_EQ(outcome(waiting), "done");
  EXPECT_EQ(waiting->handled_by, HandledBy::waiting);
  EXPECT_EQ(run(conversations->ask_for_person(visitor))->id, waiting->id);
  EXPECT_THAT(seen_texts(visitor), ElementsAre("person_requested"));
  EXPECT_EQ(started(visitor, "Hello?"), waiting->id);
  EXPECT_THAT(events(), ElementsAre("visitor.created", "conversation.person_requested",
                                    "conversation.visitor_message"));
  EXPECT_EQ(run(conversations->find(agent(), waiting->id))->bot.name, "Guide");
}

TEST_F(Visitors, members_are_no_visitors_and_visitors_no_members) {
  const auto visitor = new_visitor();
  const auto id = started(visitor);
  EXPECT_EQ(outcome(run(conversations->view(agent()))), "conversations.visitor_unknown");
  EXPECT_EQ(outcome(say(agent(), "Hello")), "conversations.visitor_unknown");
  EXPECT_EQ(outcome(run(conversations->ask_for_person(agent()))), "conversations.visitor_unknown");
  EXPECT_EQ(outcome(run(conversations->list(visitor, {}))), "access.forbidden");
  EXPECT_EQ(outcome(run(conversations->find(visitor, id))), "access.forbidden");
  EXPECT_EQ(outcome(run(conversations->reply(visitor, id, message("x")))), "access.forbidden");
  EXPECT_EQ(outcome(run(conversations->note(visitor, id, message("x")))), "access.forbidden");
  EXPECT_EQ(outcome(run(conversations->take_over(visitor, id))), "access.forbidden");
  EXPECT_EQ(outcome(run(conversations->hand_back(visitor, id))), "access.forbidden");
  EXPECT_EQ(outcome(run(conversations->close(visitor, id))), "access.forbidden");
  EXPECT_EQ(outcome(run(conversations->reopen(visitor, id))), "access.forbidden");
  EXPECT_EQ(outcome(run(conversations->read(visitor, id))), "access.forbidden");
  EXPECT_THAT(all_texts(id), ElementsAre("Hello"));
}

TEST_F(Visitors, typing_is_told_to_agents_and_stored_nowhere) {
  const auto visitor = new_visitor();
  ASSERT_EQ(outcome(run(conversations->typing(visitor, std::nullopt))), "done");
  EXPECT_THAT(heard.lines, IsEmpty());
  const auto id = started(visitor);
  restart();
  ASSERT_EQ(outcome(run(conversations->typing(visitor, std::nullopt))), "done");
  EXPECT_EQ(heard.lines.back(), "both: visitor types");
  EXPECT_EQ(heard.typing->conversation, id);
  EXPECT_EQ(heard.typing->visitor, visitor.visitor());
  EXPECT_THAT(seen_texts(visitor), ElementsAre("Hello"));
}

}  // namespace
}  // namespace gatehouse::conversations

// The bot answers each question once, whatever happens in between.
#include "conversations/internal/answering.h"

#include "conversations/internal/unknown.h"
#include "conversations/internal/workspace_for_tests.h"

namespace gatehouse::conversations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using AnsweringBots = Workspace;

constexpr const char* kAnswer = "The key is under the mat.";

TEST_F(AnsweringBots, a_question_is_answered_with_its_source) {
  start();
  const auto visitor = new_visitor();
  const auto id = started(visitor, "Where is the key?");
  EXPECT_THAT(answerer.asked, ElementsAre("Where is the key?"));
  EXPECT_EQ(answerer.asked_bot, bot);
  const auto view = run(conversations->view(visitor));
  ASSERT_THAT(texts(view->messages), ElementsAre("Where is the key?", kAnswer));
  const Message& answer = view->messages.back();
  EXPECT_EQ(answer.author, Author::bot);
  EXPECT_EQ(answer.author_name, "Guide");
  EXPECT_FALSE(answer.offers_person);
  ASSERT_TRUE(answer.citation.has_value());
  EXPECT_EQ(answer.citation->source, SourceId::from_bits({9}));
  EXPECT_EQ(answer.citation->title, "Guide");
  EXPECT_EQ(answer.citation->heading, "Doors › Keys");
  EXPECT_EQ(answer.citation->url, "https://example.com/keys");
  EXPECT_EQ(view->unread, 1);
  EXPECT_THAT(heard.lines,
              ElementsAre("both: visitor Where is the key?", std::string{"both: bot "} + kAnswer));
  EXPECT_THAT(events(), ElementsAre("visitor.created", "conversation.visitor_message",
                                    "conversation.bot_answered"));
  EXPECT_EQ(run(conversations->find(agent(), id))->last_message->author, Author::bot);
}

TEST_F(AnsweringBots, what_the_bot_does_not_know_or_cannot_find_out_offers_a_person) {
  start();
  const auto visitor = new_visitor();
  started(visitor, "Who are you?");
  answerer.fails = true;
  started(visitor, "מי אתה?");
  const auto view = run(conversations->view(visitor));
  ASSERT_EQ(view->messages.size(), 4u);
  EXPECT_EQ(view->messages[1].text, internal::i_do_not_know("Who are you?"));
  EXPECT_TRUE(view->messages[1].offers_person);
  EXPECT_EQ(view->messages[3].text, internal::i_do_not_know("מי אתה?"));
  EXPECT_TRUE(view->messages[3].offers_person);
  EXPECT_NE(view->messages[1].text, view->messages[3].text);
  EXPECT_EQ(view->messages[3].citation, std::nullopt);
}

TEST_F(AnsweringBots, what_was_asked_before_the_end_of_the_process_is_answered_once_after_it) {
  const auto visitor = new_visitor();
  const auto other = new_visitor();
  const auto id = started(visitor, "Where is the key?");
  started(visitor, "Is the key red?");
  const auto second = started(other, "Which key?");
  EXPECT_THAT(answerer.asked, IsEmpty());
  restart();
  start();
  run_rest();
  EXPECT_THAT(all_texts(id), ElementsAre("Where is the key?", "Is the key red?", kAnswer, kAnswer));
  EXPECT_THAT(all_texts(second), ElementsAre("Which key?", kAnswer));
  restart();
  start();
  ASSERT_EQ(outcome(run(conversations->answer_waiting(room()))), "done");
  EXPECT_EQ(answerer.asked.size(), 3u);
}

TEST_F(AnsweringBots, an_answer_that_was_being_found_when_the_process_ended_is_given_once) {
  auto ending = std::make_unique<boost::asio::io_context>(1);
  conversations->start({ending->get_executor()});
  answerer.dies = ending.get();
  const auto visitor = new_visitor();
  started(visitor, "Where is the key?");
  ending->run();
  ASSERT_EQ(answerer.asked.size(), 1u);
  ending.reset();
  answerer.dies = nullptr;
  restart();
  EXPECT_THAT(seen_texts(visitor), ElementsAre("Where is the key?"));
  start();
  run_rest();
  EXPECT_EQ(answerer.asked.size(), 2u);
  EXPECT_THAT(seen_texts(visitor), ElementsAre("Where is the key?", kAnswer));
}

TEST_F(AnsweringBots, two_who_answer_the_same_question_give_one_answer) {
  const auto visitor = new_visitor();
  started(visitor, "Where is the key?");
  for (int i = 0; i < 5; ++i)
    boost::asio::co_spawn(
        context->get_executor(), conversations->answer_waiting(room()),
        [](const std::exception_ptr&, const Result<>& done) { EXPECT_EQ(outcome(done), "done"); });
  run_rest();
  EXPECT_GT(answerer.asked.size(), 1u);
  EXPECT_THAT(seen_texts(visitor), ElementsAre("Where is the key?", kAnswer));
}

TEST_F(AnsweringBots, an_agent_who_takes_over_while_the_bot_thinks_is_not_talked_over) {
  start();
  const auto visitor = new_visitor();
  answerer.meanwhile = [&] {
    answerer.meanwhile = nullptr;
    const auto id = heard.conversation->id;
    boost::asio::io_context own{1};
    boost::asio::co_spawn(own.get_executor(), conversations->take_over(agent(), id),
                          [](const std::exception_ptr&, const Result<Conversation>& taken) {
                            EXPECT_EQ(outcome(taken), "done");
                          });
    own.run();
  };
  const auto id = started(visitor, "Where is the key?");
  EXPECT_THAT(all_texts(id), ElementsAre("Where is the key?", "taken_over"));
  ASSERT_EQ(outcome(say(visitor, "And the other key?")), "done");
  EXPECT_EQ(answerer.asked.size(), 1u);
  ASSERT_EQ(outcome(run(conversations->hand_back(agent(), id))), "done");
  ASSERT_EQ(outcome(say(visitor, "Which key?")), "done");
  EXPECT_EQ(answerer.asked.size(), 2u);
}

TEST_F(AnsweringBots, many_visitors_are_answered_each_in_the_order_of_their_questions) {
  start();
  std::vector<access::Caller> visitors;
  for (int i = 0; i < 20; ++i) visitors.push_back(new_visitor());
  for (int round = 0; round < 5; ++round)
    for (const auto& visitor : visitors)
      boost::asio::co_spawn(context->get_executor(),
                            conversations->say(visitor, entrance(), message("A key?")),
                            [](const std::exception_ptr&, const Result<Written>& written) {
                              EXPECT_EQ(outcome(written), "done");
                            });
  run_rest();
  EXPECT_EQ(answerer.asked.size(), 100u);
  for (const auto& visitor : visitors) {
    const auto view = run(conversations->view(visitor));
    EXPECT_EQ(view->messages.size(), 10u);
    EXPECT_EQ(view->unread, 5);
  }
}

TEST_F(AnsweringBots, after_stopping_questions_wait) {
  start();
  const auto visitor = new_visitor();
  conversations->stop();
  started(visitor, "Where is the key?");
  EXPECT_THAT(answerer.asked, IsEmpty());
  start();
  run_rest();
  EXPECT_THAT(seen_texts(visitor), ElementsAre("Where is the key?", kAnswer));
}

}  // namespace
}  // namespace gatehouse::conversations

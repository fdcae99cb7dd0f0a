// Agents: taking over, replying, closing, and what others hear and see of it.
#include "conversations/internal/desk.h"

#include "conversations/internal/workspace_for_tests.h"

namespace gatehouse::conversations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using AgentsDesk = Workspace;

TEST_F(AgentsDesk, a_reply_takes_the_conversation_over_first) {
  const auto visitor = new_visitor();
  const auto id = started(visitor);
  const auto written = run(conversations->reply(agent("Anna"), id, message("Hi, I am Anna")));
  ASSERT_EQ(outcome(written), "done");
  EXPECT_FALSE(written->repeated);
  EXPECT_EQ(written->conversation.agent, "Anna");
  EXPECT_THAT(all_texts(id), ElementsAre("Hello", "taken_over", "Hi, I am Anna"));
  EXPECT_THAT(heard.lines,
              ElementsAre("both: visitor Hello", "both: taken_over", "both: agent Hi, I am Anna"));
  EXPECT_EQ(heard.conversation->assignee->name, "Anna");
  EXPECT_THAT(events(), ElementsAre("visitor.created", "conversation.visitor_message",
                                    "conversation.taken_over", "conversation.agent_message"));
  const auto view = run(conversations->view(visitor));
  EXPECT_EQ(view->conversation->agent, "Anna");
  EXPECT_EQ(view->messages.back().author_name, "Anna");
  ASSERT_EQ(outcome(run(conversations->reply(agent("Anna"), id, message("Again")))), "done");
  EXPECT_THAT(all_texts(id), ElementsAre("Hello", "taken_over", "Hi, I am Anna", "Again"));
}

TEST_F(AgentsDesk, another_agent_has_to_take_over_before_they_reply) {
  const auto id = started(new_visitor());
  ASSERT_EQ(outcome(run(conversations->take_over(agent("Anna"), id))), "done");
  EXPECT_EQ(outcome(run(conversations->reply(agent("Ben"), id, message("Hi")))),
            "conversations.taken_over");
  const auto taken = run(conversations->take_over(agent("Ben"), id));
  ASSERT_EQ(outcome(taken), "done");
  EXPECT_EQ(taken->assignee->name, "Ben");
  EXPECT_EQ(outcome(run(conversations->reply(agent("Ben"), id, message("Hi")))), "done");
  EXPECT_EQ(outcome(run(conversations->reply(agent("Anna"), id, message("Hi")))),
            "conversations.taken_over");
  EXPECT_THAT(all_texts(id), ElementsAre("Hello", "taken_over", "taken_over", "Hi"));
}

TEST_F(AgentsDesk, the_same_reply_sent_again_is_the_same_message) {
  const auto id = started(new_visitor());
  const auto first = run(conversations->reply(agent(), id, {"client-reply", "Hi"}));
  ASSERT_EQ(outcome(run(conversations->close(agent(), id))), "done");
  const auto again = run(conversations->reply(agent(), id, {"client-reply", "Hi"}));
  ASSERT_EQ(outcome(again), "done");
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->message.id, first->message.id);
  EXPECT_THAT(all_texts(id), ElementsAre("Hello", "taken_over", "Hi", "closed"));
}

TEST_F(AgentsDesk, a_note_and_a_reply_of_the_same_client_id_are_two_messages) {
  const auto id = started(new_visitor());
  ASSERT_EQ(outcome(run(conversations->note(agent(), id, {"client-same", "secret"}))), "done");
  const auto reply = run(conversations->reply(agent(), id, {"client-same", "public"}));
  ASSERT_EQ(outcome(reply), "done");
  EXPECT_FALSE(reply->repeated);
  EXPECT_EQ(reply->message.text, "public");
}

TEST_F(AgentsDesk, notes_are_for_agents_only_and_always_possible) {
  const auto visitor = new_visitor();
  const auto id = started(visitor);
  const auto note =
      run(conversations->note(agent("Ben"), id, {"client-note", "Check the invoice"}));
  ASSERT_EQ(outcome(note), "done");
  EXPECT_EQ(note->message.kind, MessageKind::note);
  EXPECT_EQ(heard.lines.back(), "agents: agent Check the invoice");
  EXPECT_TRUE(run(conversations->note(agent("Ben"), id, {"client-note", "Again"}))->repeated);
  ASSERT_EQ(outcome(run(conversations->close(agent(), id))), "done");
  ASSERT_EQ(outcome(run(conversations->note(agent(), id, message("Paid")))), "done");
  EXPECT_THAT(all_texts(id), ElementsAre("Hello", "Check the invoice", "closed", "Paid"));
  EXPECT_THAT(seen_texts(visitor), ElementsAre("Hello", "closed"));
  EXPECT_THAT(texts(run(conversations->messages_after(visitor, MessageId{}))->items),
              ElementsAre("Hello", "closed"));
  const auto found = run(conversations->find(agent(), id));
  EXPECT_EQ(found->last_message->text, "Hello");
  EXPECT_EQ(found->handled_by, HandledBy::bot);
  EXPECT_THAT(events(), ElementsAre("visitor.created", "conversation.visitor_message",
                                    "conversation.agent_note", "conversation.closed",
                                    "conversation.agent_note"));
}

TEST_F(AgentsDesk, closing_and_reopening_happen_once_each) {
  const auto id = started(new_visitor());
  EXPECT_EQ(outcome(run(conversations->reopen(agent(), id))), "conversations.open_already");
  const auto closed = run(conversations->close(agent(), id));
  ASSERT_EQ(outcome(closed), "done");
  EXPECT_EQ(closed->state, State::closed);
  EXPECT_EQ(outcome(run(conversations->close(agent("Ben"), id))), "conversations.closed_already");
  EXPECT_EQ(outcome(run(conversations->reply(agent(), id, message("Hi")))), "conversations.closed");
  EXPECT_EQ(outcome(run(conversations->take_over(agent(), id))), "conversations.closed");
  EXPECT_EQ(outcome(run(conversations->hand_back(agent(), id))), "conversations.closed");
  const auto reopened = run(conversations->reopen(agent(), id));
  ASSERT_EQ(outcome(reopened), "done");
  EXPECT_EQ(reopened->state, State::open);
  EXPECT_THAT(all_texts(id), ElementsAre("Hello", "closed", "reopened"));
  EXPECT_THAT(events(), ElementsAre("visitor.created", "conversation.visitor_message",
                                    "conversation.closed", "conversation.reopened"));
}

TEST_F(AgentsDesk, another_tenants_conversation_does_not_exist) {
  const auto id = started(new_visitor());
  const auto eve = stranger();
  EXPECT_EQ(outcome(run(conversations->find(eve, id))), "not_found");
  EXPECT_EQ(outcome(run(conversations->messages(eve, id, std::nullopt, std::nullopt, 10))),
            "not_found");
  EXPECT_EQ(outcome(run(conversations->reply(eve, id, message("x")))), "not_found");
  EXPECT_EQ(outcome(run(conversations->note(eve, id, message("x")))), "not_found");
  EXPECT_EQ(outcome(run(conversations->take_over(eve, id))), "not_found");
  EXPECT_EQ(outcome(run(conversations->close(eve, id))), "not_found");
  EXPECT_EQ(outcome(run(conversations->reopen(eve, id))), "not_found");
  EXPECT_EQ(outcome(run(conversations->read(eve, id))), "not_found");
  EXPECT_THAT(run(conversations->list(eve, {}))->items, IsEmpty());
  heard.lines.clear();
  EXPECT_EQ(outcome(run(conversations->typing(eve, id))), "done");
  EXPECT_EQ(outcome(run(conversations->typing(agent(), std::nullopt))), "done");
  EXPECT_THAT(heard.lines, IsEmpty());
  EXPECT_THAT(all_texts(id), ElementsAre("Hello"));
}

TEST_F(AgentsDesk, reading_clears_what_is_unread_and_is_recorded) {
  const auto visitor = new_visitor();
  const auto id = started(visitor);
  ASSERT_EQ(outcome(say(visitor, "Anybody?")), "done");
  EXPECT_EQ(run(conversations->find(agent(), id))->unread, 2);
  ASSERT_EQ(outcome(run(conversations->read(agent(), id))), "done");
  EXPECT_EQ(heard.lines.back(), "agents: unread 0");
  EXPECT_EQ(run(conversations->find(agent(), id))->unread, 0);
  EXPECT_EQ(events().back(), "conversation.read");
  ASSERT_EQ(outcome(say(visitor, "Hello?")), "done");
  EXPECT_EQ(run(conversations->find(agent(), id))->unread, 1);
}

TEST_F(AgentsDesk, typing_is_told_to_the_visitor_by_name) {
  const auto visitor = new_visitor();
  const auto id = started(visitor);
  ASSERT_EQ(outcome(run(conversations->typing(agent("Ben"), id))), "done");
  EXPECT_EQ(heard.lines.back(), "both: agent types");
  EXPECT_EQ(heard.typing->name, "Ben");
  EXPECT_EQ(heard.typing->visitor, visitor.visitor());
}

}  // namespace
}  // namespace gatehouse::conversations

// Inboxes of bots: what is not granted is not there, in lists and counts and by id.
#include "conversations/internal/workspace_for_tests.h"

namespace gatehouse::conversations {
namespace {

using enum access::Privilege;

class Inboxes : public Workspace {
 protected:
  Entrance hidden_entrance() const { return {tenant, other_widget, hidden_bot, "Hidden"}; }
  ConversationId hidden(std::string text) {
    const auto visitor = recognised(hidden_entrance(), new_token(hidden_entrance()));
    return run(conversations->say(visitor, hidden_entrance(), message(std::move(text))))
        ->conversation.id;
  }
  const BotId hidden_bot = BotId::from_bits({77});
};

TEST_F(Inboxes, that_are_not_granted_are_neither_listed_nor_counted_nor_found) {
  const ConversationId mine = started(new_visitor(), "My key");
  hidden("Your key");
  for (const auto& text : {std::optional<std::string>{}, std::optional<std::string>{"key"}}) {
    const auto list = run(conversations->list(agent(), {.text = text}));
    ASSERT_EQ(list->items.size(), 1u);
    EXPECT_EQ(list->items.front().id, mine);
    EXPECT_EQ(list->counts.all, 1);
    EXPECT_FALSE(list->next.has_value());
  }
  const auto nothing = run(conversations->list(agent_with({}), {}));
  EXPECT_TRUE(nothing->items.empty());
  EXPECT_EQ(nothing->counts.all, 0);
}

TEST_F(Inboxes, that_are_not_granted_do_not_take_places_in_a_list) {
  const ConversationId mine = started(new_visitor());
  for (int number = 0; number < 5; ++number) hidden("Newer");
  const auto list = run(conversations->list(agent(), {.limit = 1}));
  ASSERT_EQ(list->items.size(), 1u);
  EXPECT_EQ(list->items.front().id, mine);
  EXPECT_FALSE(list->next.has_value());
}

TEST_F(Inboxes, that_are_not_granted_hold_nothing_by_its_id) {
  const ConversationId there = hidden("Hello");
  for (const ConversationId id : {there, ConversationId::from_bits({9})}) {
    EXPECT_EQ(outcome(run(conversations->find(agent(), id))), "not_found");
    EXPECT_EQ(outcome(run(conversations->messages(agent(), id, {}, {}, 10))), "not_found");
    EXPECT_EQ(outcome(run(conversations->reply(agent(), id, message("Hi")))), "not_found");
    EXPECT_EQ(outcome(run(conversations->note(agent(), id, message("Hm")))), "not_found");
    EXPECT_EQ(outcome(run(conversations->take_over(agent(), id))), "not_found");
    EXPECT_EQ(outcome(run(conversations->close(agent(), id))), "not_found");
    EXPECT_EQ(outcome(run(conversations->read(agent(), id))), "not_found");
    EXPECT_EQ(outcome(run(conversations->typing(agent(), id))), "done");
  }
  EXPECT_FALSE(heard.typing.has_value());
  EXPECT_EQ(run(conversations->find(agent(), there)).error().control(), "ACC-03");
}

TEST_F(Inboxes, are_read_noted_answered_and_closed_by_different_grants) {
  const ConversationId id = started(new_visitor());
  const auto reader = agent_with({read_conversations});
  EXPECT_EQ(outcome(run(conversations->find(reader, id))), "done");
  EXPECT_EQ(outcome(run(conversations->note(reader, id, message("Hm")))), "access.not_granted");
  EXPECT_EQ(outcome(run(conversations->reply(reader, id, message("Hi")))), "access.not_granted");
  EXPECT_EQ(outcome(run(conversations->close(reader, id))), "access.not_granted");
  const auto noter = agent_with({read_conversations, note_conversations});
  EXPECT_EQ(outcome(run(conversations->note(noter, id, message("Hm")))), "done");
  EXPECT_EQ(outcome(run(conversations->take_over(noter, id))), "access.not_granted");
  const auto closer = agent_with({read_conversations, close_conversations});
  EXPECT_EQ(outcome(run(conversations->close(closer, id))), "done");
}

TEST_F(Inboxes, tell_sockets_whose_they_are) {
  BotId last;
  conversations.reset();
  conversations = std::make_unique<Conversations>(
      *tenants, answerer, clock, random, [&](const LiveEvent& event) { last = event.bot; });
  hidden("Hello");
  EXPECT_EQ(last, hidden_bot);
  const ConversationId id = started(new_visitor());
  EXPECT_EQ(last, bot);
  (void)run(conversations->read(agent(), id));
  EXPECT_EQ(last, bot);
}

}  // namespace
}  // namespace gatehouse::conversations

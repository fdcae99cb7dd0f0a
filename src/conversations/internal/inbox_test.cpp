// The list, its counts, and messages page by page.
#include "conversations/internal/inbox.h"

#include <fmt/format.h>

#include "conversations/internal/workspace_for_tests.h"

namespace gatehouse::conversations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AgentsInbox : public Workspace {
 protected:
  std::vector<std::string> listed(const Search& search) {
    const auto listing = run(conversations->list(agent(), search));
    CHECK(listing.has_value());
    std::vector<std::string> lines;
    for (const Conversation& one : listing->items) lines.push_back(one.last_message->text);
    return lines;
  }
  ConversationId talk(std::string text) {
    clock.advance(std::chrono::seconds{1});
    return started(new_visitor(), std::move(text));
  }
};

TEST_F(AgentsInbox, conversations_are_listed_by_their_newest_activity_and_counted) {
  const auto quiet = new_visitor();
  started(quiet, "first");
  const auto held = talk("held");
  const auto closed = talk("closed");
  const auto waiting = new_visitor();
  clock.advance(std::chrono::seconds{1});
  started(waiting, "waiting");
  ASSERT_EQ(outcome(run(conversations->take_over(agent("Anna"), held))), "done");
  ASSERT_EQ(outcome(run(conversations->close(agent("Anna"), closed))), "done");
  ASSERT_EQ(outcome(run(conversations->ask_for_person(waiting))), "done");
  clock.advance(std::chrono::seconds{1});
  ASSERT_EQ(outcome(say(quiet, "first again")), "done");

  EXPECT_EQ(listed({}).front(), "first again");
  EXPECT_EQ(listed({}).size(), 4u);
  EXPECT_THAT(listed({.state = State::closed}), ElementsAre("closed"));
  EXPECT_THAT(listed({.state = State::open, .handled_by = HandledBy::waiting}),
              ElementsAre("waiting"));
  EXPECT_THAT(listed({.mine = true}), ElementsAre("held"));
  const Counts counts = run(conversations->list(agent("Anna"), {}))->counts;
  EXPECT_EQ(counts.all, 3);
  EXPECT_EQ(counts.waiting, 1);
  EXPECT_EQ(counts.mine, 1);
  EXPECT_EQ(counts.closed, 1);
  EXPECT_EQ(run(conversations->list(agent("Ben"), {}))->counts.mine, 0);
}

TEST_F(AgentsInbox, pages_of_the_list_join_without_gap_or_repetition) {
  std::vector<std::string> expected;
  for (int i = 0; i < 7; ++i) {
    // Two a second, so that the time alone does not tell them apart.
    if (i % 2 == 0) clock.advance(std::chrono::seconds{1});
    const auto id = started(new_visitor(), fmt::format("talk {}", i));
    if (i % 3 == 0) ASSERT_EQ(outcome(run(conversations->close(agent(), id))), "done");
    expected.insert(expected.begin(), fmt::format("talk {}", i));
  }
  std::vector<std::string> all;
  Search search{.limit = 2};
  do {
    const auto page = run(conversations->list(agent(), search));
    ASSERT_EQ(outcome(page), "done");
    EXPECT_LE(page->items.size(), 2u);
    for (const Conversation& one : page->items) all.push_back(one.last_message->text);
    search.before = page->next;
  } while (search.before);
  std::ranges::sort(all);
  std::ranges::sort(expected);
  EXPECT_EQ(all, expected);
  for (const std::string wrong : {"", "x", "12", "12-", "12-conv_x", "99999999999999999999-x"})
    EXPECT_EQ(outcome(run(conversations->list(agent(), {.before = wrong}))),
              "conversations.bad_cursor");
}

TEST_F(AgentsInbox, words_are_found_in_names_and_last_messages_whatever_their_case) {
  talk("Where is my INVOICE?");
  const auto id = talk("Straße");
  EXPECT_THAT(listed({.text = "invoice"}), ElementsAre("Where is my INVOICE?"));
  EXPECT_THAT(listed({.text = "STRASSE"}), ElementsAre("Straße"));
  EXPECT_THAT(listed({.text = run(conversations->find(agent(), id))->visitor.name}),
              testing::Contains("Straße"));
  EXPECT_THAT(listed({.text = "nothing"}), IsEmpty());
  EXPECT_EQ(listed({.text = "  "}).size(), 2u);
}

TEST_F(AgentsInbox, a_long_last_message_is_shown_cut) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "ä";
  const auto id = talk(text);
  EXPECT_EQ(code_points(run(conversations->find(agent(), id))->last_message->text), 160u);
  EXPECT_EQ(code_points(heard.conversation->last_message->text), 160u);
  EXPECT_THAT(all_texts(id), ElementsAre(text));
}

TEST_F(AgentsInbox, messages_come_oldest_first_page_by_page_in_both_directions) {
  const auto visitor = new_visitor();
  const auto id = started(visitor, "0");
  for (int i = 1; i < 7; ++i) ASSERT_EQ(outcome(say(visitor, std::to_string(i))), "done");
  const auto last = run(conversations->messages(agent(), id, std::nullopt, std::nullopt, 3));
  EXPECT_THAT(texts(last->items), ElementsAre("4", "5", "6"));
  EXPECT_TRUE(last->more);
  const auto before =
      run(conversations->messages(agent(), id, last->items.front().id, std::nullopt, 4));
  EXPECT_THAT(texts(before->items), ElementsAre("0", "1", "2", "3"));
  EXPECT_FALSE(before->more);
  const auto after =
      run(conversations->messages(agent(), id, std::nullopt, before->items.back().id, 2));
  EXPECT_THAT(texts(after->items), ElementsAre("4", "5"));
  EXPECT_TRUE(after->more);
  const auto rest =
      run(conversations->messages(agent(), id, std::nullopt, after->items.back().id, 2));
  EXPECT_THAT(texts(rest->items), ElementsAre("6"));
  EXPECT_FALSE(rest->more);
}

TEST_F(AgentsInbox, pages_of_a_long_conversation_join_and_visitors_get_them_without_notes) {
  const auto visitor = new_visitor();
  const auto id = started(visitor, "0");
  std::vector<std::string> all{"0"};
  std::vector<std::string> public_ones{"0"};
  for (int i = 1; i < 90; ++i) {
    const std::string text = std::to_string(i);
    if (i % 3 == 0) {
      ASSERT_EQ(outcome(run(conversations->note(agent(), id, message(text)))), "done");
    } else {
      ASSERT_EQ(outcome(say(visitor, text)), "done");
      public_ones.push_back(text);
    }
    all.push_back(text);
  }
  std::vector<std::string> joined;
  std::optional<MessageId> before;
  for (bool more = true; more;) {
    const auto page = run(conversations->messages(agent(), id, before, std::nullopt, 13));
    ASSERT_EQ(outcome(page), "done");
    const auto lines = texts(page->items);
    joined.insert(joined.begin(), lines.begin(), lines.end());
    before = page->items.front().id;
    more = page->more;
  }
  EXPECT_EQ(joined, all);
  joined.clear();
  MessageId after;
  for (bool more = true; more;) {
    const auto page = run(conversations->messages(agent(), id, std::nullopt, after, 13));
    ASSERT_EQ(outcome(page), "done");
    for (const std::string& line : texts(page->items)) joined.push_back(line);
    after = page->items.back().id;
    more = page->more;
  }
  EXPECT_EQ(joined, all);
  EXPECT_EQ(seen_texts(visitor), public_ones);
}

}  // namespace
}  // namespace gatehouse::conversations

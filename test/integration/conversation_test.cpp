// A visitor, a bot and an agent in one conversation, heard over open sockets.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ConversationSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
    bot_ = new NewBot{bot_of_a_shop(*owner_)};
  }
  static void TearDownTestSuite() {
    delete bot_;
    delete owner_;
    delete server_;
  }

  static const Member& owner() { return *owner_; }
  static Visitor new_visitor() { return {*server_, bot_->widget}; }

  static std::string path(const std::string& conversation, std::string_view rest) {
    return fmt::format("/api/v1/conversations/{}{}", conversation, rest);
  }
  static Answer write(const std::string& conversation, std::string_view what,
                      std::string_view text) {
    return owner().post(path(conversation, what), fmt::format(R"({{"client_id":"{}","text":{}}})",
                                                              fresh_client_id(), in_quotes(text)));
  }
  static Answer reply(const std::string& conversation, std::string_view text) {
    return write(conversation, "/messages", text);
  }
  static Answer act(const std::string& conversation, std::string_view what) {
    return owner().post(path(conversation, what));
  }
  // With the visitor's first question answered.
  static std::string begun_by(const Visitor& visitor) {
    LiveSocket socket = visitor.listen();
    const Answer said = visitor.say(kShopQuestion);
    EXPECT_EQ(said.status, 201) << said.body;
    socket.await_author("bot");
    return said.text_at("/conversation/id");
  }
  static std::vector<std::string> texts(const Json& messages) {
    std::vector<std::string> list;
    for (const Json& message : messages.get_array()) list.push_back(text_at(message, "/text"));
    return list;
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
  inline static NewBot* bot_ = nullptr;
};

TEST_F(ConversationSuite, a_bot_answers_and_both_sides_hear_it_live) {
  LiveSocket inbox = owner().listen();
  const Visitor visitor = new_visitor();
  LiveSocket widget = visitor.listen();
  const Answer said = visitor.say(kShopQuestion);
  ASSERT_EQ(said.status, 201) << said.body;

  const Json answer = widget.await_author("bot");
  EXPECT_EQ(text_at(answer, "/message/text"), kShopAnswer);
  EXPECT_EQ(text_at(answer, "/message/citation/title"), kShopQuestion);
  const std::string conversation = said.text_at("/conversation/id");
  const auto of_this_one = [&](std::string_view author) {
    return [&conversation, author](const Json& event) {
      return text_at(event, "/conversation/id") == conversation &&
             text_at(event, "/message/author") == author;
    };
  };
  const Json asked = inbox.await("message", of_this_one("visitor"));
  EXPECT_EQ(text_at(asked, "/message/text"), kShopQuestion);
  EXPECT_EQ(text_at(asked, "/conversation/handled_by"), "bot");
  EXPECT_EQ(text_at(inbox.await("message", of_this_one("bot")), "/message/text"), kShopAnswer);
}

TEST_F(ConversationSuite, an_agent_takes_over_and_the_bot_is_silent) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  LiveSocket widget = visitor.listen();
  const Answer taken = act(conversation, "/take-over");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.text_at("/handled_by"), "agent");
  EXPECT_EQ(taken.text_at("/assignee/name"), "Olga Owner");

  const Json heard = widget.await("message", [](const Json& event) {
    return text_at(event, "/message/event") == "taken_over";
  });
  EXPECT_EQ(text_at(heard, "/conversation/handled_by"), "agent");
  EXPECT_EQ(text_at(heard, "/conversation/agent"), "Olga Owner");
  EXPECT_EQ(visitor.say(kShopQuestion).status, 201);
  EXPECT_EQ(reply(conversation, "We are, come in.").status, 201);
  EXPECT_EQ(text_at(widget.await_message("We are, come in."), "/message/author"), "agent");
  EXPECT_FALSE(widget.has_heard(kShopAnswer));
}

TEST_F(ConversationSuite, a_note_reaches_agents_and_never_the_visitor) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  LiveSocket inbox = owner().listen();
  LiveSocket widget = visitor.listen();
  EXPECT_EQ(write(conversation, "/notes", "Sounds like a wholesaler.").status, 201);
  EXPECT_EQ(text_at(inbox.await_message("Sounds like a wholesaler."), "/message/kind"), "note");

  EXPECT_EQ(act(conversation, "/take-over").status, 200);
  EXPECT_EQ(reply(conversation, "How can I help?").status, 201);
  widget.await_message("How can I help?");
  EXPECT_FALSE(widget.has_heard("wholesaler"));
  EXPECT_EQ(boost::json::serialize(visitor.view()).find("wholesaler"), std::string::npos);
  const Json after = body_of(visitor.get(visitor.path("/messages")));
  EXPECT_EQ(boost::json::serialize(after).find("wholesaler"), std::string::npos);
  const Json kept = body_of(owner().get(path(conversation, "/messages")));
  EXPECT_FALSE(with(list_at(kept, "/items"), "/text", "Sounds like a wholesaler.").is_null());
}

TEST_F(ConversationSuite, closing_twice_is_noticed_and_reopening_undoes_it) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  LiveSocket widget = visitor.listen();
  EXPECT_EQ(act(conversation, "/close").text_at("/state"), "closed");
  widget.await("message",
               [](const Json& event) { return text_at(event, "/message/event") == "closed"; });
  const Answer twice = act(conversation, "/close");
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(twice.problem(), "conversations.closed_already");
  EXPECT_EQ(reply(conversation, "Too late").status, 409);

  EXPECT_EQ(act(conversation, "/reopen").text_at("/state"), "open");
  EXPECT_EQ(act(conversation, "/reopen").problem(), "conversations.open_already");
}

TEST_F(ConversationSuite, a_message_after_the_end_opens_a_new_conversation) {
  const Visitor visitor = new_visitor();
  const std::string first = begun_by(visitor);
  EXPECT_EQ(act(first, "/close").status, 200);
  const Answer said = visitor.say("One more thing");
  EXPECT_EQ(said.status, 201);
  EXPECT_NE(said.text_at("/conversation/id"), first);
  EXPECT_EQ(said.text_at("/conversation/state"), "open");
  EXPECT_EQ(owner().get(path(first, "")).text_at("/state"), "closed");
}

TEST_F(ConversationSuite, handing_back_lets_the_bot_answer_again) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  EXPECT_EQ(act(conversation, "/take-over").status, 200);
  LiveSocket widget = visitor.listen();
  const Answer back = act(conversation, "/hand-back");
  EXPECT_EQ(back.text_at("/handled_by"), "bot");
  EXPECT_TRUE(at(body_of(back), "/assignee").is_null());
  EXPECT_EQ(visitor.say(kShopQuestion).status, 201);
  EXPECT_EQ(text_at(widget.await_author("bot"), "/message/text"), kShopAnswer);
}

TEST_F(ConversationSuite, a_visitor_asks_for_a_person_and_waits) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  LiveSocket inbox = owner().listen();
  const Answer asked = visitor.post(visitor.path("/person"));
  EXPECT_EQ(asked.status, 200) << asked.body;
  EXPECT_EQ(asked.text_at("/conversation/handled_by"), "waiting");
  inbox.await("message", [&](const Json& event) {
    return text_at(event, "/message/event") == "person_requested" &&
           text_at(event, "/conversation/id") == conversation;
  });
  const Json waiting = body_of(owner().get("/api/v1/conversations?handled_by=waiting"));
  EXPECT_FALSE(with(list_at(waiting, "/items"), "/id", conversation).is_null());
  EXPECT_GE(number_at(waiting, "/counts/waiting"), 1);
}

TEST_F(ConversationSuite, each_side_sees_the_other_type_and_nobody_themselves) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  EXPECT_EQ(act(conversation, "/take-over").status, 200);
  LiveSocket inbox = owner().listen();
  LiveSocket widget = visitor.listen();
  widget.send(R"({"type":"typing"})");
  const Json from_visitor = inbox.await("typing");
  EXPECT_EQ(text_at(from_visitor, "/author"), "visitor");
  EXPECT_EQ(text_at(from_visitor, "/conversation"), conversation);

  inbox.send(fmt::format(R"({{"type":"typing","conversation":"{}"}})", conversation));
  const Json from_agent = widget.await("typing");
  EXPECT_EQ(text_at(from_agent, "/author"), "agent");
  EXPECT_EQ(text_at(from_agent, "/name"), "Olga Owner");
  EXPECT_EQ(reply(conversation, "There you are").status, 201);
  inbox.await_message("There you are");
  EXPECT_FALSE(inbox.has_heard(R"("author":"agent","name")"));
}

TEST_F(ConversationSuite, unread_messages_are_counted_until_they_are_seen) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  EXPECT_EQ(act(conversation, "/take-over").status, 200);
  EXPECT_EQ(act(conversation, "/read").status, 200);
  EXPECT_EQ(visitor.say("first").status, 201);
  EXPECT_EQ(visitor.say("second").status, 201);
  EXPECT_EQ(number_at(body_of(owner().get(path(conversation, ""))), "/unread"), 2);
  EXPECT_EQ(number_at(body_of(act(conversation, "/read")), "/unread"), 0);

  EXPECT_EQ(visitor.post(visitor.path("/read")).status, 204);
  EXPECT_EQ(number_at(visitor.view(), "/unread"), 0);
  EXPECT_EQ(reply(conversation, "Hello").status, 201);
  EXPECT_EQ(number_at(visitor.view(), "/unread"), 1);
  EXPECT_EQ(visitor.post(visitor.path("/read")).status, 204);
  EXPECT_EQ(number_at(visitor.view(), "/unread"), 0);
}

TEST_F(ConversationSuite, a_visitor_who_reloads_finds_everything_in_order) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  EXPECT_EQ(act(conversation, "/take-over").status, 200);
  EXPECT_EQ(reply(conversation, "Anything else?").status, 201);
  const Json view = visitor.view();
  EXPECT_EQ(text_at(view, "/conversation/id"), conversation);
  const auto list = list_at(view, "/messages");
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(text_at(list[0], "/text"), kShopQuestion);
  EXPECT_EQ(text_at(list[1], "/text"), kShopAnswer);
  EXPECT_EQ(text_at(list[2], "/event"), "taken_over");
  EXPECT_EQ(text_at(list[3], "/text"), "Anything else?");

  const Json after =
      body_of(visitor.get(visitor.path("/messages?after=") + text_at(list[1], "/id")));
  ASSERT_EQ(list_at(after, "/items").size(), 2U);
  EXPECT_EQ(list_at(after, "/items")[1], list[3]);
}

TEST_F(ConversationSuite, messages_are_read_in_pages_from_both_ends) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  EXPECT_EQ(act(conversation, "/take-over").status, 200);
  for (const std::string_view text : {"one", "two", "three"})
    EXPECT_EQ(reply(conversation, text).status, 201);
  const auto page = [&](const std::string& query) {
    return body_of(owner().get(path(conversation, "/messages") + query));
  };
  const Json all = page("");
  ASSERT_EQ(list_at(all, "/items").size(), 6U);
  EXPECT_EQ(at(all, "/more"), Json(false));

  const Json newest = page("?limit=2");
  EXPECT_THAT(texts(at(newest, "/items")), ElementsAre("two", "three"));
  EXPECT_EQ(at(newest, "/more"), Json(true));
  const std::string two = text_at(newest, "/items/0/id");
  const Json before = page("?limit=1&before=" + two);
  EXPECT_THAT(texts(at(before, "/items")), ElementsAre("one"));
  EXPECT_THAT(texts(at(page("?after=" + two), "/items")), ElementsAre("three"));
  EXPECT_THAT(list_at(page("?after=" + text_at(newest, "/items/1/id")), "/items"), IsEmpty());
}

TEST_F(ConversationSuite, the_inbox_filters_searches_and_pages) {
  const Visitor first = new_visitor();
  const Visitor second = new_visitor();
  const std::string taken = begun_by(first);
  const std::string closed = begun_by(second);
  EXPECT_EQ(act(taken, "/take-over").status, 200);
  EXPECT_EQ(act(closed, "/close").status, 200);
  const auto has = [&](const std::string& query, const std::string& id) {
    const Json found = body_of(owner().get("/api/v1/conversations?" + query));
    return !with(list_at(found, "/items"), "/id", id).is_null();
  };
  EXPECT_TRUE(has("assignee=me", taken));
  EXPECT_FALSE(has("assignee=me", closed));
  EXPECT_TRUE(has("state=closed", closed));
  EXPECT_FALSE(has("state=open", closed));
  EXPECT_TRUE(has("handled_by=agent&state=open", taken));

  EXPECT_EQ(first.say("A question about zeppelins").status, 201);
  EXPECT_TRUE(has("search=zeppelins", taken));
  EXPECT_FALSE(has("search=zeppelins", closed));
  const Json newest = body_of(owner().get("/api/v1/conversations?limit=1"));
  EXPECT_EQ(text_at(newest, "/items/0/id"), taken);
  const Json next =
      body_of(owner().get("/api/v1/conversations?limit=1&before=" + text_at(newest, "/next")));
  ASSERT_EQ(list_at(next, "/items").size(), 1U);
  EXPECT_NE(text_at(next, "/items/0/id"), taken);
}

TEST_F(ConversationSuite, visitors_do_not_hear_each_other) {
  const Visitor one = new_visitor();
  const Visitor other = new_visitor();
  LiveSocket hears_one = one.listen();
  LiveSocket hears_other = other.listen();
  EXPECT_EQ(one.say("a word of the first").status, 201);
  hears_one.await_author("bot");
  EXPECT_EQ(other.say("a word of the second").status, 201);
  hears_other.await_author("bot");
  EXPECT_FALSE(hears_other.has_heard("a word of the first"));
  EXPECT_FALSE(hears_one.has_heard("a word of the second"));
  EXPECT_TRUE(at(new_visitor().view(), "/conversation").is_null());
}

TEST_F(ConversationSuite, every_change_of_it_stands_in_the_audit_log) {
  const Visitor visitor = new_visitor();
  const std::string conversation = begun_by(visitor);
  for (const std::string_view what : {"/take-over", "/close", "/reopen", "/hand-back"}) {
    const Answer done = act(conversation, what);
    EXPECT_EQ(done.status, 200) << what << done.body;
  }
  const Json log = body_of(owner().get("/api/v1/audit?limit=50"));
  std::vector<std::string> events;
  for (const Json& entry : list_at(log, "/items"))
    if (text_at(entry, "/object") == conversation) events.push_back(text_at(entry, "/event"));
  for (const std::string event :
       {"conversation.visitor_message", "conversation.bot_answered", "conversation.taken_over",
        "conversation.closed", "conversation.reopened", "conversation.handed_back"})
    EXPECT_THAT(events, testing::Contains(event));
}

}  // namespace
}  // namespace gatehouse::test

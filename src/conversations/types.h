// Plain data of conversations; their JSON shapes stand in api.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/id.h"

namespace gatehouse::conversations {

enum class Author : unsigned char { visitor, bot, agent, system };
enum class MessageKind : unsigned char { text, note, event };
enum class Happening : unsigned char {
  person_requested,
  taken_over,
  handed_back,
  closed,
  reopened
};
enum class State : unsigned char { open, closed };
enum class HandledBy : unsigned char { bot, waiting, agent };  // waiting: for a person

struct Citation {
  SourceId source;
  std::string title;
  std::string heading;
  std::optional<std::string> url;
};

struct Message {
  MessageId id;
  ConversationId conversation;
  Author author;
  std::optional<std::string> author_name;
  MessageKind kind;
  std::string text;
  std::optional<Citation> citation;
  std::optional<Happening> event;
  std::optional<std::string> client_id;
  Instant at;
  bool offers_person;  // the bot did not know: offer a person
};

struct NamedBot {
  BotId id;
  std::string name;
};
struct NamedVisitor {
  VisitorId id;
  std::string name;
};
struct NamedPerson {
  PersonId id;
  std::string name;
};
struct LastMessage {
  Author author;
  std::string text;
  Instant at;
};

struct Conversation {
  ConversationId id;
  NamedBot bot;
  NamedVisitor visitor;
  State state;
  HandledBy handled_by;
  std::optional<NamedPerson> assignee;
  std::optional<LastMessage> last_message;
  std::int64_t unread;  // visitor's messages that no agent has seen
  Instant started_at;
  std::optional<std::string> page;
};

struct Counts {
  std::int64_t all;
  std::int64_t waiting;
  std::int64_t mine;
  std::int64_t closed;
};

struct Listing {
  std::vector<Conversation> items;  // newest activity first
  std::optional<std::string> next;
  Counts counts;
};

struct Messages {
  std::vector<Message> items;  // oldest first
  bool more;
};

// The little a visitor sees of their conversation.
struct VisitorConversation {
  ConversationId id;
  State state;
  HandledBy handled_by;
  std::optional<std::string> agent;
};

struct VisitorView {
  std::optional<VisitorConversation> conversation;
  std::vector<Message> messages;  // without notes
  std::int64_t unread;
};

}  // namespace gatehouse::conversations

namespace gatehouse {
template <>
struct EnumNames<conversations::Author> {
  using enum conversations::Author;
  static constexpr auto names = std::to_array<std::pair<conversations::Author, std::string_view>>(
      {{visitor, "visitor"}, {bot, "bot"}, {agent, "agent"}, {system, "system"}});
};
template <>
struct EnumNames<conversations::MessageKind> {
  using enum conversations::MessageKind;
  static constexpr auto names =
      std::to_array<std::pair<conversations::MessageKind, std::string_view>>(
          {{text, "text"}, {note, "note"}, {event, "event"}});
};
template <>
struct EnumNames<conversations::Happening> {
  using enum conversations::Happening;
  static constexpr auto names =
      std::to_array<std::pair<conversations::Happening, std::string_view>>(
          {{person_requested, "person_requested"},
           {taken_over, "taken_over"},
           {handed_back, "handed_back"},
           {closed, "closed"},
           {reopened, "reopened"}});
};
template <>
struct EnumNames<conversations::State> {
  static constexpr auto names = std::to_array<std::pair<conversations::State, std::string_view>>(
      {{conversations::State::open, "open"}, {conversations::State::closed, "closed"}});
};
template <>
struct EnumNames<conversations::HandledBy> {
  using enum conversations::HandledBy;
  static constexpr auto names =
      std::to_array<std::pair<conversations::HandledBy, std::string_view>>(
          {{bot, "bot"}, {waiting, "waiting"}, {agent, "agent"}});
};
}  // namespace gatehouse

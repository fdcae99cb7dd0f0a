// Conversations between a visitor and a team, and the messages in them.
//
// Everything here is decided for one Caller; there is no way in without one.
// Messages are exactly once: a client names each (client_id), and naming it
// again yields the same message.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "access/caller.h"
#include "access/doorkeeper.h"
#include "access/tenants.h"
#include "base/random.h"
#include "base/text.h"
#include "conversations/types.h"

namespace gatehouse::conversations {

inline constexpr ErrorKind kVisitorUnknown{
    "conversations.visitor_unknown", Fault::unauthenticated,
    "We do not know this visitor any more. Start a new conversation.", "CNV-02"};
inline constexpr ErrorKind kClosedAlready{"conversations.closed_already", Fault::conflict,
                                          "Somebody closed this conversation already."};
inline constexpr ErrorKind kOpenAlready{"conversations.open_already", Fault::conflict,
                                        "This conversation is open already."};
inline constexpr ErrorKind kClosed{"conversations.closed", Fault::conflict,
                                   "This conversation is closed. Open it again to write."};
inline constexpr ErrorKind kTakenOver{"conversations.taken_over", Fault::conflict,
                                      "Somebody else has taken this conversation over."};

inline constexpr ErrorKind kOpenElsewhere{
    "conversations.open_elsewhere", Fault::conflict,
    "This visitor has a newer open conversation. Go on there."};
inline constexpr ErrorKind kEmptyMessage{
    "conversations.empty_message", Fault::invalid,
    "There is nothing to read in this message. Write something."};
inline constexpr ErrorKind kBadCursor{"conversations.bad_cursor", Fault::invalid,
                                      "The list cannot go on from here. Load it again."};

struct NewMessage {
  std::string client_id;  // 8 to 64 token characters, unique within the conversation
  std::string text;
};

// `repeated`: the message was there already.
struct Written {
  Message message;
  VisitorConversation conversation;
  bool repeated;
};

struct Search {
  std::optional<State> state = {};
  std::optional<HandledBy> handled_by = {};
  bool mine = false;
  std::optional<std::string> text = {};    // within visitor names and last messages
  std::optional<std::string> before = {};  // cursor
  int limit = 50;
};

// Who may hear of something that happened.
enum class Hearers : unsigned char { agents, agents_and_visitor };

// After the commit, for open sockets. Called on a database thread: post and
// return.
struct LiveMessage {
  Conversation conversation;
  Message message;
};
struct LiveConversation {
  Conversation conversation;
};
struct LiveTyping {
  ConversationId conversation;
  VisitorId visitor;
  Author author;
  std::optional<std::string> name;
};
struct LiveEvent {
  TenantId tenant;
  BotId bot;  // whose inbox it happened in
  VisitorId visitor;
  Hearers hearers;
  std::variant<LiveMessage, LiveConversation, LiveTyping> what;
};

// Who goes on with the conversations of somebody who leaves.
struct Successor {
  PersonId person;
  std::string name;
  access::Authority authority;
};

// What a bot says; given at construction, because bots stand beside this
// module.
struct BotAnswer {
  bool answered;
  std::string text;
  std::optional<Citation> citation;
};
class Answerer {
 public:
  virtual ~Answerer() = default;
  virtual Task<Result<BotAnswer>> answer(access::Room room, BotId bot, std::string question) = 0;
};

// The widget through which a visitor comes, as the server knows it.
struct Entrance {
  TenantId tenant;
  WidgetId widget;
  BotId bot;
  std::string bot_name;
};

class Conversations {
 public:
  Conversations(access::Tenants& tenants, Answerer& answerer, Clock& clock, Random& random,
                std::function<void(const LiveEvent&)> live);
  ~Conversations();

  // --- visitors
  // A token of 256 bits ("ghv_…"), stored as a hash, bound to the widget, 30
  // days without use.
  Task<Result<Secret>> admit_visitor(access::Whereabouts where, Entrance entrance,
                                     std::optional<std::string> page);
  // From memory when seen before; otherwise one read. Wrong widget, unknown,
  // expired: kVisitorUnknown.
  Task<Result<access::Caller>> recognise(access::Whereabouts where, Entrance entrance,
                                         std::string token);
  Task<Result<VisitorView>> view(access::Caller visitor);
  Task<Result<Messages>> messages_after(access::Caller visitor, std::optional<MessageId> after);
  // Opens a conversation when there is none open. Acknowledged only when it is
  // on disk.
  Task<Result<Written>> say(access::Caller visitor, Entrance entrance, NewMessage message);
  Task<Result<VisitorConversation>> ask_for_person(access::Caller visitor);
  Task<Result<>> visitor_read(access::Caller visitor);

  // --- agents
  Task<Result<Listing>> list(access::Caller caller, Search search);
  Task<Result<Conversation>> find(access::Caller caller, ConversationId id);
  Task<Result<Messages>> messages(access::Caller caller, ConversationId id,
                                  std::optional<MessageId> before, std::optional<MessageId> after,
                                  int limit);
  Task<Result<Written>> reply(access::Caller caller, ConversationId id, NewMessage message);
  Task<Result<Written>> note(access::Caller caller, ConversationId id, NewMessage message);
  Task<Result<Conversation>> take_over(access::Caller caller, ConversationId id);
  Task<Result<Conversation>> hand_back(access::Caller caller, ConversationId id);
  Task<Result<Conversation>> close(access::Caller caller, ConversationId id);
  Task<Result<Conversation>> reopen(access::Caller caller, ConversationId id);
  Task<Result<>> read(access::Caller caller, ConversationId id);

  // Open conversations of somebody who leaves the workspace: to the successor where they may speak,
  // otherwise back to the queue. How many; none the second time (control ACC-09).
  Task<Result<std::int64_t>> hand_over(TenantId tenant, PersonId leaver,
                                       std::optional<Successor> successor);
  Task<Result<std::int64_t>> count_assigned(TenantId tenant, PersonId person);

  // Says "is typing" to the other side; nothing is stored. Unknown or foreign
  // ids are ignored.
  Task<Result<>> typing(access::Caller caller, std::optional<ConversationId> id);

  // Answers what visitors asked and the process could not answer before it
  // ended (outbox). Runs for as long as the executor does.
  void start(std::vector<Executor> executors);
  Task<Result<>> answer_waiting(access::Room room);
  // No more answering: returns when nothing of it runs. Before the executors
  // end, and not on one.
  void stop();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::conversations

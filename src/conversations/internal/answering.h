// Bots answer visitors: each question waits in the outbox until its answer
// stands beside it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "conversations/conversations.h"
#include "conversations/internal/conversation_rows.h"
#include "conversations/internal/teller.h"
#include "store/database.h"

namespace gatehouse::conversations::internal {

struct Question {
  ConversationId conversation;
  MessageId message;
  RequestId correlation;  // of the request that asked, so that the log shows
                          // both as one
};

class Answering {
 public:
  Answering(Answerer& answerer, const Teller& teller, Clock& clock, Random& random);
  ~Answering();

  void start(std::vector<Executor> executors, const std::vector<access::Room>& rooms);
  void stop();

  // In the transaction that writes the question; wakes us after its commit.
  Result<> ask(store::Transaction& transaction, const access::Room& room, const Question& question);

  // One by one, until none waits.
  Task<Result<>> answer_waiting(access::Room room);

 private:
  using Events = std::vector<store::OutboxEvent>;
  class Running;
  struct Work;
  struct Batch;
  struct AfterTurn;
  struct AfterLane;
  struct Writing;

  // A room has one turn at a time: it takes what waits, hands it to lanes, and
  // takes again.
  void wake(const access::Room& room);
  void start_turn(const access::Room& room);
  Task<Result<Events>> take(access::Room room);
  void share_out(const access::Room& room, Events events);
  void end_turn(const access::Room& room);
  // The questions of one conversation in their order; lanes run beside each
  // other.
  Task<Result<>> run_lane(access::Room room, Events events);

  Task<Result<>> answer(access::Room room, store::OutboxEvent event);
  Task<Result<BotAnswer>> find_answer(access::Room room, BotId bot, std::string question);
  std::optional<Executor> next_executor();

  Answerer& answerer_;
  const Teller& teller_;
  Clock& clock_;
  Random& random_;
  std::shared_ptr<Work> work_;  // outlives us in coroutines that are thrown away unfinished

  std::mutex mutex_;
  std::vector<Executor> executors_;  // none: not started, or stopped
  std::size_t next_ = 0;
  std::map<TenantId, bool> turns_;  // rooms in work; true: more came in the meantime
};

}  // namespace gatehouse::conversations::internal

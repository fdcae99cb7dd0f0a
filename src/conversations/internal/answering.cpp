#include "conversations/internal/answering.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <utility>

#include "base/log.h"
#include "conversations/internal/door.h"
#include "conversations/internal/unknown.h"
#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

namespace {

constexpr std::string_view kTopic = "answer";
constexpr int kAtOnce = 64;
constexpr std::chrono::seconds kLongestStop{10};
constexpr std::size_t kIdSize = 16;

Bytes packed(const Question& question) {
  Bytes body;
  body.reserve(3 * kIdSize);
  for (const auto* bits :
       {&question.conversation.bits(), &question.message.bits(), &question.correlation.bits()})
    body.insert(body.end(), bits->begin(), bits->end());
  return body;
}

Result<Question> unpacked(BytesView body) {
  if (body.size() != 3 * kIdSize) return fail(Error{store::kDamaged}.because("a waiting question"));
  const auto bits = [body](std::size_t index) {
    std::array<std::uint8_t, kIdSize> out;
    std::ranges::copy(body.subspan(index * kIdSize, kIdSize), out.begin());
    return out;
  };
  return Question{ConversationId::from_bits(bits(0)), MessageId::from_bits(bits(1)),
                  RequestId::from_bits(bits(2))};
}

bool is_the_bots(const ConversationRow& row) {
  return row.state == State::open && row.handled_by == HandledBy::bot;
}

Result<ConversationRow> enter_as_server(store::Reader& reader, const access::TenantDb& room,
                                        const Question& question) {
  return enter(reader, access::Doorkeeper::system(room.tenant(), question.correlation),
               question.conversation, access::Privilege::reply_conversations);
}

// What was asked of whom; none when it is not the bot's to answer any more.
struct Asked {
  NamedBot bot;
  std::string text;
};

Result<std::optional<Asked>> read_question(store::Reader& reader, const access::TenantDb& room,
                                           const vault::Keyring& keys, const Question& question) {
  auto row = enter_as_server(reader, room, question);
  if (!row && row.error().is(kNotFound)) return std::optional<Asked>{};
  if (!row) return fail(row.error());
  if (!is_the_bots(*row)) return std::optional<Asked>{};
  TRY(auto message,
      reader.maybe<MessageRow>(queries::find_message, question.conversation, question.message));
  if (!message) return std::optional<Asked>{};
  TRY(Message said, opened(keys, *std::move(message)));
  return Asked{{row->bot, std::move(row->bot_name)}, std::move(said.text)};
}

void log_exception(const std::exception_ptr& failed) {
  if (!failed) return;
  try {
    std::rethrow_exception(failed);
  } catch (const std::exception& exception) {
    log::error("answering.failed", Error{kInternal}.because(exception.what()));
  }
}

}  // namespace

// How much runs.
struct Answering::Work {
  std::mutex mutex;
  std::condition_variable ended;
  std::size_t running = 0;
};

class Answering::Running {
 public:
  explicit Running(std::shared_ptr<Work> work) : work_{std::move(work)} {
    const std::lock_guard lock{work_->mutex};
    ++work_->running;
  }
  Running(Running&&) = default;
  Running& operator=(Running&&) = delete;
  ~Running() {
    if (!work_) return;
    const std::lock_guard lock{work_->mutex};
    if (--work_->running == 0) work_->ended.notify_all();
  }

 private:
  std::shared_ptr<Work> work_;
};

struct Answering::Batch {
  access::Room room;
  std::atomic<std::size_t> lanes;
  std::atomic<bool> failed = false;
};

struct Answering::AfterTurn {
  Answering& answering;
  access::Room room;
  Running running;

  void operator()(const std::exception_ptr& failed, Result<Events> events) {
    log_exception(failed);
    if (!events) log::error("answering.not_read", events.error());
    if (failed || !events || events->empty())
      answering.end_turn(room);
    else
      answering.share_out(room, *std::move(events));
  }
};

struct Answering::AfterLane {
  Answering& answering;
  std::shared_ptr<Batch> batch;
  Running running;

  void operator()(const std::exception_ptr& failed, const Result<>& done) {
    log_exception(failed);
    if (!done) log::error("answering.not_written", done.error());
    if (failed || !done) batch->failed = true;
    if (--batch->lanes > 0) return;
    // What cannot be written now is tried again with the next question, not in
    // a circle.
    if (batch->failed)
      answering.end_turn(batch->room);
    else
      answering.start_turn(batch->room);
  }
};

// The answer, what it changes and the end of the waiting: together or not at
// all.
struct Answering::Writing {
  const Answering& answering;
  access::TenantDb& room;
  std::int64_t event;
  Question question;
  std::optional<Draft> draft;  // none: there is nothing to say

  Result<> operator()(store::Transaction& transaction) {
    TRY_VOID(store::finish_event(transaction, event));
    if (!draft) return {};
    TRY(ConversationRow row, enter_as_server(transaction, room, question));
    if (!is_the_bots(row)) return {};  // a person came first
    const Drafting drafting{room.keys(), answering.clock_, answering.random_};
    TRY_VOID(append(transaction, drafting, row, *draft));
    TRY_VOID(save(transaction, row));
    const auto bot = access::Doorkeeper::bot(room.tenant(), row.bot, question.correlation);
    TRY_VOID(room.audit().record(transaction, bot.origin(),
                                 {.event = audit::Event::bot_answered, .object = row.id.text()}));
    TRY(Conversation conversation, opened(room.keys(), row));
    answering.teller_.after_commit(
        transaction, {room.tenant(), row.bot, row.visitor, Hearers::agents_and_visitor,
                      LiveMessage{std::move(conversation), draft->message}});
    return {};
  }
};

Answering::Answering(Answerer& answerer, const Teller& teller, Clock& clock, Random& random)
    : answerer_{answerer},
      teller_{teller},
      clock_{clock},
      random_{random},
      work_{std::make_shared<Work>()} {}

Answering::~Answering() { stop(); }

void Answering::start(std::vector<Executor> executors, const std::vector<access::Room>& rooms) {
  {
    const std::lock_guard lock{mutex_};
    executors_ = std::move(executors);
  }
  for (const access::Room& room : rooms) wake(room);
}

void Answering::stop() {
  {
    const std::lock_guard lock{mutex_};
    executors_.clear();
  }
  std::unique_lock lock{work_->mutex};
  if (!work_->ended.wait_for(lock, kLongestStop, [this] { return work_->running == 0; }))
    log::warning("answering.left_running");
}

Result<> Answering::ask(store::Transaction& transaction, const access::Room& room,
                        const Question& question) {
  TRY_VOID(transaction.publish(kTopic, packed(question)));
  transaction.after_commit([this, room] { wake(room); });
  return {};
}

void Answering::wake(const access::Room& room) {
  {
    const std::lock_guard lock{mutex_};
    if (executors_.empty()) return;
    const auto [turn, fresh] = turns_.try_emplace(room->tenant(), false);
    if (!fresh) turn->second = true;
    if (!fresh) return;
  }
  start_turn(room);
}

void Answering::start_turn(const access::Room& room) {
  const std::optional<Executor> executor = next_executor();
  if (!executor) return;
  boost::asio::co_spawn(*executor, take(room), AfterTurn{*this, room, Running{work_}});
}

Task<Result<Answering::Events>> Answering::take(access::Room room) {
  auto work = [](store::Reader& reader) { return store::take_events(reader, kTopic, kAtOnce); };
  co_return co_await room->database().read(std::move(work));
}

void Answering::share_out(const access::Room& room, Events events) {
  std::map<Bytes, Events> lanes;
  for (store::OutboxEvent& event : events) {
    Bytes conversation{
        event.body.begin(),
        event.body.begin() + static_cast<std::ptrdiff_t>(std::min(event.body.size(), kIdSize))};
    lanes[std::move(conversation)].push_back(std::move(event));
  }
  const auto batch = std::make_shared<Batch>(room, lanes.size());
  for (auto& [conversation, lane] : lanes) {
    const std::optional<Executor> executor = next_executor();
    if (!executor) return;  // stopped: the rest waits in the outbox
    boost::asio::co_spawn(*executor, run_lane(room, std::move(lane)),
                          AfterLane{*this, batch, Running{work_}});
  }
}

void Answering::end_turn(const access::Room& room) {
  {
    const std::lock_guard lock{mutex_};
    const auto turn = turns_.find(room->tenant());
    if (turn == turns_.end()) return;
    if (!std::exchange(turn->second, false)) {
      turns_.erase(turn);
      return;
    }
  }
  start_turn(room);
}

Task<Result<>> Answering::run_lane(access::Room room, Events events) {
  for (store::OutboxEvent& event : events) {
    if (!next_executor()) co_return Result<>{};
    CO_TRY_VOID(co_await answer(room, std::move(event)));
  }
  co_return Result<>{};
}

Task<Result<>> Answering::answer_waiting(access::Room room) {
  while (true) {
    CO_TRY(Events events, co_await take(room));
    if (events.empty()) co_return Result<>{};
    for (store::OutboxEvent& event : events) CO_TRY_VOID(co_await answer(room, std::move(event)));
  }
}

Task<Result<>> Answering::answer(access::Room room, store::OutboxEvent event) {
  auto work = [room = room.get(), body = event.body](
                  store::Reader& reader) -> Result<std::pair<Question, std::optional<Asked>>> {
    TRY(const Question question, unpacked(body));
    TRY(auto asked, read_question(reader, *room, room->keys(), question));
    return std::pair{question, std::move(asked)};
  };
  auto read = co_await room->database().read(std::move(work));
  if (!read && read.error().kind().fault == Fault::unavailable) co_return fail(read.error());
  Writing writing{*this, *room, event.number, {}, std::nullopt};
  if (!read) {
    // Damaged: nobody can ever answer it, and it must not stand in the way of
    // others.
    log::error("answering.question_dropped", read.error());
  } else if (auto& [question, asked] = *read; asked) {
    CO_TRY(BotAnswer said, co_await find_answer(room, asked->bot.id, std::move(asked->text)));
    const Drafting drafting{room->keys(), clock_, random_};
    writing.question = question;
    writing.draft =
        drafting.answered({Author::bot, asked->bot.id.bits(), asked->bot.name}, std::move(said));
  }
  auto written = co_await room->database().write(std::move(writing));
  if (!written && written.error().is(kNotFound)) co_return Result<>{};  // another did it
  co_return written;
}

Task<Result<BotAnswer>> Answering::find_answer(access::Room room, BotId bot, std::string question) {
  // NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): it cannot see into the
  // virtual coroutine
  auto found = co_await answerer_.answer(std::move(room), bot, question);
  if (!found) log::error("answering.no_answer", found.error());
  if (found && found->answered) co_return found;
  co_return BotAnswer{false, std::string{i_do_not_know(question)}, std::nullopt};
}

std::optional<Executor> Answering::next_executor() {
  const std::lock_guard lock{mutex_};
  if (executors_.empty()) return std::nullopt;
  return executors_[next_++ % executors_.size()];
}

}  // namespace gatehouse::conversations::internal

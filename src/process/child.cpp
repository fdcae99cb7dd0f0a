#include "process/child.h"

#include <cerrno>
#include <span>

#include <unistd.h>

#include "process/internal/frame.h"
#include "process/internal/lock.h"

namespace gatehouse::process {

namespace {

using internal::FrameHead;

constexpr int kBadQuestion = 65;  // EX_DATAERR
constexpr int kNoServer = 74;     // EX_IOERR

void read_all(std::span<char> into) {
  while (!into.empty()) {
    const ssize_t got = ::read(STDIN_FILENO, into.data(), into.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) ::_exit(kNoServer);
    into = into.subspan(static_cast<std::size_t>(got));
  }
}

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) ::_exit(kNoServer);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

std::string read_question(std::size_t most) {
  FrameHead head;
  read_all(head);
  const std::size_t size = internal::frame_size(head);
  if (size > most) ::_exit(kBadQuestion);
  std::string question(size, '\0');
  read_all(question);
  return question;
}

}  // namespace

void serve_one(const Trade& trade) {
  if (trade.prepare) trade.prepare();
  internal::lock_process();
  write_all(internal::kLocked);
  const std::string answer = trade.answer(read_question(trade.most));
  const FrameHead head = internal::frame_head(answer.size());
  write_all({head.data(), head.size()});
  write_all(answer);
  // Without the destructors of libraries: nothing they tidy up is worth a defect in doing it.
  ::_exit(0);
}

}  // namespace gatehouse::process

#include "base/random.h"

#include <pthread.h>
#include <sys/random.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "base/secret.h"

namespace gatehouse {
namespace {

void ask_kernel(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    CHECK(got > 0);
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

std::atomic<unsigned> forks{0};

// A nonce costs a copy instead of a system call. Bytes leave the store once and are wiped there; a
// child process starts with an empty one.
class Store {
 public:
  void take(std::span<std::uint8_t> out) {
    const unsigned now = forks.load(std::memory_order_relaxed);
    if (used_ + out.size() > bytes_.size() || filled_after_ != now) {
      ask_kernel(bytes_);
      used_ = 0;
      filled_after_ = now;
    }
    const auto part = std::span{bytes_}.subspan(used_, out.size());
    std::ranges::copy(part, out.begin());
    wipe(part);
    used_ += out.size();
  }

 private:
  std::array<std::uint8_t, 512> bytes_{};
  std::size_t used_ = bytes_.size();
  unsigned filled_after_ = 0;
};

const int fork_watch = ::pthread_atfork(nullptr, nullptr, [] { ++forks; });

}  // namespace

void SystemRandom::fill(std::span<std::uint8_t> out) {
  thread_local Store store;
  if (out.size() > 64 || fork_watch != 0) return ask_kernel(out);
  store.take(out);
}

}  // namespace gatehouse

// Verification runs, their evidence, and those who check it without a server.
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <fmt/format.h>

#include "store/temporary_folder.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using std::filesystem::path;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string read(const path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}
void write(const path& file, std::string_view text) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << text;
}

// A configuration file, which must be there before the server.
class Settings {
 public:
  explicit Settings(std::string_view text) { write(file(), text); }
  path file() const { return folder_.path() / "gatehouse.toml"; }
  std::vector<std::string> arguments() const { return {"--config", file().string()}; }

 private:
  store::TemporaryFolder folder_;
};

Finished verify(const RunningServer& server, std::vector<std::string> more) {
  std::vector<std::string> command{"verify", "--url", server.place().origin(), "--data",
                                   server.data().string()};
  command.insert(command.end(), more.begin(), more.end());
  return run_gatehouse(std::move(command));
}

Json statement_in(const path& bundle) {
  const Json document = boost::json::parse(read(bundle));
  return boost::json::parse(text_at(document, "/statement"));
}

class EvidenceSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
  }
  static void TearDownTestSuite() {
    delete owner_;
    delete server_;
  }
  static const RunningServer& server() { return *server_; }
  static const Member& owner() { return *owner_; }

  path file(std::string_view name) const { return folder_.path() / name; }
  std::string key() const {
    const Finished printed = run_gatehouse({"evidence", "key", "--data", server().data().string()});
    EXPECT_EQ(printed.code, 0) << printed.errors;
    return printed.output.substr(0, printed.output.find('\n'));
  }
  Finished check(const path& evidence, std::vector<std::string> more = {}) const {
    std::vector<std::string> command{"evidence", "verify", evidence.string(), "--key", key()};
    command.insert(command.end(), more.begin(), more.end());
    return run_gatehouse(std::move(command));
  }
  path bundle(std::string_view name) const {
    const Finished run =
        verify(server(), {"--only", "EDGE-04", "--quiet", "--json", file(name).string()});
    EXPECT_EQ(run.code, 0) << run.errors;
    return file(name);
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
  store::TemporaryFolder folder_;
};

TEST_F(EvidenceSuite, is_checked_with_the_public_key_alone) {
  const path first = bundle("first.json");
  const path second = bundle("second.json");
  const Finished checked = check(second, {"--since", first.string()});
  EXPECT_EQ(checked.code, 0) << checked.errors;
  EXPECT_THAT(checked.output, AllOf(HasSubstr("The evidence holds."), HasSubstr("follows")));
  // The key in a file is as good, and the server publishes the same.
  write(file("key.txt"), key() + "\n");
  EXPECT_EQ(
      run_gatehouse({"evidence", "verify", first.string(), "--key", file("key.txt").string()}).code,
      0);
  EXPECT_EQ(Client{server()}.get("/.well-known/gatehouse-evidence-key").body, key() + "\n");
}

TEST_F(EvidenceSuite, that_was_bent_is_refused_with_the_reason) {
  (void)bundle("before.json");  // so that there is something to prove
  const path whole = bundle("whole.json");
  const std::string text = read(whole);
  const auto bent = [&](std::string_view from, std::string_view to) {
    std::string copy = text;
    const std::size_t at = copy.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    write(file("bent.json"), copy.replace(at, from.size(), to));
    const Finished checked = check(file("bent.json"));
    EXPECT_EQ(checked.code, 1);
    return checked.errors;
  };
  EXPECT_THAT(bent("passed", "failed"), HasSubstr("changed after it was signed"));
  EXPECT_THAT(bent("\\\"started_at\\\":\\\"20", "\\\"started_at\\\":\\\"19"),
              HasSubstr("changed after it was signed"));
  EXPECT_THAT(bent("\"proof\":[", "\"proof\":[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\","),
              HasSubstr("does not stand in the log"));
  EXPECT_THAT(bent("gatehouse-evidence-bundle/1", "something-else"), HasSubstr("not a file of"));
  const RunningServer other;
  const Finished foreign = run_gatehouse({"evidence", "key", "--data", other.data().string()});
  EXPECT_THAT(run_gatehouse({"evidence", "verify", whole.string(), "--key",
                             foreign.output.substr(0, foreign.output.find('\n'))})
                  .errors,
              HasSubstr("another installation"));
  EXPECT_EQ(run_gatehouse({"evidence", "verify", whole.string(), "--key", "nonsense"}).code, 2);
  EXPECT_EQ(check(file("absent.json")).code, 2);
}

TEST_F(EvidenceSuite, of_a_time_is_exported_whole_and_provably_grown) {
  (void)bundle("one.json");
  const auto exported = [&](std::string_view name, std::vector<std::string> more) {
    std::vector<std::string> command{
        "evidence", "export", "--data", server().data().string(), "--into", file(name).string()};
    command.insert(command.end(), more.begin(), more.end());
    const Finished done = run_gatehouse(std::move(command));
    EXPECT_EQ(done.code, 0) << done.errors;
    return file(name);
  };
  const path before = exported("before.jsonl", {});
  (void)bundle("two.json");
  const path after = exported("after.jsonl", {"--since", before.string()});
  const Finished checked = check(after, {"--since", before.string()});
  EXPECT_EQ(checked.code, 0) << checked.errors;
  EXPECT_THAT(checked.output,
              AllOf(HasSubstr("nothing between them is missing"), HasSubstr("still holds all")));
  // The first piece dropped.
  std::string text = read(after);
  const std::size_t first = text.find('\n') + 1;
  write(file("short.jsonl"), text.erase(first, text.find('\n', first) + 1 - first));
  EXPECT_THAT(check(file("short.jsonl")).errors, HasSubstr("is missing"));
  EXPECT_NE(run_gatehouse({"evidence", "export", "--data", server().data().string(), "--from",
                           "2090-01-01", "--into", file("none.jsonl").string()})
                .code,
            0);
}

TEST_F(EvidenceSuite, is_offered_to_those_who_may_read_security) {
  (void)bundle("kept.json");
  const Json page = body_of(owner().get("/api/v1/security"));
  const std::string run = text_at(page, "/run/id");
  const Answer offered = owner().get("/api/v1/security/evidence/" + run);
  ASSERT_EQ(offered.status, 200);
  write(file("offered.json"), offered.body);
  EXPECT_EQ(check(file("offered.json")).code, 0);
  EXPECT_EQ(owner().get("/api/v1/security/evidence?old_size=1").status, 200);
  EXPECT_EQ(owner().get("/api/v1/security/evidence?old_size=100000").status, 404);
  const Member agent = joined(owner(), "evan@example.com", "agent");
  EXPECT_EQ(agent.get("/api/v1/security/evidence/" + run).status, 403);
}

TEST_F(EvidenceSuite, comes_as_junit_and_quietly) {
  const Finished run =
      verify(server(), {"--only", "EDGE-04,AUD", "--quiet", "--junit", file("junit.xml").string()});
  EXPECT_EQ(run.code, 0) << run.errors;
  EXPECT_EQ(run.output, "");
  EXPECT_EQ(run.errors, "");
  EXPECT_THAT(read(file("junit.xml")),
              AllOf(HasSubstr("<testsuite name=\"AUD\""), HasSubstr("name=\"EDGE-04\""),
                    Not(HasSubstr("<failure"))));
  EXPECT_EQ(verify(server(), {"--only", "NOSUCH-01"}).code, 2);
}

TEST_F(EvidenceSuite, of_the_verifier_leaves_customers_alone) {
  const NewBot shop = bot_of_a_shop(owner());
  const Visitor visitor{server(), shop.widget};
  ASSERT_EQ(visitor.say("canary of a customer").status, 201);
  const Json list = body_of(owner().get("/api/v1/conversations"));
  const auto& conversations = list_at(list, "/items");
  ASSERT_FALSE(conversations.empty());
  const std::string messages =
      fmt::format("/api/v1/conversations/{}/messages", text_at(conversations.front(), "/id"));
  const auto seen = [&] {
    std::string all;
    for (const std::string& place :
         {std::string{"/api/v1/bots"}, std::string{"/api/v1/conversations"}, messages,
          std::string{"/api/v1/audit?limit=200"}})
      all += boost::json::serialize(at(body_of(owner().get(place)), "/items"));
    return all;
  };
  const std::string before = seen();
  ASSERT_THAT(before, HasSubstr("canary of a customer"));
  const Finished run = verify(server(), {"--core", "--quiet"});
  EXPECT_EQ(run.code, 0) << run.errors;
  EXPECT_EQ(seen(), before);
}

// --- after kill -9
// ------------------------------------------------------------------------------

TEST(Verifier, that_was_killed_leaves_nothing_behind) {
  const Settings settings{"[verification]\nabandoned_seconds = 3\n"};
  RunningServer server{settings.arguments()};
  const auto tenants = [&]() -> std::ptrdiff_t {
    std::error_code none;
    const auto files = std::filesystem::directory_iterator{server.data() / "db" / "tenants", none};
    return std::ranges::count_if(
        files, [](const auto& entry) { return entry.path().extension() == ".db"; });
  };
  ASSERT_EQ(tenants(), 0);
  {
    Process verifier{{gatehouse_binary(), "verify", "--url", server.place().origin(), "--data",
                      server.data().string(), "--only", "IDN-12"}};
    while (tenants() < 2) std::this_thread::yield();
    verifier.send(SIGKILL);
    (void)verifier.wait();
  }
  const auto giving_up = std::chrono::steady_clock::now() + kPatience;
  while (tenants() > 0 && std::chrono::steady_clock::now() < giving_up) std::this_thread::yield();
  EXPECT_EQ(tenants(), 0);
}

// --- the schedule
// -------------------------------------------------------------------------------

// Without turning: the verifier's child has the lowest priority of all.
class FolderWatch {
 public:
  explicit FolderWatch(const path& folder) : events_{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)} {
    std::filesystem::create_directories(folder);
    CHECK(events_ >= 0 && ::inotify_add_watch(events_, folder.c_str(), IN_MOVED_TO) >= 0);
  }
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;
  ~FolderWatch() { ::close(events_); }

  // Until a whole file has come into the folder.
  bool wait(std::chrono::milliseconds patience) const {
    pollfd waited{.fd = events_, .events = POLLIN, .revents = 0};
    return ::poll(&waited, 1, static_cast<int>(patience.count())) == 1;
  }

 private:
  int events_;
};

TEST(Schedule, runs_by_itself_and_keeps_the_evidence) {
  const Settings settings{"[verification]\nsettle_seconds = 1\n"};
  const RunningServer server{settings.arguments()};
  const path latest = server.data() / "evidence" / "latest.json";
  const FolderWatch watch{latest.parent_path()};
  ASSERT_TRUE(watch.wait(3 * kPatience));
  const Json statement = statement_in(latest);
  EXPECT_EQ(text_at(statement, "/occasion"), "scheduled");
  EXPECT_EQ(text_at(statement, "/scope"), "full");
}

TEST(Schedule, that_is_off_is_told_and_not_hidden) {
  const Settings settings{"[verification]\non = false\n"};
  RunningServer server{settings.arguments()};
  const Member owner = set_up(server);
  // Twice a second the server looks after itself; what it noticed stands in its log at the end.
  const auto giving_up = std::chrono::steady_clock::now() + kPatience;
  while (!server.errors().contains("verifier_silent") &&
         std::chrono::steady_clock::now() < giving_up)
    std::this_thread::yield();
  EXPECT_THAT(server.errors(), HasSubstr("verifier_silent"));
}

TEST(Schedule, may_be_more_frequent_but_not_less) {
  for (const std::string_view line : {"core_seconds = 901", "full_seconds = 86401",
                                      "settle_seconds = 601", "on = \"no\"", "core_seconds = 0"}) {
    const Settings settings{fmt::format("[verification]\n{}\n", line)};
    const store::TemporaryFolder folder;
    const Finished started =
        run_gatehouse({"serve", "--config", settings.file().string(), "--data",
                       (folder.path() / "data").string(), "--listen", "127.0.0.1:0"});
    EXPECT_NE(started.code, 0) << line;
    EXPECT_THAT(started.errors, HasSubstr("verification.")) << line;
  }
}

}  // namespace
}  // namespace gatehouse::test

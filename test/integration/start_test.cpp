// A start that cannot succeed ends at once, with one line that says what to do; and the verbs that
// need no server.
#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "crypto/certificate.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using std::filesystem::path;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

// A folder for a start that is meant to fail.
class Start : public testing::Test {
 protected:
  path data() const { return folder_.path() / "data"; }

  path file(std::string_view name, std::string_view content) const {
    const path where = folder_.path() / name;
    std::ofstream{where} << content;
    return where;
  }

  // One that starts all the same is stopped, and fails the case by what it says.
  Finished serve(std::vector<std::string> more = {}, std::string listen = "127.0.0.1:0") const {
    std::vector<std::string> command{gatehouse_binary(), "serve",    "--data",
                                     data().string(),    "--listen", std::move(listen)};
    command.insert(command.end(), more.begin(), more.end());
    Process process{command};
    const std::string line = process.read_line().value_or("");
    process.send(SIGTERM);
    const int code = process.wait().value_or(-1);
    return {code, line, process.errors()};
  }
  Finished serve_configured(std::string_view configuration) const {
    return serve({"--config", file("gatehouse.toml", configuration).string()});
  }

 private:
  store::TemporaryFolder folder_;
};

// One line, which names the matter and is no log entry or stack of errors.
void expect_refused(const Finished& finished, const testing::Matcher<const std::string&>& says) {
  EXPECT_GT(finished.code, 0);
  EXPECT_LT(finished.code, 126) << "it crashed";
  EXPECT_THAT(finished.output, IsEmpty());
  EXPECT_EQ(std::ranges::count(finished.errors, '\n'), 1) << finished.errors;
  EXPECT_TRUE(finished.errors.starts_with("gatehouse: ")) << finished.errors;
  EXPECT_THAT(finished.errors, says);
}

TEST_F(Start, an_unknown_configuration_key_is_named) {
  expect_refused(serve_configured("[server]\nthread = 4\n"),
                 AllOf(HasSubstr("server.thread"), HasSubstr("not known")));
  expect_refused(serve_configured("color = \"red\"\n"), HasSubstr("color"));
  expect_refused(serve_configured("[server.deep]\nkey = 1\n"), HasSubstr("server.deep"));
}

TEST_F(Start, a_value_of_the_wrong_type_is_named_with_the_right_one) {
  expect_refused(serve_configured("[server]\nthreads = \"many\"\n"),
                 AllOf(HasSubstr("server.threads"), HasSubstr("a number")));
  expect_refused(serve_configured("[server]\nthreads = 0\n"), HasSubstr("server.threads"));
  expect_refused(serve_configured("[server]\nhosts = \"chat.example.com\"\n"),
                 HasSubstr("server.hosts"));
  expect_refused(serve_configured("[server]\ntrusted_proxies = [\"nobody\"]\n"),
                 HasSubstr("server.trusted_proxies"));
  expect_refused(serve_configured("[log]\nlevel = \"loud\"\n"), HasSubstr("log.level"));
}

TEST_F(Start, mail_is_configured_whole_and_safely) {
  const auto with = [](std::string_view more) {
    return fmt::format(
        "[mail]\nserver = \"smtp.books.example:587\"\nfrom = \"a@books.example\"\n{}", more);
  };
  expect_refused(serve_configured("[mail]\nserver = \"smtp.books.example\"\n"),
                 HasSubstr("mail.server"));
  expect_refused(serve_configured("[mail]\nserver = \"smtp.books.example:587\"\n"),
                 HasSubstr("mail.from"));
  expect_refused(serve_configured(with("username = \"gatehouse\"\n")),
                 HasSubstr("mail.password_file"));
  expect_refused(
      serve_configured(with("username = \"g\"\npassword_file = \"/nowhere/password\"\n")),
      HasSubstr("/nowhere/password"));
  expect_refused(serve_configured(with("security = \"none\"\n")), HasSubstr("on this machine"));
  expect_refused(serve_configured(with("security = \"ssl\"\n")), HasSubstr("mail.security"));
}

TEST_F(Start, only_networks_of_ones_own_can_be_opened) {
  for (const std::string_view entry : {"127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/0", "example.com"})
    expect_refused(serve_configured(fmt::format("[egress]\nallow = [\"{}\"]\n", entry)),
                   HasSubstr("egress.allow"));
}

TEST_F(Start, a_file_that_is_no_toml_is_named_with_the_line) {
  expect_refused(serve_configured("[server]\nthreads = = 1\n"),
                 AllOf(HasSubstr("gatehouse.toml"), HasSubstr("line 2")));
  expect_refused(serve({"--config", (data() / "absent.toml").string()}), HasSubstr("absent.toml"));
}

TEST_F(Start, a_certificate_without_its_key_is_refused) {
  expect_refused(serve_configured("[tls]\ncertificate = \"server.crt\"\n"),
                 AllOf(HasSubstr("tls.certificate"), HasSubstr("tls.key")));
  const path garbage = file("garbage.pem", "not a certificate");
  expect_refused(serve_configured(fmt::format("[tls]\ncertificate = \"{0}\"\nkey = \"{0}\"\n",
                                              garbage.string())),
                 HasSubstr("tls.certificate"));
  expect_refused(
      serve_configured("[tls]\ncertificate = \"/nowhere/a.crt\"\nkey = \"/nowhere/a.key\"\n"),
      HasSubstr("/nowhere/a.crt"));
}

TEST_F(Start, other_machines_are_served_with_a_real_certificate_only) {
  expect_refused(serve({}, "0.0.0.0:0"),
                 AllOf(HasSubstr("tls.certificate"), HasSubstr("server.hosts")));
  EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(Start, a_name_added_to_the_configuration_is_in_the_certificate) {
  const auto certificate = [this] {
    std::ifstream in{data() / "tls" / "server.crt"};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  EXPECT_EQ(serve().code, 0);
  const std::string before = certificate();
  EXPECT_FALSE(crypto::covers(before, {"chat.example.com"}));
  EXPECT_EQ(serve().code, 0);
  EXPECT_EQ(certificate(), before);  // browsers that know it go on knowing it
  EXPECT_EQ(serve_configured("[server]\nhosts = [\"chat.example.com\"]\n").code, 0);
  EXPECT_TRUE(crypto::covers(certificate(), {"chat.example.com", "localhost"}));
}

TEST_F(Start, an_address_that_cannot_be_read_is_explained) {
  for (const std::string_view listen :
       {"8443", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:80x", ":8443"})
    expect_refused(serve({}, std::string{listen}), HasSubstr("ADDRESS:PORT"));
}

// Listens until it goes.
class Occupant {
 public:
  Occupant() : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    CHECK(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    CHECK(::listen(socket_, 1) == 0);
    CHECK(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port = ntohs(address.sin_port);
  }
  Occupant(const Occupant&) = delete;
  Occupant& operator=(const Occupant&) = delete;
  ~Occupant() { ::close(socket_); }
  std::uint16_t port;

 private:
  int socket_;
};

TEST_F(Start, a_port_that_is_taken_is_left_to_its_owner) {
  const Occupant occupant;
  expect_refused(serve({}, fmt::format("127.0.0.1:{}", occupant.port)),
                 HasSubstr("Another program listens"));
  const RunningServer other;
  expect_refused(serve({}, fmt::format("127.0.0.1:{}", other.place().port)),
                 HasSubstr("Another program listens"));
  EXPECT_EQ(Client{other}.get("/health").status, 200);
}

TEST_F(Start, a_data_folder_that_cannot_be_made_is_explained) {
  (void)file("data", "a file where the folder should be");
  const Finished finished = serve();
  expect_refused(finished, HasSubstr("data"));
}

TEST_F(Start, the_version_and_the_policy_need_no_server) {
  const Finished version = run_gatehouse({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_THAT(version.output, testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+\n"));
  const Finished policy = run_gatehouse({"policy"});
  EXPECT_EQ(policy.code, 0);
  EXPECT_THAT(policy.output, HasSubstr("POST   /api/v1/session | anyone"));
  EXPECT_NE(run_gatehouse({"dance"}).code, 0);
  EXPECT_NE(run_gatehouse({}).code, 0);
}

TEST_F(Start, a_link_or_an_audit_needs_an_installation) {
  expect_refused(run_gatehouse({"admin", "setup-link", "--data", data().string()}),
                 HasSubstr(data().string()));
  expect_refused(run_gatehouse({"audit", "verify", "--data", data().string()}),
                 HasSubstr(data().string()));
  EXPECT_FALSE(std::filesystem::exists(data()));
}

// --- beside existing data
// ----------------------------------------------------------------------------

// A stopped installation with an owner, to be damaged. Made once; each case damages a copy.
class StartAgain : public Start {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    (void)set_up(*server_);
    EXPECT_EQ(server_->stop(), 0);
  }
  static void TearDownTestSuite() { delete server_; }
  void SetUp() override {
    std::filesystem::copy(server_->data(), data(), std::filesystem::copy_options::recursive);
  }

  path control() const { return data() / "db" / "control.db"; }
  path master_key() const { return data() / "master.key"; }
  static void write(const path& where, std::string_view content) {
    std::ofstream{where, std::ios::binary} << content;
  }
  static std::string read(const path& where) {
    std::ifstream in{where, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  static RunningServer& server() { return *server_; }

 private:
  inline static RunningServer* server_ = nullptr;
};

TEST_F(StartAgain, a_copy_of_the_data_is_an_installation_of_its_own) {
  Process process{
      {gatehouse_binary(), "serve", "--data", data().string(), "--listen", "127.0.0.1:0"}};
  EXPECT_THAT(process.read_line().value_or(""), HasSubstr("gatehouse ready https://localhost:"));
  const Finished second = serve();
  expect_refused(second, HasSubstr("Another Gatehouse uses this data folder"));
  process.send(SIGTERM);
  EXPECT_EQ(process.wait(), 0);
}

TEST_F(StartAgain, a_missing_master_key_is_asked_for_and_not_made_anew) {
  std::filesystem::remove(master_key());
  expect_refused(serve(),
                 AllOf(HasSubstr("master key file is missing"), HasSubstr("vault.master_key")));
  EXPECT_FALSE(std::filesystem::exists(master_key()));
  std::filesystem::remove(control());  // the wrapped keys alone are data too
  expect_refused(serve(), HasSubstr("master key"));
  EXPECT_FALSE(std::filesystem::exists(master_key()));
}

TEST_F(StartAgain, a_master_key_that_others_can_read_is_refused) {
  std::filesystem::permissions(master_key(), std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  expect_refused(serve(), HasSubstr("chmod 600"));
}

TEST_F(StartAgain, a_master_key_of_another_installation_is_refused) {
  const RunningServer other;
  write(master_key(), read(other.data() / "master.key"));
  expect_refused(serve(), HasSubstr("does not belong to this data folder"));
  write(master_key(), "no key at all");
  expect_refused(serve(), HasSubstr("master key"));
}

TEST_F(StartAgain, a_damaged_control_database_is_refused_and_left_as_it_is) {
  const std::string whole = read(control());
  ASSERT_GT(whole.size(), 4096U);
  std::string flipped = whole;
  for (std::size_t at = 0; at < flipped.size(); at += 512)
    flipped[at] = static_cast<char>(flipped[at] ^ 0x55);
  for (const std::string& content :
       {flipped, std::string(8192, 'x'), whole.substr(0, 1000), std::string{}}) {
    write(control(), content);
    expect_refused(serve(), HasSubstr("database"));
    EXPECT_TRUE(read(control()) == content) << content.size() << " bytes";
  }
  write(control(), whole);
  Process process{
      {gatehouse_binary(), "serve", "--data", data().string(), "--listen", "127.0.0.1:0"}};
  EXPECT_THAT(process.read_line().value_or(""), HasSubstr("gatehouse ready"));
}

TEST_F(StartAgain, a_lost_control_database_is_not_replaced_by_an_empty_one) {
  std::filesystem::remove(control());
  expect_refused(serve(), HasSubstr("database"));
}

TEST_F(StartAgain, a_damaged_or_lost_database_of_a_workspace_is_refused) {
  std::vector<path> databases;
  for (const auto& entry : std::filesystem::directory_iterator{data() / "db" / "tenants"})
    if (entry.path().extension() == ".db") databases.push_back(entry.path());
  ASSERT_EQ(databases.size(), 1U);
  for (const std::string& content : {std::string(8192, 'x'), std::string{}}) {
    write(databases.front(), content);
    expect_refused(serve(), HasSubstr("database"));
    EXPECT_TRUE(read(databases.front()) == content) << content.size() << " bytes";
  }
  std::filesystem::remove(databases.front());
  expect_refused(serve(), HasSubstr("database"));
}

TEST_F(StartAgain, a_lost_key_of_a_workspace_is_named) {
  for (const auto& entry : std::filesystem::directory_iterator{data() / "keys"})
    if (entry.path().filename().string().contains("ten_")) std::filesystem::remove(entry.path());
  expect_refused(serve(), HasSubstr("Restore its keys folder"));
}

TEST_F(StartAgain, every_audit_log_verifies) {
  const Finished verified = run_gatehouse({"audit", "verify", "--data", data().string()});
  EXPECT_EQ(verified.code, 0) << verified.output << verified.errors;
  EXPECT_THAT(verified.output, AllOf(HasSubstr("installation"), HasSubstr("ten_")));
}

}  // namespace
}  // namespace gatehouse::test

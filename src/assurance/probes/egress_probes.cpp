// The way out, attacked through the one field in which somebody names where the server shall go:
// the address of their OpenID Connect provider.
#include <fmt/format.h>

#include "assurance/openid_stage.h"
#include "assurance/probes/egress_spellings.h"
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kSchemes = "EGR-01";
constexpr std::string_view kDestinations = "EGR-02";
constexpr std::string_view kAnswers = "EGR-03";
constexpr int kTriesOfASession = 25;  // a session may change a provider 30 times a minute

// Somebody who names one address after another, in new sessions so that no limit answers for us.
class Naming {
 public:
  Naming(OpenIdStage& stage, Notebook& notebook)
      : stage_{stage}, notebook_{notebook}, provider_{stage.add(notebook)} {}
  ~Naming() { stage_.remove(provider_); }
  Naming(const Naming&) = delete;
  Naming& operator=(const Naming&) = delete;

  bool ready() const { return !provider_.empty(); }
  Answer name(std::string_view issuer) {
    if (++tries_ % kTriesOfASession == 0)
      stage_.owner = stage_.target.member(stage_.target.tenant(1).owner);
    return stage_.tell(provider_, issuer);
  }
  // Refused as `code`, in the control's name, with no visit to the trap. After one that was not,
  // there is no going on: the next would lead into somebody's network.
  bool expect(std::string_view issuer, std::initializer_list<std::string_view> codes,
              std::string_view control) {
    const int before = stage_.trap.visits();
    const Answer answer = name(issuer);
    const bool refused = std::ranges::find(codes, answer.problem()) != codes.end();
    const bool held =
        refused && stage_.trap.visits() == before && stage_.target.is_recorded(answer, control);
    return notebook_.expect(
        held, fmt::format("name {} as the provider", issuer),
        fmt::format("refused and recorded under {}, no visit", control),
        fmt::format("{}, {} visits", answer.brief(), stage_.trap.visits() - before));
  }

 private:
  OpenIdStage& stage_;
  Notebook& notebook_;
  std::string provider_;
  int tries_ = 0;
};

bool expect_honest(Naming& naming, OpenIdStage& stage, Notebook& notebook) {
  const Answer told = naming.name(stage.issuer());
  return expect_status(notebook, told, 200, "name an honest provider, which is the verifier");
}

// --- EGR-01

void only_web_addresses_are_fetched(Target& target, Notebook& notebook) {
  const auto stage = OpenIdStage::open(target, notebook);
  if (!stage) return;
  Naming naming{*stage, notebook};
  if (!naming.ready() || !expect_honest(naming, *stage, notebook)) return;
  const std::string place = fmt::format("127.0.0.1:{}", stage->trap.port());
  for (const std::string_view scheme :
       {"http",  "HTTP", "ftp",  "ftps", "gopher", "GoPher", "dict",  "ldap",
        "ldaps", "tftp", "smb",  "scp",  "sftp",   "telnet", "imap",  "pop3",
        "smtp",  "mqtt", "rtsp", "ws",   "wss",    "jar",    "netdoc"})
    if (!naming.expect(fmt::format("{}://{}/", scheme, place), {"egress.scheme_refused"}, kSchemes))
      return;
  for (const std::string_view url : {"file:///etc/passwd", "FILE:///etc/passwd"})
    naming.expect(url, {"egress.scheme_refused"}, kSchemes);
  // A port of something else is another service's.
  for (const int port : {22, 25, 80, 6379})
    naming.expect(fmt::format("https://127.0.0.1:{}", port), {"egress.scheme_refused"}, kSchemes);
  // No address that can be read in one way only.
  for (const std::string_view url :
       {"data:text/plain,x", "javascript:alert(1)", "jar:http://127.0.0.1!/", " https://127.0.0.1",
        "https ://127.0.0.1", "//127.0.0.1/", "127.0.0.1", "https:\\\\127.0.0.1"})
    naming.expect(url, {"egress.bad_request", "egress.scheme_refused"}, kSchemes);
  for (const std::string_view url : {"ht\ttps://127.0.0.1", "https://127.0.0.1\r\nX: y"}) {
    const Answer answer = naming.name(url);
    notebook.expect(answer.status == 400 || answer.status == 422,
                    "name an address with control characters", "refused", answer.brief());
  }
}

// --- EGR-02

void nothing_inside_is_reached(Target& target, Notebook& notebook) {
  const auto stage = OpenIdStage::open(target, notebook);
  if (!stage) return;
  Naming naming{*stage, notebook};
  if (!naming.ready() || !expect_honest(naming, *stage, notebook)) return;
  for (const std::string& url : spellings_of_inside(stage->trap.port())) {
    const Answer answer = naming.name(url);
    const std::string code = answer.problem();
    const std::string_view control =
        code == "egress.destination_refused" ? kDestinations : kSchemes;
    const bool refused = code == "egress.destination_refused" || code == "egress.bad_request";
    const bool held = refused && stage->trap.visits() == 0 && target.is_recorded(answer, control);
    if (!notebook.expect(held, "name " + url + " as the provider", "refused, recorded, no visit",
                         fmt::format("{}, {} visits", answer.brief(), stage->trap.visits())))
      return;
  }
  // By a document of a server that may be visited: a redirect, and an address in it.
  const std::string inside = fmt::format("https://127.0.0.1:{}/", stage->trap.port());
  stage->provider().instead([inside](const Heard&, Line& line) {
    (void)line.say(plain_answer(302, "text/plain", "", "Location: " + inside + "\r\n"));
  });
  naming.expect(stage->issuer(), {"egress.destination_refused"}, kDestinations);
  stage->provider().instead({});
  stage->provider().describe("jwks_uri", json_text(inside + "keys"));
  naming.expect(stage->issuer(), {"egress.destination_refused"}, kDestinations);
}

// --- EGR-03

// A redirect, over and over.
HostileServer::Talk sends_to(std::string place) {
  return [place = std::move(place)](const Heard&, Line& line) {
    (void)line.say(plain_answer(302, "text/plain", "", "Location: " + place + "\r\n"));
  };
}

void says_without_end(const Heard&, Line& line) {
  (void)line.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
  const std::string part(4096, ' ');
  while (line.say(part)) {
  }
}

void says_one_octet_at_a_time(const Heard&, Line& line) {
  (void)line.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
  while (line.stays_for(500ms) && line.say(" ")) {
  }
}

// What would be a description once it were unpacked, and nobody unpacks it.
void says_packed(const Heard&, Line& line) {
  (void)line.say(
      plain_answer(200, "application/json", "\x1f\x8b\x08", "Content-Encoding: gzip\r\n"));
}

void try_redirects(Naming& naming, OpenIdStage& stage) {
  const std::string here = stage.issuer();
  std::string weaker = here;
  weaker.replace(0, 5, "http");
  for (const std::string& place :
       {here + "/again", std::string{"/again"}, weaker + "/", std::string{"file:///etc/passwd"},
        std::string{"gopher://127.0.0.1/"}}) {
    stage.provider().instead(sends_to(place));
    naming.expect(here, {"egress.redirect_refused"}, kAnswers);
  }
}

void only_bounded_and_proven_answers(Target& target, Notebook& notebook) {
  const auto stage = OpenIdStage::open(target, notebook);
  if (!stage) return;
  Naming naming{*stage, notebook};
  if (!naming.ready() || !expect_honest(naming, *stage, notebook)) return;
  const std::string here = stage->issuer();
  try_redirects(naming, *stage);
  stage->provider().instead(&says_without_end);
  naming.expect(here, {"egress.answer_too_large"}, kAnswers);
  stage->provider().instead([](const Heard&, Line& line) {
    (void)line.say("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{");
  });
  naming.expect(here, {"egress.answer_too_large"}, kAnswers);
  stage->provider().instead(&says_one_octet_at_a_time);
  naming.expect(here, {"egress.answer_too_slow"}, kAnswers);
  stage->provider().instead(&says_packed);
  naming.expect(here, {"identity.openid_provider_refused"}, "IDN-05");
  stage->provider().instead(
      [](const Heard&, Line& line) { (void)line.say(plain_answer(200, "text/html", "<html>")); });
  naming.expect(here, {"identity.openid_provider_refused"}, "IDN-05");
  stage->provider().instead({});
  stage->prove_as("another.invalid");
  naming.expect(here, {"egress.certificate_refused"}, kAnswers);
  stage->prove_as(here.substr(8, here.rfind(':') - 8), true);
  naming.expect(here, {"egress.certificate_refused"}, kAnswers);
}

constexpr Probe kProbes[] = {
    {kSchemes, "no other scheme than https is fetched", &only_web_addresses_are_fetched},
    {kDestinations, "nothing inside is reached, however it is written", &nothing_inside_is_reached},
    {kAnswers, "answers are bounded, proven and followed a few steps only",
     &only_bounded_and_proven_answers},
};

}  // namespace

std::span<const Probe> egress_probes() { return kProbes; }

}  // namespace gatehouse::assurance

// Single sign-on through SAML: honest sign-ins with an identity provider of others, hostile ones
// with ours.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "assurance/hostile_provider.h"
#include "assurance/sign_on_trip.h"
#include "store/temporary_folder.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using namespace std::chrono_literals;
using assurance::Claim;
using assurance::HostileProvider;
using assurance::SigningChoice;
using assurance::Trip;
using testing::HasSubstr;

constexpr std::string_view kProviders = "/api/v1/sign-on/providers";

// pysaml2, in a process for each step.
class PySaml {
 public:
  std::string metadata() const { return run({"metadata"}); }
  // The base64 of its answer to whoever was sent to this address.
  std::string answer(const Trip& trip, const std::string& our_metadata,
                     const std::string& choices) const {
    const auto partner = folder_.path() / "sp.xml";
    std::ofstream{partner} << our_metadata;
    std::string text = run({"answer", trip.address, partner.string(), choices});
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }

 private:
  std::string run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     {"/usr/bin/python3", GATEHOUSE_SOURCE "/test/integration/saml/idp.py",
                      folder_.path().string()});
    Process process{arguments};
    std::string output = process.read_rest();
    EXPECT_EQ(process.wait(), 0) << process.errors();
    return output;
  }

  store::TemporaryFolder folder_;
};

class SignOnSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
    agent_ = new Member{joined(*owner_, "bob@example.com", "agent")};
    hostile_ = new HostileProvider{"https://hostile.example", clock()};
    provider_ = new std::string{add("Hostile", hostile_->metadata())};
    link(*agent_, *provider_, "bob");
  }
  static void TearDownTestSuite() {
    delete provider_;
    delete hostile_;
    delete agent_;
    delete owner_;
    delete server_;
  }
  static RunningServer& server() { return *server_; }
  static Member& owner() { return *owner_; }
  static Member& agent() { return *agent_; }
  static const HostileProvider& hostile() { return *hostile_; }
  static const std::string& provider() { return *provider_; }
  static Clock& clock() {
    static SystemClock clock;
    return clock;
  }

  // --- setting up
  static std::string path_of(std::string_view id, std::string_view rest = "") {
    return fmt::format("{}/{}{}", kProviders, id, rest);
  }
  static Answer change(std::string_view id, std::string_view body) {
    return owner().patch(path_of(id), std::string{body});
  }
  static std::string add(std::string_view name, std::string_view metadata) {
    const Answer added = owner().post(std::string{kProviders},
                                      fmt::format(R"({{"kind":"saml","name":"{}"}})", name));
    EXPECT_EQ(added.status, 201) << added.body;
    const std::string id = added.text_at("/id");
    const Answer changed =
        change(id, fmt::format(R"({{"metadata":{},"enabled":true}})", in_quotes(metadata)));
    EXPECT_EQ(changed.status, 200) << changed.body;
    return id;
  }
  static Json shown(std::string_view id) {
    return with(list_at(body_of(owner().get(std::string{kProviders})), "/items"), "/id", id);
  }

  // --- trips
  static Trip begin_as(const Member& member, const std::string& path, std::string_view id) {
    const Answer answer = member.ask({.method = "POST", .target = path});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return assurance::trip_of(id, answer.text_at("/address"), answer);
  }
  static Trip begin(std::string_view id = provider()) {
    return assurance::begin_trip(Client{server()}.attacker(), id);
  }
  static Answer end(const Trip& trip, std::string_view xml) {
    return assurance::end_trip(Client{server()}.attacker(), trip, xml);
  }
  static std::string links(std::string_view id) {
    return fmt::format("/api/v1/sign-on/links/{}", id);
  }
  static void link(const Member& member, const std::string& id, const std::string& name) {
    const Trip trip = begin_as(member, links(id), id);
    const Answer linked = end(trip, hostile().honest(claim(trip, name)));
    EXPECT_EQ(linked.header("location"), "/settings#sign-on=linked") << linked.brief();
  }
  static Claim claim(const Trip& trip, std::string name = "bob") {
    static int number = 0;
    ++number;
    const std::string us = server().place().origin() + "/sign-on/saml/" + trip.provider;
    const Instant now = clock().now();
    return {.issuer = hostile().entity_id(),
            .destination = us + "/acs",
            .recipient = us + "/acs",
            .audience = us + "/metadata",
            .request = trip.request,
            .name = std::move(name),
            .email = "",
            .response_id = fmt::format("_r{}", number),
            .assertion_id = fmt::format("_a{}", number),
            .not_before = now - 1min,
            .not_on_or_after = now + 5min,
            .now = now};
  }
  // Nobody was let in; why, an administrator sees after a trial.
  static std::string refusal_of(std::string_view xml_or_form, const Trip& trip,
                                bool is_form = false) {
    const Answer answer = is_form
                              ? assurance::post_form(Client{server()}.attacker(), trip, xml_or_form)
                              : end(trip, xml_or_form);
    EXPECT_EQ(assurance::session_from(answer), "");
    EXPECT_EQ(answer.status, 303) << answer.body;
    return text_at(shown(trip.provider), "/trial/outcome");
  }
  static Trip try_out() { return begin_as(owner(), path_of(provider(), "/trial"), provider()); }
  static std::string tried(const Claim& claim, const Trip& trip, const SigningChoice& choice = {}) {
    return refusal_of(hostile().honest(claim, choice), trip);
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
  inline static Member* agent_ = nullptr;
  inline static HostileProvider* hostile_ = nullptr;
  inline static std::string* provider_ = nullptr;
};

Member arrived(const RunningServer& server, const Answer& arrival) {
  Member member{server};
  member.access = assurance::session_from(arrival);
  const Answer session = member.get("/api/v1/session");
  member.session = body_of(session);
  member.csrf = session.text_at("/csrf");
  return member;
}

std::string who_is(const RunningServer& server, const Answer& arrival) {
  return arrived(server, arrival).email();
}

// --- an identity provider of others

TEST_F(SignOnSuite, pysaml2_signs_a_linked_member_in) {
  const PySaml idp;
  const std::string id = add("pysaml2", idp.metadata());
  const Answer described = Client{server()}.get(fmt::format("/sign-on/saml/{}/metadata", id));
  ASSERT_EQ(described.status, 200) << described.body;
  const std::string bob = R"({"subject":"b-17","email":"bob@idp.example","name":"Bob at work")";
  const auto answer = [&](const Trip& trip, std::string_view more) {
    return assurance::post_form(Client{server()}.attacker(), trip,
                                idp.answer(trip, described.body, bob + std::string{more} + "}"));
  };

  const Trip trial = begin_as(owner(), path_of(id, "/trial"), id);
  EXPECT_EQ(answer(trial, "").header("location"), "/sign-on#tried");
  EXPECT_EQ(text_at(shown(id), "/trial/outcome"), "accepted");

  EXPECT_EQ(answer(begin(id), "").header("location"), "/login#sign-on=not_linked");
  const Trip linking = begin_as(agent(), "/api/v1/sign-on/links/" + id, id);
  EXPECT_EQ(answer(linking, "").header("location"), "/settings#sign-on=linked");

  const std::string_view ways[] = {
      "",
      R"(,"sign_response":false)",
      R"(,"sign_assertion":false)",
      R"(,"encrypt":true,"cipher":"http://www.w3.org/2009/xmlenc11#aes256-gcm")",
      R"(,"encrypt":true,"cipher":"http://www.w3.org/2009/xmlenc11#aes256-gcm","sign_response":false)",
      R"(,"encrypt":true,"cipher":"http://www.w3.org/2001/04/xmlenc#aes256-cbc")"};
  for (const std::string_view way : ways) {
    const Answer arrived = answer(begin(id), way);
    EXPECT_EQ(arrived.header("location"), "/login#sign-on=done") << way;
    EXPECT_EQ(who_is(server(), arrived), "bob@example.com") << way;
  }
  const auto why = [&](std::string_view way) {
    (void)answer(begin_as(owner(), path_of(id, "/trial"), id), way);
    return text_at(shown(id), "/trial/outcome");
  };
  EXPECT_EQ(why(R"(,"sha1":true)"), "weak_algorithm");
  EXPECT_EQ(why(R"(,"sign_response":false,"sign_assertion":false)"), "unsigned");
  EXPECT_EQ(why(R"(,"encrypt":true)"), "weak_encryption");  // triple DES
  EXPECT_EQ(
      why(R"(,"encrypt":true,"cipher":"http://www.w3.org/2001/04/xmlenc#aes256-cbc","sign_response":false)"),
      "weak_encryption");
  EXPECT_EQ(owner().remove(path_of(id)).status, 204);
}

// --- one in an attacker's hands

TEST_F(SignOnSuite, an_honest_answer_signs_in_and_only_once) {
  const Trip trip = begin();
  EXPECT_THAT(trip.address, testing::StartsWith("https://hostile.example/sso?SAMLRequest="));
  const std::string answer = hostile().honest(claim(trip));
  const Answer arrived = end(trip, answer);
  EXPECT_EQ(arrived.header("location"), "/login#sign-on=done");
  EXPECT_EQ(who_is(server(), arrived), "bob@example.com");
  EXPECT_EQ(end(trip, answer).header("location"), "/login#sign-on=lost");
  // The same assertion in answer to another question says for which one it is.
  const Trip another = begin();
  EXPECT_EQ(end(another, answer).header("location"), "/login#sign-on=refused");
}

TEST_F(SignOnSuite, attacker_cannot_replay_an_answer_after_a_restart) {
  const Trip trip = begin();
  const std::string answer = hostile().honest(claim(trip));
  EXPECT_EQ(end(trip, answer).header("location"), "/login#sign-on=done");
  const Trip before = begin();
  (void)server().stop();
  server().start();
  EXPECT_EQ(end(trip, answer).header("location"), "/login#sign-on=lost");
  // Whoever was on the way meanwhile arrives.
  EXPECT_EQ(end(before, hostile().honest(claim(before))).header("location"), "/login#sign-on=done");
}

TEST_F(SignOnSuite, attacker_cannot_use_one_assertion_for_two_questions) {
  const Trip first = begin();
  Claim once = claim(first);
  EXPECT_EQ(end(first, hostile().honest(once)).header("location"), "/login#sign-on=done");
  const Trip second = begin();
  Claim again = claim(second);
  again.assertion_id = once.assertion_id;
  EXPECT_EQ(end(second, hostile().honest(again)).header("location"), "/login#sign-on=refused");
}

TEST_F(SignOnSuite, attacker_cannot_sign_somebody_in_as_the_attacker) {
  Trip attackers = begin();
  const std::string answer = hostile().honest(claim(attackers));
  const Trip victims = begin();
  Trip mixed = attackers;
  mixed.browser = victims.browser;
  EXPECT_EQ(end(mixed, answer).header("location"), "/login#sign-on=lost");
  mixed.browser = "";
  EXPECT_EQ(end(mixed, answer).header("location"), "/login#sign-on=lost");
  EXPECT_EQ(end(attackers, answer).header("location"), "/login#sign-on=done");
  Trip stateless = begin();
  const std::string unasked = hostile().honest(claim(stateless));
  stateless.state = "";
  EXPECT_EQ(end(stateless, unasked).header("location"), "/login#sign-on=lost");
}

TEST_F(SignOnSuite, attacker_cannot_answer_for_another_provider) {
  const HostileProvider other{"https://other.example", clock()};
  const std::string id = add("Other", other.metadata());
  const Trip trip = begin();
  Trip bent = trip;
  bent.provider = id;
  EXPECT_EQ(end(bent, other.honest(claim(trip))).header("location"), "/login#sign-on=lost");
  // Its own question, answered in the name of the first.
  const Trip asked = begin(id);
  EXPECT_EQ(end(asked, hostile().honest(claim(asked))).header("location"),
            "/login#sign-on=refused");
  Claim named = claim(asked);
  named.issuer = other.entity_id();
  // The same name from another provider is somebody else.
  EXPECT_EQ(end(asked, other.honest(named)).header("location"), "/login#sign-on=not_linked");
  EXPECT_EQ(owner().remove(path_of(id)).status, 204);
}

TEST_F(SignOnSuite, attacker_cannot_wrap_a_signature) {
  for (int variant = 1; variant <= 8; ++variant) {
    const Trip trip = try_out();
    EXPECT_EQ(refusal_of(hostile().wrapped(variant, claim(trip), claim(trip, "olga")), trip),
              "several_assertions")
        << variant;
  }
}

TEST_F(SignOnSuite, attacker_cannot_bend_what_was_said) {
  struct Bend {
    std::string_view why;
    std::function<void(Claim&)> bend;
    SigningChoice choice = {};
  };
  const Bend bends[] = {
      {"wrong_audience", [](Claim& claim) { claim.audience = "https://other.example"; }},
      {"wrong_recipient", [](Claim& claim) { claim.recipient = "https://other.example/acs"; }},
      {"wrong_destination", [](Claim& claim) { claim.destination = "https://other.example/acs"; }},
      {"wrong_issuer", [](Claim& claim) { claim.issuer = "https://other.example"; }},
      {"wrong_request", [](Claim& claim) { claim.request = "_another"; }},
      {"expired", [](Claim& claim) { claim.not_on_or_after = claim.now - 2min; }},
      {"not_yet_valid", [](Claim& claim) { claim.not_before = claim.now + 2min; }},
      {"forbidden_markup", [](Claim& claim) { claim.name = "olga<!-- -->.evil"; }},
      {"bad_signature", [](Claim&) {}, {.by_stranger = true}},
      {"weak_algorithm", [](Claim&) {}, {.method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}},
      {"weak_algorithm",
       [](Claim&) {},
       {.method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", .hmac_of_public = true}},
  };
  for (const Bend& one : bends) {
    const Trip trip = try_out();
    Claim bent = claim(trip);
    one.bend(bent);
    EXPECT_EQ(tried(bent, trip, one.choice), one.why);
  }
  const Trip trip = try_out();
  const std::string bare =
      HostileProvider::response(claim(trip), HostileProvider::assertion(claim(trip)));
  EXPECT_EQ(refusal_of(bare, trip), "unsigned");
  EXPECT_EQ(refusal_of("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + bare, trip),
            "forbidden_markup");
  EXPECT_EQ(refusal_of(bare.substr(0, bare.size() / 2), trip), "not_xml");
  EXPECT_EQ(refusal_of("%%%", trip, true), "not_base64");
}

// What it attacks it also looks for in the audit log.
TEST_F(SignOnSuite, the_verifier_finds_nothing) {
  const Finished verified = run_gatehouse({"verify", "--url", server().place().origin(), "--data",
                                           server().data().string(), "--only", "IDN-04"});
  EXPECT_EQ(verified.code, 0) << verified.output << verified.errors;
  EXPECT_THAT(verified.output, HasSubstr("IDN-04"));
}

TEST_F(SignOnSuite, forms_that_are_none_are_refused) {
  const Trip trip = begin();
  const auto post = [&](std::string_view type, std::string body) {
    const std::string target = fmt::format("/sign-on/saml/{}/acs", trip.provider);
    return Client{server()}.ask({.method = "POST",
                                 .target = target,
                                 .headers = {{"Content-Type", std::string{type}}},
                                 .body = std::move(body)});
  };
  constexpr std::string_view kForm = "application/x-www-form-urlencoded";
  EXPECT_EQ(post("application/json", R"({"SAMLResponse":"x"})").problem(), "edge.not_form");
  EXPECT_EQ(post(kForm, "SAMLResponse=a&SAMLResponse=b").problem(), "edge.duplicate_parameter");
  EXPECT_EQ(post(kForm, "SAMLResponse=a&more=b").problem(), "json.unknown_member");
  EXPECT_EQ(post(kForm, "RelayState=a").problem(), "json.missing_member");
  EXPECT_EQ(post(kForm, "SAMLResponse=" + std::string(400'000, 'A')).status, 413);
}

// --- joining, and the only door

TEST_F(SignOnSuite, whoever_the_provider_knows_joins_only_if_the_workspace_says_so) {
  const auto arrive = [](std::string name, std::string email) {
    const Trip trip = begin();
    Claim newcomer = claim(trip, std::move(name));
    newcomer.email = std::move(email);
    return end(trip, hostile().honest(newcomer));
  };
  EXPECT_EQ(arrive("new-1", "nina@example.com").header("location"), "/login#sign-on=not_linked");
  EXPECT_EQ(change(provider(), R"({"joining":"agent"})").status, 200);
  const Answer joined = arrive("new-1", "nina@example.com");
  EXPECT_EQ(joined.header("location"), "/login#sign-on=done");
  EXPECT_EQ(who_is(server(), joined), "nina@example.com");
  EXPECT_EQ(who_is(server(), arrive("new-1", "changed@example.com")), "nina@example.com");
  // An address that somebody has proves nothing.
  EXPECT_EQ(arrive("new-2", std::string{kOwnerEmail}).header("location"),
            "/login#sign-on=not_linked");
  EXPECT_EQ(change(provider(), R"({"joining":"nobody"})").status, 200);
}

TEST_F(SignOnSuite, nobody_lets_others_join_with_more_than_they_could_give) {
  EXPECT_EQ(change(provider(), R"({"joining":"owner"})").problem(), "access.cannot_grant");
  EXPECT_EQ(change(provider(), R"({"joining":"role_00000000000000000000000000"})").status, 404);
  const std::string role =
      owner()
          .post("/api/v1/roles",
                R"({"name":"Keeper","every_bot":false,"privileges":["manage_sign_on"]})")
          .text_at("/key");
  EXPECT_EQ(change(provider(), fmt::format(R"({{"joining":"{}"}})", role)).status, 200);
  EXPECT_EQ(text_at(shown(provider()), "/joining"), role);
  // A role that is gone brings nobody in.
  EXPECT_EQ(owner().remove("/api/v1/roles/" + role).status, 204);
  EXPECT_EQ(text_at(shown(provider()), "/joining"), "nobody");
}

// --- what a sign-in through the provider is worth

TEST_F(SignOnSuite, an_arrival_is_complete_unless_the_workspace_wants_a_factor_of_everybody) {
  const auto arrive = [] {
    const Trip trip = begin();
    return arrived(server(), end(trip, hostile().honest(claim(trip))));
  };
  EXPECT_EQ(arrive().get("/api/v1/session").text_at("/stage"), "complete");
  constexpr std::string_view kRule = "/api/v1/workspace/second-factor";
  EXPECT_EQ(owner().patch(std::string{kRule}, R"({"for_all":true})").status, 200);
  EXPECT_EQ(arrive().get("/api/v1/session").text_at("/stage"), "enrolling");
  EXPECT_EQ(owner().patch(std::string{kRule}, R"({"for_all":false})").status, 200);
  EXPECT_EQ(arrive().get("/api/v1/session").text_at("/stage"), "complete");
}

TEST_F(SignOnSuite, whoever_was_signed_in_there_all_day_has_not_just_proven_themselves) {
  const Trip trip = begin();
  Claim of_the_morning = claim(trip);
  of_the_morning.authenticated_at = of_the_morning.now - 8h;
  const Member bob = arrived(server(), end(trip, hostile().honest(of_the_morning)));
  const auto ask_for_more = [&] {
    return bob.ask({.method = "POST", .target = links(provider())}).problem();
  };
  EXPECT_EQ(ask_for_more(), "identity.step_up_needed");
  const auto prove = [&](std::optional<Instant> authenticated_at, std::string name) {
    const Trip proof = begin_as(bob, "/api/v1/sign-on/proofs/" + provider(), provider());
    Claim said = claim(proof, std::move(name));
    said.authenticated_at = authenticated_at;
    return end(proof, hostile().honest(said));
  };
  EXPECT_EQ(prove(clock().now() - 8h, "bob").header("location"), "/login#sign-on=refused");
  EXPECT_EQ(prove(std::nullopt, "olga").header("location"), "/login#sign-on=refused");
  EXPECT_EQ(ask_for_more(), "identity.step_up_needed");
  EXPECT_EQ(prove(std::nullopt, "bob").header("location"), "/login#sign-on=proven");
  EXPECT_EQ(ask_for_more(), "");
  // Whoever has a factor of ours shows that one.
  EXPECT_EQ(
      owner().ask({.method = "POST", .target = "/api/v1/sign-on/proofs/" + provider()}).problem(),
      "identity.prove_by_factor");
}

void expect_only_door(const RunningServer& server, std::string_view invitation,
                      std::string_view reset) {
  const auto token_of = [](std::string_view link) { return link.substr(link.find('#') + 1); };
  Member late{server};
  EXPECT_EQ(late.sign_in_halfway("bob@example.com", kMemberPassword).problem(),
            "identity.only_sign_on");
  EXPECT_EQ(late.sign_in_halfway("bob@example.com", "wrong password here").problem(),
            "identity.login_refused");
  EXPECT_EQ(late.sign_in_halfway("nobody@example.com", kMemberPassword).problem(),
            "identity.login_refused");
  const auto passkey = server.passkeys().find("kim@example.com");
  ASSERT_NE(passkey, server.passkeys().end());
  assurance::Attacker keyed = late.attacker();
  EXPECT_EQ(keyed.sign_in(passkey->second).problem(), "identity.only_sign_on");
  EXPECT_EQ(late.post("/api/v1/invitations/accept",
                      fmt::format(R"({{"token":"{}","name":"Late","password":"{}"}})",
                                  token_of(invitation), kMemberPassword))
                .problem(),
            "identity.only_sign_on");
  EXPECT_EQ(late.post("/api/v1/password-reset/confirm",
                      fmt::format(R"({{"token":"{}","password":"eleven mild rivers bend"}})",
                                  token_of(reset)))
                .problem(),
            "identity.only_sign_on");
  // Whether there is such an account is not said.
  for (const std::string_view email : {"bob@example.com", "nobody@example.com"})
    EXPECT_EQ(late.post("/api/v1/password-reset", fmt::format(R"({{"email":"{}"}})", email)).status,
              late.post("/api/v1/password-reset", R"({"email":"x@example.org"})").status);
}

TEST_F(SignOnSuite, the_only_door_shuts_the_others_but_for_one_owner) {
  const std::string me = owner().get("/api/v1/session").text_at("/person/id");
  const std::string only = fmt::format(R"({{"break_glass":"{}"}})", me);
  const std::string door = path_of(provider(), "/only-door");
  const Trip failed = try_out();
  EXPECT_EQ(tried(claim(failed), failed, {.by_stranger = true}), "bad_signature");
  EXPECT_EQ(owner().post(door, only).problem(), "identity.provider_not_ready");
  const Trip trip = try_out();
  EXPECT_EQ(tried(claim(trip), trip), "accepted");
  const std::string bob = text_at(agent().session, "/person/id");
  EXPECT_EQ(owner().post(door, fmt::format(R"({{"break_glass":"{}"}})", bob)).problem(),
            "identity.break_glass_needed");

  EXPECT_EQ(change(provider(), R"({"domains":["example.com"]})").status, 200);
  Member keyed = joined(owner(), "kim@example.com", "agent");
  EXPECT_EQ(keyed.enrol().status, 201);
  const std::string invitation =
      owner()
          .post("/api/v1/invitations", R"({"email":"late@example.com","role":"agent"})")
          .text_at("/link");
  const std::string reset =
      owner().post(fmt::format("/api/v1/members/{}/password-reset", bob)).text_at("/link");
  EXPECT_EQ(owner().post(door, only).status, 200);
  // Whoever came in by another door comes in anew.
  EXPECT_EQ(keyed.get("/api/v1/session").problem(), "identity.signed_out");
  expect_only_door(server(), invitation, reset);
  EXPECT_EQ(owner().post(fmt::format("/api/v1/members/{}/password-reset", bob)).problem(),
            "identity.only_sign_on");
  // The owner who can come in without it stays one, and keeps the passkey.
  EXPECT_EQ(
      owner().patch("/api/v1/members/" + me, R"({"role":"agent","reason":"a test"})").problem(),
      "access.last_owner");
  const std::string passkey = owner().get("/api/v1/factors").text_at("/items/0/id");
  EXPECT_NE(owner().remove("/api/v1/factors/" + passkey).status, 204);
  Member late{server()};
  Member glass{server()};
  EXPECT_EQ(glass.sign_in(kOwnerEmail, kOwnerPassword).status, 200);
  const Trip in = begin();
  EXPECT_EQ(who_is(server(), end(in, hostile().honest(claim(in)))), "bob@example.com");
  // Known or unknown, an address of the domain gets the same answer.
  const auto doors = [](std::string_view email) {
    return Client{server()}.get(fmt::format("/api/v1/sign-on?email={}", email)).body;
  };
  EXPECT_EQ(doors("bob@example.com"), doors("nobody.at.all@example.com"));
  EXPECT_THAT(doors("bob@example.com"), HasSubstr(provider()));
  EXPECT_THAT(doors("bob@example.org"), HasSubstr(R"("password":true,"providers":[])"));

  EXPECT_EQ(owner().remove(door).status, 200);
  EXPECT_EQ(late.sign_in("bob@example.com", kMemberPassword).status, 200);
}

TEST_F(SignOnSuite, only_who_may_sets_it_up_and_only_what_is_right) {
  const Member ada = joined(owner(), "ada@example.com", "agent");
  EXPECT_EQ(ada.get(std::string{kProviders}).problem(), "access.forbidden");
  EXPECT_EQ(change(provider(), R"({"domains":["gmail.com"]})").problem(),
            "identity.domain_refused");
  EXPECT_EQ(change(provider(), R"({"metadata":"<a/>"})").problem(), "identity.metadata_refused");
  EXPECT_EQ(change(provider(), R"({"name":"  "})").problem(), "json.out_of_range");
  EXPECT_EQ(change("sso_00000000000000000000000000", R"({"name":"x"})").status, 404);
  const Answer fresh = owner().post(std::string{kProviders}, R"({"kind":"saml","name":"Fresh"})");
  const std::string id = fresh.text_at("/id");
  EXPECT_EQ(change(id, R"({"enabled":true})").problem(), "identity.provider_not_ready");
  EXPECT_EQ(Client{server()}.get(fmt::format("/sign-on/saml/{}/start", id)).status, 404);
  EXPECT_EQ(owner().remove(path_of(id)).status, 204);
}

}  // namespace
}  // namespace gatehouse::test

// Single sign-on: the verifier is itself the identity provider, an honest one and a hostile one.
#include <functional>

#include "assurance/hostile_provider.h"
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "assurance/sign_on_trip.h"

namespace gatehouse::assurance {

namespace {

using std::chrono::minutes;

constexpr std::string_view kProviders = "/api/v1/sign-on/providers";
constexpr std::string_view kControl = "IDN-04";

// A probe tenant that signs in through us.
struct Stage {
  Target& target;
  Attacker owner;
  SystemClock clock;
  HostileProvider idp;
  std::string provider;
  std::string entity_id;
  std::string acs_url;
  int claims = 0;

  Stage(Target& on, Attacker of)
      : target{on},
        owner{std::move(of)},
        idp{"https://" + base64url(crypto::sha256(as_bytes(owner.session))) + ".invalid", clock} {}

  Answer ask_owner(std::string method, std::string path, std::string body = {}) const {
    return owner.ask({.method = std::move(method),
                      .target = std::string{kProviders} + path,
                      .body = std::move(body)});
  }

  bool set_up(Notebook& notebook) {
    const Answer added = ask_owner("POST", "", R"({"kind":"saml","name":"A hostile provider"})");
    if (!expect_status(notebook, added, 201, "add an identity provider")) return false;
    provider = added.text_at("/id");
    entity_id = added.text_at("/our_entity_id");
    acs_url = added.text_at("/our_answer_url");
    const Answer ready =
        ask_owner("PATCH", "/" + provider,
                  fmt::format(R"({{"metadata":{},"enabled":true}})", json_text(idp.metadata())));
    return expect_status(notebook, ready, 200, "hand its metadata in and switch it on");
  }
  void take_down() const { (void)ask_owner("DELETE", "/" + provider); }

  Claim claim(const Trip& trip, std::string name) {
    const Instant now = clock.now();
    ++claims;
    return {.issuer = idp.entity_id(),
            .destination = acs_url,
            .recipient = acs_url,
            .audience = entity_id,
            .request = trip.request,
            .name = std::move(name),
            .email = "",
            .response_id = fmt::format("_r{}", claims),
            .assertion_id = fmt::format("_a{}", claims),
            .not_before = now - minutes{1},
            .not_on_or_after = now + minutes{5},
            .now = now};
  }

  bool link(Notebook& notebook, const Attacker& member, const std::string& name) {
    const Answer sent =
        member.ask({.method = "POST", .target = "/api/v1/sign-on/links/" + provider});
    const Trip trip = trip_of(provider, sent.text_at("/address"), sent);
    const Answer linked = end_trip(target.stranger(), trip, idp.honest(claim(trip, name)));
    return notebook.expect(linked.header("location").ends_with("linked"),
                           "link a member to a name of the provider", "linked",
                           std::string{linked.header("location")});
  }
};

bool is_recorded(Target& target, const Attacker& attacker) {
  for (const SeenEntry& entry : target.entries("event=session.sign_in_failed"))
    if (entry.outcome == "refused" && entry.control == kControl &&
        entry.address == attacker.address())
      return true;
  return false;
}

void expect_kept_out(Target& target, Notebook& notebook, const Attacker& attacker,
                     const Answer& answer, const std::string& did) {
  const bool out = answer.status == 303 && session_from(answer).empty();
  notebook.expect(out, did, "no session",
                  answer.brief() + " " + std::string{answer.header("location")});
  notebook.expect(is_recorded(target, attacker), did + ", then read the audit log",
                  "a refusal in the name of IDN-04", "searched");
}

constexpr std::string_view kMember = "probe-member";

struct Forgery {
  std::string_view name;
  std::function<std::string(Stage&, const Trip&)> write;
};

Forgery bent(std::string_view name, void (*bend)(Claim&), SigningChoice choice = {}) {
  return {name, [bend, choice = std::move(choice)](Stage& stage, const Trip& trip) {
            Claim claim = stage.claim(trip, std::string{kMember});
            bend(claim);
            return stage.idp.honest(claim, choice);
          }};
}

std::vector<Forgery> forgeries() {
  const auto nothing = [](Claim&) {};
  std::vector<Forgery> list{
      bent("signed by a stranger", nothing, {.by_stranger = true}),
      bent("signed with RSA and SHA-1", nothing,
           {.method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}),
      bent(
          "signed with the public certificate as a shared secret", nothing,
          {.method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", .hmac_of_public = true}),
      bent("whose signature is over something else", nothing, {.reference = "_elsewhere"}),
      bent("for another audience",
           [](Claim& claim) { claim.audience = "https://another.invalid"; }),
      bent("for another recipient",
           [](Claim& claim) { claim.recipient = "https://another.invalid/acs"; }),
      bent("of another issuer", [](Claim& claim) { claim.issuer = "https://another.invalid"; }),
      bent("in answer to another request", [](Claim& claim) { claim.request = "_another"; }),
      bent("that has expired",
           [](Claim& claim) { claim.not_on_or_after = claim.now - minutes{2}; }),
      bent("that is not valid yet",
           [](Claim& claim) { claim.not_before = claim.now + minutes{2}; }),
      bent("with a name split by a comment",
           [](Claim& claim) { claim.name = "probe-member<!-- -->.another"; }),
      {"without a signature",
       [](Stage& stage, const Trip& trip) {
         const Claim claim = stage.claim(trip, std::string{kMember});
         return HostileProvider::response(claim, HostileProvider::assertion(claim));
       }},
      {"that declares entities", [](Stage& stage, const Trip& trip) {
         return R"(<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>)" +
                stage.idp.honest(stage.claim(trip, std::string{kMember}));
       }}};
  for (int variant = 1; variant <= 8; ++variant)
    list.push_back({"with its signature wrapped", [variant](Stage& stage, const Trip& trip) {
                      const Claim real = stage.claim(trip, "somebody-else");
                      return stage.idp.wrapped(variant, real,
                                               stage.claim(trip, std::string{kMember}));
                    }});
  return list;
}

void try_forgeries(Stage& stage, Notebook& notebook) {
  for (const Forgery& forgery : forgeries()) {
    const Attacker attacker = stage.target.stranger();
    const Trip trip = begin_trip(attacker, stage.provider);
    const Answer answer = end_trip(attacker, trip, forgery.write(stage, trip));
    expect_kept_out(stage.target, notebook, attacker, answer,
                    fmt::format("bring an answer {}", forgery.name));
  }
}

void try_honest_answer_twice(Stage& stage, Notebook& notebook) {
  const Attacker honest = stage.target.stranger();
  const Trip trip = begin_trip(honest, stage.provider);
  const std::string answer = stage.idp.honest(stage.claim(trip, std::string{kMember}));
  const Attacker thief = stage.target.stranger();
  Trip stolen = trip;
  stolen.browser = begin_trip(thief, stage.provider).browser;
  expect_kept_out(stage.target, notebook, thief, end_trip(thief, stolen, answer),
                  "bring it in another browser");
  const Answer in = end_trip(honest, trip, answer);
  notebook.expect(!session_from(in).empty(), "bring an honest answer", "a session", in.brief());
  const Attacker replayer = stage.target.stranger();
  expect_kept_out(stage.target, notebook, replayer, end_trip(replayer, trip, answer),
                  "bring it a second time");
}

// A proof is asked for anew: whoever was signed in at the provider all day has shown nothing now.
void try_old_proof(Stage& stage, Notebook& notebook, const Attacker& member) {
  const auto prove = [&](std::optional<Instant> authenticated_at, std::string_view name) {
    const Answer sent =
        member.ask({.method = "POST", .target = "/api/v1/sign-on/proofs/" + stage.provider});
    const Trip trip = trip_of(stage.provider, sent.text_at("/address"), sent);
    Claim claim = stage.claim(trip, std::string{name});
    claim.authenticated_at = authenticated_at;
    return end_trip(stage.target.stranger(), trip, stage.idp.honest(claim));
  };
  const auto expect = [&](const Answer& answer, bool good, std::string did) {
    const std::string_view end = good ? "proven" : "refused";
    notebook.expect(answer.header("location").ends_with(end), std::move(did), std::string{end},
                    std::string{answer.header("location")});
  };
  expect(prove(stage.clock.now() - minutes{10}, kMember), false,
         "prove oneself by what the provider was shown ten minutes ago");
  expect(prove(std::nullopt, "somebody-else"), false, "prove oneself as somebody else");
  expect(prove(std::nullopt, kMember), true, "prove oneself by what it was shown now");
}

void try_another_tenants_provider(Stage& ours, Stage& theirs, Notebook& notebook) {
  const Attacker attacker = ours.target.stranger();
  const Trip trip = begin_trip(attacker, ours.provider);
  const Claim claim = ours.claim(trip, std::string{kMember});
  expect_kept_out(ours.target, notebook, attacker,
                  end_trip(attacker, trip, theirs.idp.honest(claim)),
                  "bring an answer that another tenant's provider signed");
  const Answer foreign =
      theirs.owner.ask({.method = "PATCH",
                        .target = fmt::format("{}/{}", kProviders, ours.provider),
                        .body = R"({"enabled":false})"});
  expect_status(notebook, foreign, 404, "switch another tenant's provider off");
}

void try_only_door(Stage& stage, const ProbeTenant& tenant, Notebook& notebook) {
  stage.target.prove(stage.owner, tenant.owner);
  const Answer sent = stage.ask_owner("POST", "/" + stage.provider + "/trial");
  const Trip trial = trip_of(stage.provider, sent.text_at("/address"), sent);
  (void)end_trip(stage.target.stranger(), trial, stage.idp.honest(stage.claim(trial, "somebody")));
  const Answer shut =
      stage.ask_owner("POST", "/" + stage.provider + "/only-door",
                      fmt::format(R"({{"break_glass":"{}"}})", tenant.owner.person.text()));
  if (!expect_status(notebook, shut, 200, "make the provider the only door")) return;
  const auto sign_in = [&](const ProbeMember& member) {
    return stage.target.stranger().post(
        "/api/v1/session", fmt::format(R"({{"email":{},"password":{}}})", json_text(member.email),
                                       json_text(member.password)));
  };
  expect_refused(stage.target, notebook, sign_in(tenant.agent), 403, kControl,
                 "sign in with the right password");
  expect_status(notebook, sign_in(tenant.owner), 200, "sign in as the owner who breaks the glass");
  const std::string token = stage.target.reset_token(tenant.agent);
  const Answer reset = stage.target.stranger().post(
      "/api/v1/password-reset/confirm",
      fmt::format(R"({{"token":{},"password":"four brisk otters hum"}})", json_text(token)));
  expect_refused(stage.target, notebook, reset, 403, kControl, "choose a password by a link");
  const Answer invited = stage.owner.post(
      "/api/v1/invitations", R"({"email":"by-invitation@probe.invalid","role":"agent"})");
  expect_refused(stage.target, notebook, invited, 403, kControl, "invite somebody past the door");
}

// In a tenant of its own: other probes change passwords and sign in with them meanwhile.
void only_good_answers_open_the_door(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(2);
  Stage stage{target, target.member(tenant.owner)};
  if (!stage.set_up(notebook)) return;
  const Attacker member = target.member(tenant.agent);
  if (stage.link(notebook, member, std::string{kMember})) {
    try_forgeries(stage, notebook);
    try_honest_answer_twice(stage, notebook);
    try_old_proof(stage, notebook, member);
    Stage another{target, target.member(target.tenant(1).owner)};
    if (another.set_up(notebook)) try_another_tenants_provider(stage, another, notebook);
    another.take_down();
    try_only_door(stage, tenant, notebook);
  }
  stage.take_down();
}

constexpr Probe kProbes[] = {
    {kControl, "only good answers of the right provider open the door",
     &only_good_answers_open_the_door},
};

}  // namespace

std::span<const Probe> sign_on_probes() { return kProbes; }

}  // namespace gatehouse::assurance

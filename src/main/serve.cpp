#include "main/serve.h"

#include <csignal>
#include <cstdio>

#include <fmt/format.h>

#include "api/authenticator.h"
#include "api/probe_tenants.h"
#include "api/services.h"
#include "api/tables.h"
#include "base/log.h"
#include "edge/pipeline.h"
#include "egress/mail_queue.h"
#include "knowledge/knowledge.h"
#include "main/certificates.h"
#include "main/housekeeping.h"
#include "main/installation.h"
#include "net/server.h"

namespace gatehouse {

namespace {

constexpr std::chrono::seconds kDrain{10};
constexpr unsigned kPoolThreads = 2;
constexpr std::size_t kPoolQueue = 64;

struct Listen {
  std::string address;
  std::uint16_t port;
};

Result<Listen> parse_listen(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return fail(Error{kBadListen}.because(text));
  std::string address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  unsigned long port = 65536;
  try {
    std::size_t used = 0;
    port = std::stoul(text.substr(colon + 1), &used);
    if (used != text.size() - colon - 1) port = 65536;
  } catch (const std::exception&) {
    return fail(Error{kBadListen}.because(text));
  }
  if (port > 65535) return fail(Error{kBadListen}.because(text));
  return Listen{std::move(address), static_cast<std::uint16_t>(port)};
}

bool is_loopback(const std::string& address) {
  if (address == "localhost") return true;
  const auto parsed = IpAddress::parse(address);
  return parsed && parsed->is_loopback();
}

// The names a request may use: the configured ones, and this machine's own for whoever sits at it.
std::vector<std::string> authorities(const Configuration& configuration, const Listen& listen,
                                     std::uint16_t port) {
  std::vector<std::string> list;
  const auto add = [&](std::string_view host) {
    list.push_back(fmt::format("{}:{}", host, port));
    if (port == 443) list.emplace_back(host);
  };
  for (const std::string& host : configuration.hosts) {
    list.push_back(host);  // behind a proxy or on 443 a browser leaves the port out
    add(host);
  }
  if (is_loopback(listen.address)) {
    add("localhost");
    add("127.0.0.1");
    add("[::1]");
  }
  return list;
}

// Passkeys are bound to the name of our public address; our pages of that name may use them.
identity::webauthn::RelyingParty relying_party(const std::vector<std::string>& names) {
  const auto host_of = [](const std::string& name) { return name.substr(0, name.find(':')); };
  identity::webauthn::RelyingParty party;
  if (names.empty()) return party;
  party.id = host_of(names.front());
  for (const std::string& name : names)
    if (host_of(name) == party.id) party.origins.push_back("https://" + name);
  return party;
}

// What bots say to visitors; conversations and bots do not know each other.
class BotAnswers final : public conversations::Answerer {
 public:
  explicit BotAnswers(bots::Bots& bots) : bots_{bots} {}

  Task<Result<conversations::BotAnswer>> answer(access::Room room, BotId bot,
                                                std::string question) override {
    CO_TRY(auto found, co_await bots_.answer(std::move(room), bot, std::move(question)));
    conversations::BotAnswer said{found.answered, std::move(found.text), std::nullopt};
    if (found.citation)
      said.citation = conversations::Citation{
          found.citation->source, std::move(found.citation->title),
          std::move(found.citation->heading), std::move(found.citation->url)};
    co_return said;
  }

 private:
  bots::Bots& bots_;
};

// The workspace sees in its own log that somebody waits for a mail in vain.
void tell_lost_mail(Installation& installation, const egress::MailQueue::Lost& lost) {
  const auto room = installation.tenants().room_of(lost.tenant);
  if (!room) return;
  auto work = [&](store::Transaction& transaction) {
    audit::Origin origin;
    origin.kind = audit::ActorKind::system;
    origin.tenant = lost.tenant;
    const audit::Deed deed{.event = audit::Event::mail_given_up,
                           .object = lost.about,
                           .outcome = audit::Outcome::refused,
                           .reason = lost.reason};
    return (*room)->audit().record(transaction, origin, deed);
  };
  if (const auto told = (*room)->database().write_now(work); !told)
    log::error("mail.lost_untold", told.error());
}

// Everything that runs, in the order in which it is built; it ends the other way round.
class Running {
 public:
  Running(std::unique_ptr<Installation> installation, const Configuration& configuration,
          std::unique_ptr<egress::Mailer> mailer, Clock& clock, Random& random)
      : installation_{std::move(installation)},
        clock_{clock},
        random_{random},
        pool_{kPoolThreads, kPoolQueue},
        housekeeping_{*installation_, refusals_},
        mail_{
            installation_->control(),
            installation_->vault().installation(),
            installation_->log(),
            std::move(mailer),
            clock,
            random,
            [this](const egress::MailQueue::Lost& lost) { tell_lost_mail(*installation_, lost); }},
        identity_{installation_->control(),
                  installation_->tenants(),
                  installation_->vault().installation(),
                  installation_->log(),
                  identity::Limits{.step_up = configuration.step_up},
                  clock,
                  random,
                  [this](const std::vector<SessionId>& sessions) { live_.end_sessions(sessions); }},
        knowledge_{clock, random},
        bots_{installation_->tenants(), knowledge_, clock, random},
        answers_{bots_},
        conversations_{installation_->tenants(), answers_, clock, random,
                       [this](const conversations::LiveEvent& event) { live_.tell(event); }},
        records_{installation_->control(), clock, random},
        trust_{installation_->control(), installation_->tenants(), installation_->log(), clock,
               configuration.trust},
        demo_{installation_->control(), bots_},
        services_{{clock, random, pool_, installation_->tenants(), identity_, bots_, conversations_,
                   installation_->log(), records_, trust_, live_, demo_,
                   [this] { housekeeping_.write_refusals(); }}},
        authenticator_{services_, installation_->vault().installation()},
        pipeline_{api::all_tables(),
                  services_,
                  authenticator_,
                  refusals_,
                  edge::PipelineOptions{configuration.trusted_proxies},
                  clock,
                  random} {}

  Result<> start(const Configuration& configuration, const Listen& listen,
                 ServerCertificate certificate) {
    TRY_VOID(identity_.start());
    TRY_VOID(api::remove_left_probe_tenants(installation_->tenants(), identity_));
    TRY_VOID(bots_.start());
    TRY_VOID(identity_.grant_what_was_reached(
        [this](TenantId tenant) { return bots_.bots_of(tenant); }));
    identity_.when_rights_change(
        [this](const std::vector<SessionId>& sessions) { live_.change_rights(sessions); });
    TRY_VOID(demo_.start());
    net::ServerOptions options{.address = listen.address,
                               .port = listen.port,
                               .certificate_pem = std::move(certificate.pair.certificate_pem),
                               .key_pem = std::move(certificate.pair.key_pem),
                               .threads = configuration.threads};
    server_ = std::make_unique<net::Server>(std::move(options), pipeline_, clock_, random_);
    TRY_VOID(server_->start());
    const std::string shown = is_loopback(listen.address) ? "localhost" : listen.address;
    const std::vector<std::string> names = authorities(configuration, listen, server_->port());
    services_.public_origin = names.empty() ? fmt::format("https://{}:{}", shown, server_->port())
                                            : "https://" + names.front();
    identity_.send_mail_through(mail_, services_.public_origin);
    mail_.start();
    pipeline_.serve_as(names);
    identity_.answer_as(relying_party(names));
    conversations_.start(server_->executors());
    housekeeping_.start([this] {
      if (const auto kept = identity_.keep_house(); !kept)
        log::error("identity.housekeeping", kept.error());
    });
    return {};
  }

  void stop() {
    live_.say_goodbye();
    conversations_.stop();
    server_->stop(kDrain);
    housekeeping_.stop();
    mail_.stop();
  }

  identity::Identity& identity() { return identity_; }
  const std::string& origin() const { return services_.public_origin; }

 private:
  // First, so that it goes last: coroutines that wait for a database belong to its loops.
  std::unique_ptr<net::Server> server_;
  std::unique_ptr<Installation> installation_;
  Clock& clock_;
  Random& random_;
  api::LiveHub live_;
  audit::Refusals refusals_;
  Pool pool_;
  Housekeeping housekeeping_;
  egress::MailQueue mail_;
  identity::Identity identity_;
  knowledge::Knowledge knowledge_;
  bots::Bots bots_;
  BotAnswers answers_;
  conversations::Conversations conversations_;
  assurance::Records records_;
  assurance::TrustPages trust_;
  api::Demo demo_;
  api::Services services_;
  api::Authenticator authenticator_;
  edge::Pipeline pipeline_;
};

Result<> print_guide(Running& running, const DataFolder& folder,
                     const std::optional<std::filesystem::path>& authority) {
  const std::string& origin = running.origin();
  TRY(const bool has_owner, running.identity().has_owner());
  fmt::print("\n  Gatehouse is running.\n\n");
  if (has_owner) {
    fmt::print("  Dashboard     {}/\n", origin);
  } else {
    TRY(const auto link, running.identity().make_setup_link());
    fmt::print(
        "  Set-up link   {}/setup#{}\n                (works once, within 15 minutes; "
        "`gatehouse admin setup-link --data {}` makes another)\n",
        origin, link.token.reveal_text(), folder.root().string());
  }
  fmt::print("  Demo page     {}/demo\n  Data          {}\n", origin, folder.root().string());
  if (authority)
    fmt::print(
        "  Certificate   made here; to trust it, add {} to your browser's or\n                "
        "system's "
        "authorities, or set tls.certificate and tls.key to your own\n",
        authority->string());
  fmt::print("  Stop          Ctrl+C\n\n");
  std::fflush(stdout);
  return {};
}

// An expired one is left out rather than served: reports sent to it would be lost (RFC 9116 5.3).
void warn_of_security_txt(const assurance::TrustOptions& trust, const Clock& clock) {
  if (trust.expires && *trust.expires <= clock.now())
    log::warning(
        "trust.security_txt_expired",
        {{"expires", rfc3339(*trust.expires)},
         {"remedy", "set trust.expires to a later date; until then security.txt is absent"}});
}

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

Result<> serve(const ServeOptions& options, Clock& clock, Random& random) {
  // Blocked before any thread starts, so that only this one hears them.
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  Configuration configuration;
  if (options.config) {
    TRY(configuration, read_configuration(*options.config));
  }
  log::set_level(configuration.log_level);
  warn_of_security_txt(configuration.trust, clock);
  TRY(const Listen listen, parse_listen(options.listen));
  if (!is_loopback(listen.address) && (!configuration.certificate || configuration.hosts.empty()))
    return fail(kNeedsCertificate);
  TRY(const DataFolder folder, DataFolder::open(options.data, true));
  TRY(auto certificate, server_certificate(folder, configuration, clock));
  const auto authority = certificate.authority;
  TRY(auto installation,
      Installation::open(folder, configuration, Installation::Mode::create, clock, random));
  TRY(auto mailer, configured_mailer(configuration, clock));
  Running running{std::move(installation), configuration, std::move(mailer), clock, random};
  TRY_VOID(running.start(configuration, listen, std::move(certificate)));

  fmt::print("gatehouse ready {}\n", running.origin());
  std::fflush(stdout);
  if (options.guided) TRY_VOID(print_guide(running, folder, authority));
  int received = 0;
  sigwait(&signals, &received);
  running.stop();
  return {};
}

}  // namespace gatehouse

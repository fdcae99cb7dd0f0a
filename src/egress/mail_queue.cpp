#include "egress/mail_queue.h"

#include <algorithm>

#include "base/json.h"
#include "base/log.h"
#include "base/wait_for.h"
#include "egress/queries.h"

namespace gatehouse::egress {

namespace {

constexpr auto kPurpose = vault::Purpose::message;
constexpr int kAtOnce = 32;
constexpr std::chrono::seconds kFirstDelay{1};
constexpr int kGrowth = 4;
constexpr std::chrono::minutes kLongestDelay{15};
// The clock on the wall may be set; looking is cheap.
constexpr std::chrono::seconds kLookEvery{30};

struct MailKind {
  static constexpr std::string_view prefix = "mail";
};
using MailId = Id<MailKind>;

vault::Place place_of(const MailId& id) { return {"mail", "body", id.bits()}; }

std::chrono::milliseconds delay_after(std::int64_t attempts) {
  std::chrono::milliseconds delay = kFirstDelay;
  for (std::int64_t at = 1; at < attempts && delay < kLongestDelay; ++at) delay *= kGrowth;
  return std::min<std::chrono::milliseconds>(delay, kLongestDelay);
}

}  // namespace

namespace internal {

// What is sealed.
struct Kept {
  std::string to;
  std::string subject;
  std::string text;
  std::string html;
  Language language;
};

}  // namespace internal

}  // namespace gatehouse::egress

template <>
struct gatehouse::json::Shape<gatehouse::egress::internal::Kept> {
  using Kept = gatehouse::egress::internal::Kept;
  static constexpr std::string_view name = "KeptMail";
  static constexpr auto kAny = json::text(0, 1 << 20);
  static constexpr auto members =
      std::tuple{json::member("to", &Kept::to, kAny), json::member("subject", &Kept::subject, kAny),
                 json::member("text", &Kept::text, kAny), json::member("html", &Kept::html, kAny),
                 json::member("language", &Kept::language)};
};

namespace gatehouse::egress {

using internal::Kept;

struct MailQueue::Waiting {
  MailId id;
  TenantId tenant;
  std::string about;
  vault::Sealed<std::string> body;
  Instant good_until;
  std::int64_t attempts;
  static constexpr auto columns =
      std::tuple{&Waiting::id,   &Waiting::tenant,     &Waiting::about,
                 &Waiting::body, &Waiting::good_until, &Waiting::attempts};
};

MailQueue::MailQueue(store::Database& control, const vault::Keyring& keys, audit::Log& log,
                     std::unique_ptr<Mailer> mailer, Clock& clock, Random& random,
                     std::function<void(const Lost&)> lost)
    : control_{control},
      keys_{keys},
      log_{log},
      mailer_{std::move(mailer)},
      clock_{clock},
      random_{random},
      lost_{std::move(lost)} {}

MailQueue::~MailQueue() { stop(); }

Result<> MailQueue::add(store::Transaction& transaction, OutgoingMail outgoing) {
  if (!mailer_) return {};
  const Mail& mail = outgoing.mail;
  const auto id = MailId::make(clock_, random_);
  std::string plain =
      json::write(Kept{mail.to.text(), mail.subject.text(), mail.text, mail.html, mail.language});
  const auto body = vault::Sealed<std::string>::of(keys_, kPurpose, place_of(id), plain);
  wipe(plain);
  TRY_VOID(transaction.execute(queries::insert_mail, id, outgoing.tenant, outgoing.about, body,
                               outgoing.good_until, clock_.now()));
  transaction.after_commit([this] { wake(); });
  return {};
}

void MailQueue::start() {
  if (!mailer_ || thread_.joinable()) return;
  thread_ = std::jthread{[this](std::stop_token stop) { run(std::move(stop)); }};
}

void MailQueue::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  mailer_->stop();
  wake();
  thread_.join();
}

void MailQueue::wake() {
  {
    const std::lock_guard lock{mutex_};
    woken_ = true;
  }
  wake_.notify_all();
}

void MailQueue::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    std::chrono::milliseconds wait = kLookEvery;
    const auto next = send_due();
    if (!next) log::error("mail.queue", next.error());
    if (next && *next)
      wait = std::clamp<std::chrono::milliseconds>(**next - clock_.now(), {}, wait);
    std::unique_lock lock{mutex_};
    wake_.wait_for(lock, stop, wait, [this] { return woken_; });
    woken_ = false;
  }
}

Result<std::optional<Instant>> MailQueue::send_due() {
  if (!mailer_) return std::nullopt;
  const auto due = [now = clock_.now()](store::Reader& reader) {
    return reader.all<Waiting>(queries::due_mails, now, std::int64_t{kAtOnce});
  };
  TRY(const auto mails, control_.read_now(due));
  for (const Waiting& waiting : mails) {
    if (thread_.get_stop_token().stop_requested()) return std::nullopt;
    TRY_VOID(send_one(waiting));
  }
  const auto next = [](store::Reader& reader) {
    return reader.maybe<Instant>(queries::next_mail_at);
  };
  return control_.read_now(next);
}

Result<Mail> MailQueue::opened(const Waiting& waiting) const {
  TRY(const std::string body, waiting.body.open(keys_, kPurpose, place_of(waiting.id)));
  TRY(Kept kept, json::read<Kept>(body));
  TRY(EmailAddress to, EmailAddress::parse(kept.to));
  return Mail{.to = std::move(to),
              .subject = HeaderText::of(kept.subject),
              .text = std::move(kept.text),
              .html = std::move(kept.html),
              .language = kept.language,
              .id = waiting.id.text()};
}

Result<> MailQueue::send_one(const Waiting& waiting) {
  if (clock_.now() >= waiting.good_until)
    return settle(waiting, audit::Event::mail_given_up, kMailNotSent.code);
  auto mail = opened(waiting);
  if (!mail) {
    // Damaged: nobody can ever send it, and it must not stand in the way of others.
    log::error("mail.dropped", mail.error());
    return settle(waiting, audit::Event::mail_given_up, mail.error().kind().code);
  }
  const Result<> sent = wait_for(mailer_->send(*std::move(mail)));
  if (sent) return settle(waiting, audit::Event::mail_sent, {});
  if (thread_.get_stop_token().stop_requested()) return {};
  log::error("mail.not_sent", sent.error());
  if (sent.error().is(kMailRejected))
    return settle(waiting, audit::Event::mail_given_up, kMailRejected.code);
  return delay(waiting);
}

Result<> MailQueue::delay(const Waiting& waiting) {
  const std::int64_t attempts = waiting.attempts + 1;
  // The last try is when it would be too late, so that giving up is not late either.
  const Instant next = std::min(clock_.now() + delay_after(attempts), waiting.good_until);
  auto work = [&](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::delay_mail, waiting.id, attempts, next));
    return {};
  };
  return control_.write_now(work);
}

Result<> MailQueue::settle(const Waiting& waiting, audit::Event event, std::string_view reason) {
  const bool given_up = event == audit::Event::mail_given_up;
  if (given_up && lost_) lost_({waiting.tenant, waiting.about, reason});
  auto work = [&](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::delete_mail, waiting.id));
    audit::Origin origin;
    origin.kind = audit::ActorKind::system;
    origin.tenant = waiting.tenant;
    const audit::Deed deed{.event = event,
                           .object = waiting.about,
                           .outcome = given_up ? audit::Outcome::refused : audit::Outcome::done,
                           .reason = reason};
    return log_.record(transaction, origin, deed);
  };
  return control_.write_now(work);
}

}  // namespace gatehouse::egress

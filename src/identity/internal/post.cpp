#include "identity/internal/post.h"

namespace gatehouse::identity::internal {

void Post::use(egress::MailQueue& queue, std::string origin) {
  queue_ = &queue;
  origin_ = std::move(origin);
}

bool Post::reaches(const EmailAddress& email) const {
  return queue_ != nullptr && queue_->can_send() && !email.folded().ends_with(".invalid");
}

std::string Post::link(std::string_view page, const Secret& token) const {
  return this->page(page) + "#" + std::string{token.reveal_text()};
}

Result<> Post::send(store::Transaction& transaction, const EmailAddress& to,
                    const egress::Letter& letter, const About& about) const {
  if (!reaches(to)) return {};
  egress::OutgoingMail mail{.mail = egress::written(to, letter),
                            .good_until = about.good_until,
                            .tenant = about.tenant,
                            .about = about.object};
  return queue_->add(transaction, std::move(mail));
}

}  // namespace gatehouse::identity::internal

// Lost passwords, new addresses, invitations by mail.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using access::Role;
using audit::Event;
using egress::Language;
using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::string_view kNewPassword = "eleven velvet harbours sing";

// A mail server: the outside.
class Mailbox final : public egress::Mailer {
 public:
  explicit Mailbox(std::vector<egress::Mail>& mails) : mails_{mails} {}
  Task<Result<>> send(egress::Mail mail) override {
    mails_.push_back(std::move(mail));
    co_return Result<>{};
  }

 private:
  std::vector<egress::Mail>& mails_;
};

class WithMail : public TestInstallation {
 protected:
  WithMail() { use_mail(); }
  ~WithMail() override { identity.reset(); }
  void use_mail() {
    queue = std::make_unique<egress::MailQueue>(*control, vault->installation(), *log,
                                                std::make_unique<Mailbox>(mails), clock, random);
    identity->send_mail_through(*queue, "https://chat.example.com");
  }
  // Everything that waits goes on its way.
  void deliver() {
    CHECK(identity->keep_house().has_value());
    CHECK(queue->send_due().has_value());
  }
  // The token of the newest mail to this address; empty when there is none.
  std::string token_to(std::string_view address) {
    deliver();
    for (auto mail = mails.rbegin(); mail != mails.rend(); ++mail) {
      if (mail->to.folded() != address) continue;
      const std::size_t at = mail->text.find('#');
      if (at == std::string::npos) return {};
      return mail->text.substr(at + 1, mail->text.find('\n', at) - at - 1);
    }
    return {};
  }
  std::size_t mails_to(std::string_view address) {
    deliver();
    return static_cast<std::size_t>(std::ranges::count_if(
        mails, [&](const egress::Mail& mail) { return mail.to.folded() == address; }));
  }
  void ask(std::string_view address, Language language = Language::en) {
    CHECK(wait_for(identity->ask_for_reset(from(), email(address), language)).has_value());
  }
  Result<> reset(std::string_view token, std::string_view to = kNewPassword) {
    return wait_for(
        identity->reset_password(from(), std::string{token}, password(to), Language::en));
  }
  Result<> ask_for_email(const SignedIn& who, std::string_view address,
                         std::string_view by = kGoodPassword) {
    return wait_for(
        identity->ask_for_email(caller(who), email(address), password(by), Language::en));
  }
  Result<std::string> confirm(std::string_view token) {
    return wait_for(identity->confirm_email(from(), std::string{token}, Language::en));
  }
  Result<std::string> undo(std::string_view token) {
    return wait_for(identity->undo_email(from(), std::string{token}, Language::en));
  }

  std::vector<egress::Mail> mails;
  std::unique_ptr<egress::MailQueue> queue;
  SignedIn owner = set_up();
};

class Resetting : public WithMail {};

TEST_F(Resetting, a_mailed_link_sets_a_new_password_and_ends_every_session) {
  const SignedIn second = *sign_in();
  ask("ADA@example.com");
  const std::string token = token_to("ada@example.com");
  ASSERT_TRUE(token.starts_with("ghr_")) << token;
  EXPECT_THAT(mails.back().text, HasSubstr("https://chat.example.com/reset#ghr_"));
  const auto account = wait_for(identity->check_reset(from(), token));
  ASSERT_EQ(outcome(account), "done");
  EXPECT_EQ(account->email, "ada@example.com");
  EXPECT_EQ(account->workspace, "Acme");

  ASSERT_EQ(outcome(reset(token)), "done");
  EXPECT_EQ(outcome(recognise(owner)), "identity.signed_out");
  EXPECT_EQ(outcome(recognise(second)), "identity.signed_out");
  EXPECT_EQ(outcome(sign_in()), "identity.login_refused");
  EXPECT_EQ(outcome(sign_in("ada@example.com", kNewPassword)), "done");
  for (const Event event : {Event::reset_requested, Event::reset_link_made, Event::password_reset})
    EXPECT_TRUE(recorded(event));
  deliver();
  EXPECT_THAT(mails.back().subject.text(), HasSubstr("password was changed"));
}

TEST_F(Resetting, a_new_password_ends_the_lock_that_guessing_the_old_one_brought) {
  for (int i = 0; i < limits.failures_per_email; ++i) {
    const std::string address = fmt::format("192.0.{}.1", i);
    EXPECT_EQ(outcome(approach("ada@example.com", "wrong", address)), "identity.login_refused");
    clock.advance(30s);
  }
  ASSERT_EQ(outcome(approach("ada@example.com", kGoodPassword)), "identity.login_locked");
  ask("ada@example.com");
  ASSERT_EQ(outcome(reset(token_to("ada@example.com"))), "done");
  EXPECT_EQ(outcome(sign_in("ada@example.com", kNewPassword)), "done");
}

TEST_F(Resetting, a_link_is_good_once_for_fifteen_minutes_and_unless_a_newer_one_was_made) {
  ask("ada@example.com");
  const std::string first = token_to("ada@example.com");
  ask("ada@example.com");
  const std::string second = token_to("ada@example.com");
  EXPECT_EQ(outcome(reset(first)), "identity.account_link_refused");
  clock.advance(15min - 1ms);
  EXPECT_EQ(outcome(reset(second, "ada@example.com")), "identity.password_refused");
  EXPECT_EQ(outcome(reset(second)), "done") << "a refused password leaves the link good";
  EXPECT_EQ(outcome(reset(second)), "identity.account_link_refused");
  ask("ada@example.com");
  const std::string third = token_to("ada@example.com");
  clock.advance(15min);
  EXPECT_EQ(outcome(reset(third)), "identity.account_link_refused");
}

TEST_F(Resetting, a_link_is_worthless_when_the_account_has_changed) {
  ask("ada@example.com");
  const std::string token = token_to("ada@example.com");
  ASSERT_EQ(outcome(wait_for(identity->change_password(caller(owner), password(kGoodPassword),
                                                       password(kNewPassword)))),
            "done");
  EXPECT_EQ(outcome(reset(token, kOtherPassword)), "identity.account_link_refused");
}

TEST_F(Resetting, attacker_cannot_alter_a_token) {
  ask("ada@example.com");
  const std::string token = token_to("ada@example.com");
  for (std::size_t at = 0; at < token.size(); ++at) {
    std::string altered = token;
    altered[at] = altered[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(outcome(reset(altered)), "identity.account_link_refused") << at;
  }
  for (const std::string& other : {std::string{}, std::string{"ghr_"}, std::string{"null"},
                                   token + "A", "ghe_" + token.substr(4)})
    EXPECT_EQ(outcome(reset(other)), "identity.account_link_refused") << other;
  EXPECT_EQ(outcome(reset(token)), "done");
}

TEST_F(Resetting, attacker_cannot_use_a_row_that_was_altered_in_the_database) {
  ask("ada@example.com");
  const std::string token = token_to("ada@example.com");
  static constexpr store::Statement kLonger{"test.longer",
                                            "UPDATE account_link SET expires_at = expires_at + 1"};
  ASSERT_TRUE(control->write_now([](store::Transaction& t) { return t.execute(kLonger); }));
  EXPECT_EQ(outcome(reset(token)), "identity.account_link_refused");
}

TEST_F(Resetting, an_unknown_address_gets_nothing_and_leaves_the_same_trace) {
  ask("nobody@example.com");
  EXPECT_EQ(mails_to("nobody@example.com"), 0u);
  EXPECT_TRUE(recorded(Event::reset_requested));
  EXPECT_FALSE(recorded(Event::reset_link_made));
}

TEST_F(Resetting, whoever_asks_often_gets_three_links_and_later_more) {
  for (int at = 0; at < 6; ++at) {
    ask("ada@example.com");
    deliver();
  }
  EXPECT_EQ(mails_to("ada@example.com"), 3u);
  EXPECT_EQ(outcome(reset(token_to("ada@example.com"))), "done") << "the newest is still good";
  const auto before = mails_to("ada@example.com");
  clock.advance(15min);
  ask("ada@example.com");
  EXPECT_EQ(mails_to("ada@example.com"), before + 1);
}

TEST_F(Resetting, a_restart_answers_what_was_asked) {
  ask("ada@example.com", Language::he);
  queue.reset();
  open();
  use_mail();
  EXPECT_TRUE(token_to("ada@example.com").starts_with("ghr_"));
  EXPECT_THAT(mails.back().html, HasSubstr("dir=\"rtl\""));
}

class ResettingOthers : public WithMail {
 protected:
  Result<Link> make(const SignedIn& by, PersonId person) {
    return wait_for(identity->make_reset_link(caller(by), person, Language::en));
  }
};

TEST_F(ResettingOthers, an_administrator_has_a_link_sent_to_a_member) {
  const SignedIn ben = [&] {
    const Link link =
        *wait_for(identity->invite(caller(owner), email("ben@example.com"), Role::agent));
    EXPECT_TRUE(link.mailed);
    EXPECT_EQ(link.token.size(), 0u);
    return *join(Link{Secret::of_text(token_to("ben@example.com")), link.expires_at});
  }();
  const auto made = make(owner, ben.session.person.id);
  ASSERT_EQ(outcome(made), "done");
  EXPECT_TRUE(made->mailed);
  EXPECT_EQ(outcome(reset(token_to("ben@example.com"))), "done");
  EXPECT_EQ(outcome(recognise(ben)), "identity.signed_out");
}

TEST_F(ResettingOthers, nobody_resets_more_rights_than_theirs_nor_themselves_nor_strangers) {
  const auto joins = [&](std::string_view address, Role role) {
    CHECK(wait_for(identity->invite(caller(owner), email(address), role)).has_value());
    return given(*join(Link{Secret::of_text(token_to(address)), clock.now()}), address, role);
  };
  const SignedIn admin = joins("adm@example.com", Role::administrator);
  const SignedIn agent = joins("agt@example.com", Role::agent);
  const SignedIn stranger = in_probe_workspace("stranger@example.org", Role::owner);
  EXPECT_EQ(outcome(make(admin, owner.session.person.id)), "access.cannot_grant");
  EXPECT_EQ(outcome(make(agent, admin.session.person.id)), "access.forbidden");
  EXPECT_EQ(outcome(make(owner, owner.session.person.id)), "identity.own_password");
  EXPECT_EQ(outcome(make(owner, stranger.session.person.id)), "not_found");
  EXPECT_EQ(outcome(make(admin, agent.session.person.id)), "done");
}

TEST_F(ResettingOthers, the_operator_makes_a_link_without_mail) {
  const auto links = identity->make_reset_links(email("ada@example.com"));
  ASSERT_EQ(outcome(links), "done");
  ASSERT_EQ(links->size(), 1u);
  EXPECT_EQ(links->front().workspace, "Acme");
  EXPECT_EQ(outcome(reset(links->front().link.token.reveal_text())), "done");
  EXPECT_TRUE(identity->make_reset_links(email("nobody@example.com"))->empty());
}

class ChangingAddress : public WithMail {};
class OneAddress : public WithMail {};
class OpenInvitations : public WithMail {};

TEST_F(ChangingAddress, takes_the_password_and_a_link_in_the_new_mailbox) {
  const SignedIn other = *sign_in();
  EXPECT_EQ(outcome(ask_for_email(owner, "new@example.com", "wrong")), "identity.password_wrong");
  EXPECT_EQ(outcome(ask_for_email(owner, "Ada@example.com")), "identity.same_email");
  ASSERT_EQ(outcome(ask_for_email(owner, "new@example.com")), "done");
  const std::string token = token_to("new@example.com");
  EXPECT_EQ(outcome(sign_in("new@example.com")), "identity.login_refused") << "not confirmed yet";
  EXPECT_EQ(*confirm(token), "new@example.com");
  EXPECT_EQ(outcome(confirm(token)), "identity.account_link_refused");
  EXPECT_EQ(outcome(recognise(owner)), "done") << "the session that asked goes on";
  EXPECT_EQ(outcome(recognise(other)), "identity.signed_out");
  EXPECT_EQ(outcome(sign_in()), "identity.login_refused");
  clock.advance(16min);  // three refusals would ask for a puzzle first
  EXPECT_EQ(outcome(sign_in("new@example.com")), "done");
  EXPECT_EQ(mails_to("ada@example.com"), 1u) << "the old address is told";
}

TEST_F(ChangingAddress, makes_links_to_the_old_address_worthless) {
  ask("ada@example.com");
  const std::string reset_token = token_to("ada@example.com");
  ASSERT_EQ(outcome(ask_for_email(owner, "new@example.com")), "done");
  ASSERT_EQ(outcome(confirm(token_to("new@example.com"))), "done");
  EXPECT_EQ(outcome(reset(reset_token)), "identity.account_link_refused");
}

TEST_F(ChangingAddress, lasts_fifteen_minutes_to_confirm) {
  ASSERT_EQ(outcome(ask_for_email(owner, "new@example.com")), "done");
  clock.advance(15min);
  owner = *sign_in();
  EXPECT_EQ(outcome(confirm(token_to("new@example.com"))), "identity.account_link_refused");
}

TEST_F(ChangingAddress, the_old_address_takes_itself_back_whatever_was_changed_since) {
  ASSERT_EQ(outcome(ask_for_email(owner, "thief@example.com")), "done");
  ASSERT_EQ(outcome(confirm(token_to("thief@example.com"))), "done");
  const std::string back = token_to("ada@example.com");
  ASSERT_TRUE(back.starts_with("ghu_"));
  ASSERT_EQ(outcome(wait_for(identity->change_password(caller(owner), password(kGoodPassword),
                                                       password(kNewPassword)))),
            "done");
  clock.advance(10min);
  EXPECT_EQ(*undo(back), "ada@example.com");
  EXPECT_EQ(outcome(recognise(owner)), "identity.signed_out");
  EXPECT_EQ(outcome(sign_in("thief@example.com", kNewPassword)), "identity.login_refused");
  EXPECT_EQ(outcome(sign_in("ada@example.com", kNewPassword)), "identity.login_refused");
  EXPECT_EQ(outcome(undo(back)), "identity.account_link_refused");
  const std::string token = token_to("ada@example.com");
  ASSERT_TRUE(token.starts_with("ghr_"));
  EXPECT_EQ(outcome(reset(token, kOtherPassword)), "done");
  EXPECT_EQ(outcome(sign_in("ada@example.com", kOtherPassword)), "done");
}

TEST_F(ChangingAddress, the_way_back_is_open_for_three_days) {
  ASSERT_EQ(outcome(ask_for_email(owner, "new@example.com")), "done");
  ASSERT_EQ(outcome(confirm(token_to("new@example.com"))), "done");
  const std::string back = token_to("ada@example.com");
  clock.advance(72h);
  EXPECT_EQ(outcome(undo(back)), "identity.account_link_refused");
}

TEST_F(ChangingAddress, is_not_possible_to_somebody_elses) {
  CHECK(wait_for(identity->invite(caller(owner), email("ben@example.com"), Role::agent)));
  CHECK(join(Link{Secret::of_text(token_to("ben@example.com")), clock.now()}));
  for (const std::string_view taken : {"ben@example.com", "BEN@example.com", "ben+x@example.com"})
    EXPECT_EQ(outcome(ask_for_email(owner, taken)), "identity.already_member") << taken;
}

// --- one person, one address (control IDN-06)

TEST_F(OneAddress, attacker_cannot_join_with_an_address_that_looks_like_a_members) {
  for (const std::string_view alike :
       {"ada@example.com", "ADA@EXAMPLE.COM", "ada+2@example.com", "Ada+Two+Three@Example.com",
        "ada@examp1e.com", "\xef\xbd\x81\xef\xbd\x84\xef\xbd\x81@example.com"})
    EXPECT_EQ(outcome(wait_for(identity->invite(caller(owner), email(alike), Role::agent))),
              "identity.already_member")
        << alike;
  // Two invitations may be open at once; only one of them is of use.
  const auto invite = [&](std::string_view address) {
    CHECK(wait_for(identity->invite(caller(owner), email(address), Role::agent)).has_value());
    return token_to(email(address).folded());
  };
  const std::string one = invite("ben@example.com");
  const std::string two = invite("ben+again@example.com");
  EXPECT_EQ(outcome(join(Link{Secret::of_text(one), clock.now()})), "done");
  EXPECT_EQ(outcome(join(Link{Secret::of_text(two), clock.now()})), "identity.already_member");
}

TEST_F(OneAddress, members_of_before_are_known_by_their_likeness_after_a_start) {
  static constexpr store::Statement kForget{"test.forget", "UPDATE member SET likeness = NULL"};
  ASSERT_TRUE(control->write_now([](store::Transaction& t) { return t.execute(kForget); }));
  queue.reset();
  open();
  use_mail();
  EXPECT_EQ(
      outcome(wait_for(identity->invite(caller(owner), email("ada+2@example.com"), Role::agent))),
      "identity.already_member");
}

// --- open invitations

TEST_F(OpenInvitations, are_listed_sent_again_and_withdrawn) {
  const auto invite = [&](std::string_view address) {
    CHECK(wait_for(identity->invite(caller(owner), email(address), Role::agent)).has_value());
    return token_to(address);
  };
  const std::string ben = invite("ben@example.com");
  clock.advance(1s);
  const std::string eva = invite("eva@example.com");
  auto list = *wait_for(identity->invitations(caller(owner)));
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].email, "eva@example.com");
  EXPECT_EQ(list[1].email, "ben@example.com");
  EXPECT_EQ(list[1].invited_by, "Ada Owner");
  EXPECT_EQ(list[1].expires_at, list[1].made_at + 72h);

  ASSERT_EQ(outcome(wait_for(identity->withdraw_invitation(caller(owner), list[0].id))), "done");
  EXPECT_EQ(outcome(join(Link{Secret::of_text(eva), clock.now()})), "identity.link_refused");
  EXPECT_EQ(outcome(wait_for(identity->withdraw_invitation(caller(owner), list[0].id))),
            "not_found");
  EXPECT_TRUE(recorded(Event::invitation_withdrawn));

  ASSERT_EQ(outcome(wait_for(identity->invite_again(caller(owner), list[1].id, Language::en))),
            "done");
  EXPECT_EQ(outcome(join(Link{Secret::of_text(ben), clock.now()})), "identity.link_refused");
  EXPECT_EQ(outcome(join(Link{Secret::of_text(token_to("ben@example.com")), clock.now()})), "done");
  EXPECT_TRUE(wait_for(identity->invitations(caller(owner)))->empty());

  CHECK(wait_for(identity->invite(caller(owner), email("gil@example.com"), Role::agent)));
  const InvitationId gil = wait_for(identity->invitations(caller(owner)))->front().id;
  const SignedIn stranger = in_probe_workspace("stranger@example.org", Role::owner);
  EXPECT_EQ(outcome(wait_for(identity->withdraw_invitation(caller(stranger), gil))), "not_found");
  EXPECT_EQ(outcome(wait_for(identity->invite_again(caller(stranger), gil, Language::en))),
            "not_found");
}

// --- without mail

class WithoutMail : public TestInstallation {};

TEST_F(WithoutMail, links_are_shown_and_no_address_can_be_confirmed) {
  const SignedIn owner = set_up();
  const SignedIn ben = member(owner, "ben@example.com", Role::agent);
  ASSERT_TRUE(wait_for(identity->ask_for_reset(from(), email("ben@example.com"), Language::en)));
  const auto made =
      wait_for(identity->make_reset_link(caller(owner), ben.session.person.id, Language::en));
  ASSERT_TRUE(identity->keep_house());
  ASSERT_EQ(outcome(made), "done");
  EXPECT_FALSE(made->mailed);
  // That somebody asked without mail has ended nothing.
  EXPECT_EQ(
      outcome(wait_for(identity->reset_password(from(), std::string{made->token.reveal_text()},
                                                password(kNewPassword), Language::en))),
      "done");
  EXPECT_EQ(outcome(wait_for(identity->ask_for_email(caller(owner), email("new@example.com"),
                                                     password(kGoodPassword), Language::en))),
            "identity.no_mail");
}

TEST_F(WithoutMail, links_of_the_verifier_are_for_its_own_members) {
  const SignedIn owner = set_up();
  const SignedIn probe = in_probe_workspace("probe@example.com", Role::agent);
  EXPECT_EQ(outcome(wait_for(identity->make_probe_reset_link(owner.session.person.id, 0s))),
            "not_found");
  EXPECT_EQ(outcome(wait_for(
                identity->change_probe_email(owner.session.person.id, email("x@example.com")))),
            "not_found");
  const auto late = wait_for(identity->make_probe_reset_link(probe.session.person.id, 15min));
  ASSERT_EQ(outcome(late), "done");
  EXPECT_EQ(
      outcome(wait_for(identity->check_reset(from(), std::string{late->token.reveal_text()}))),
      "identity.account_link_refused");
}

}  // namespace
}  // namespace gatehouse::identity::internal

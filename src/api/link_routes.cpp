// Links that let people change their account: lost passwords, new addresses, open invitations.
#include "api/origin.h"
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "api/views.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using egress::Language;

Task<Result<>> ask_for_reset(Services& services, Call<ResetWish> call) {
  CO_TRY(auto email, EmailAddress::parse(call.input.email));
  co_return co_await services.identity.ask_for_reset(where(call), std::move(email),
                                                     call.input.language.value_or(Language::en));
}

Task<Result<identity::ResetAccount>> check_reset(Services& services, Call<SetupToken> call) {
  co_return co_await services.identity.check_reset(where(call), std::move(call.input.token));
}

Task<Result<>> reset_password(Services& services, Call<PasswordReset> call) {
  Secret password = Secret::of_text(call.input.password);
  wipe(call.input.password);
  co_return co_await services.identity.reset_password(where(call), std::move(call.input.token),
                                                      std::move(password),
                                                      call.input.language.value_or(Language::en));
}

Task<Result<LinkShown>> make_reset_link(Services& services, Call<MailWish> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  CO_TRY(const auto link, co_await services.identity.make_reset_link(
                              call.caller, person, call.input.language.value_or(Language::en)));
  co_return view(services.public_origin, "/reset", link);
}

Task<Result<Items<identity::OpenInvitation>>> invitations(Services& services, Call<Nothing> call) {
  CO_TRY(auto list, co_await services.identity.invitations(call.caller));
  co_return Items<identity::OpenInvitation>{std::move(list)};
}

Task<Result<>> withdraw_invitation(Services& services, Call<Nothing> call) {
  CO_TRY(const auto invitation, call.path.id<InvitationId>("invitation"));
  co_return co_await services.identity.withdraw_invitation(call.caller, invitation);
}

Task<Result<LinkShown>> invite_again(Services& services, Call<MailWish> call) {
  CO_TRY(const auto invitation, call.path.id<InvitationId>("invitation"));
  CO_TRY(const auto link, co_await services.identity.invite_again(
                              call.caller, invitation, call.input.language.value_or(Language::en)));
  co_return view(services.public_origin, "/join", link);
}

Task<Result<>> ask_for_email(Services& services, Call<EmailWish> call) {
  CO_TRY(auto email, EmailAddress::parse(call.input.email));
  Secret current = Secret::of_text(call.input.current);
  wipe(call.input.current);
  co_return co_await services.identity.ask_for_email(call.caller, std::move(email),
                                                     std::move(current),
                                                     call.input.language.value_or(Language::en));
}

Task<Result<EmailView>> confirm_email(Services& services, Call<LinkUse> call) {
  CO_TRY(auto email,
         co_await services.identity.confirm_email(where(call), std::move(call.input.token),
                                                  call.input.language.value_or(Language::en)));
  co_return EmailView{std::move(email)};
}

Task<Result<EmailView>> undo_email(Services& services, Call<LinkUse> call) {
  CO_TRY(auto email,
         co_await services.identity.undo_email(where(call), std::move(call.input.token),
                                               call.input.language.value_or(Language::en)));
  co_return EmailView{std::move(email)};
}

using namespace edge;
using access::Privilege;

constexpr Route kLinkRoutes[] = {
    {
        .on = POST("/api/v1/password-reset"),
        .who = anyone("Whoever has lost their password cannot say who they are."),
        // Links for one account are counted by identity; this only stops floods.
        .limit = per_address(20, per_hour, WhenUnsure::refuse),
        .takes = json_of<ResetWish>(1_KiB),
        .audit = records(audit::Event::reset_requested),
        .run = handler<&ask_for_reset>(),
    },
    {
        .on = POST("/api/v1/password-reset/check"),
        .who = anyone("Whoever holds the link; the link is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<SetupToken>(1_KiB),
        .audit = not_audited("Read only; a wrong link is recorded as a refusal."),
        .run = handler<&check_reset>(),
    },
    {
        .on = POST("/api/v1/password-reset/confirm"),
        .who = anyone("Whoever holds the link; the link is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<PasswordReset>(4_KiB),
        .audit = records(audit::Event::password_reset),
        .run = handler<&reset_password>(),
    },
    {
        .on = POST("/api/v1/members/{person}/password-reset"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<MailWish>(1_KiB),
        .audit = records(audit::Event::reset_link_made),
        .run = handler<&make_reset_link, 201>(),
    },
    {
        .on = GET("/api/v1/invitations"),
        .who = members_with(Privilege::invite),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; who was invited."),
        .run = handler<&invitations>(),
    },
    {
        .on = POST("/api/v1/invitations/{invitation}/withdraw"),
        .who = members_with(Privilege::invite),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::invitation_withdrawn),
        .run = handler<&withdraw_invitation>(),
    },
    {
        .on = POST("/api/v1/invitations/{invitation}/resend"),
        .who = members_with(Privilege::invite).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<MailWish>(1_KiB),
        .audit = records(audit::Event::member_invited),
        .run = handler<&invite_again, 201>(),
    },
    {
        .on = POST("/api/v1/email"),
        .who = members().proven_lately(),
        .limit = per_principal(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<EmailWish>(4_KiB),
        .audit = records(audit::Event::email_change_requested),
        .run = handler<&ask_for_email>(),
    },
    {
        .on = POST("/api/v1/email/confirm"),
        .who = anyone("Whoever reads mail at the new address; the link is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<LinkUse>(1_KiB),
        .audit = records(audit::Event::email_changed),
        .run = handler<&confirm_email>(),
    },
    {
        .on = POST("/api/v1/email/undo"),
        .who = anyone("Whoever reads mail at the old address; the link is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<LinkUse>(1_KiB),
        .audit = records(audit::Event::email_change_undone),
        .run = handler<&undo_email>(),
    },
};
static_assert(every_change_is_audited(kLinkRoutes));
static_assert(every_public_route_says_why(kLinkRoutes));
static_assert(inputs_agree(kLinkRoutes));

}  // namespace

std::span<const edge::Route> link_routes() { return kLinkRoutes; }

}  // namespace gatehouse::api

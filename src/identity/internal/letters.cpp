// What our mails say: what happened, what to do, and what it means if it was not you.
#include <fmt/format.h>

#include "identity/internal/post.h"

namespace gatehouse::identity::internal {
namespace {

using egress::Language;
using egress::Letter;

bool is_hebrew(Language language) { return language == Language::he; }

// A name in Latin letters would turn the words around it: FSI and PDI (UAX 9 2.4) set it apart.
std::string apart(std::string_view name) { return fmt::format("\u2068{}\u2069", name); }

}  // namespace

Letter invitation_letter(Language language, const Invitational& by, std::string url) {
  if (is_hebrew(language))
    return {.language = language,
            .subject = fmt::format("הוזמנת להצטרף אל {}", by.workspace),
            .heading = fmt::format("הוזמנת להצטרף אל {}", apart(by.workspace)),
            .paragraphs = {fmt::format("קיבלת הזמנה מאת {} לעבוד יחד ב־Gatehouse. "
                                       "כדי להצטרף יש לבחור שם וסיסמה.",
                                       apart(by.inviter))},
            .action = Letter::Action{"הצטרפות", std::move(url)},
            .small_print = {"הקישור תקף ל־72 שעות ולשימוש אחד.",
                            "לא ציפית להזמנה? אפשר להתעלם מההודעה."}};
  return {.language = language,
          .subject = fmt::format("You are invited to {}", by.workspace),
          .heading = fmt::format("You are invited to {}", by.workspace),
          .paragraphs = {fmt::format("{} invites you to work together in Gatehouse. Choose a name "
                                     "and a password to join.",
                                     by.inviter)},
          .action = Letter::Action{"Join", std::move(url)},
          .small_print = {"The link works once, within 72 hours.",
                          "Did you not expect this? Then you can ignore this mail."}};
}

Letter approval_letter(Language language, const Asked& about, bool by_itself, std::string url) {
  if (is_hebrew(language)) {
    const std::string who = about.by.empty() ? std::string{"התמיכה של הספק"} : apart(about.by);
    return {.language = language,
            .subject = "בקשה ממתינה לאישור",
            .heading = "בקשה ממתינה לאישור",
            .paragraphs = {fmt::format("בקשה מאת {} בנוגע אל {}.", who, apart(about.subject)),
                           by_itself ? "היא תבוצע מעצמה בעוד 24 שעות, אלא אם תידחה."
                                     : "דבר לא ישתנה עד שמישהו אחר יאשר אותה."},
            .action = Letter::Action{"לצפייה בבקשה", std::move(url)},
            .small_print = {"הבקשה מפתיעה? יש לדחות אותה ולברר מי ביקש."}};
  }
  const std::string who = about.by.empty() ? "The provider's support" : about.by;
  return {.language = language,
          .subject = "A request waits for approval",
          .heading = "A request waits for approval",
          .paragraphs = {fmt::format("{} asks for something that concerns {} and that nobody does "
                                     "alone.",
                                     who, about.subject),
                         by_itself ? "It is done by itself in 24 hours, unless it is declined."
                                   : "Nothing changes until somebody else approves it."},
          .action = Letter::Action{"Look at the request", std::move(url)},
          .small_print = {"Does it surprise you? Decline it, and find out who asked."}};
}

Letter reset_letter(Language language, std::string_view workspace, std::string url) {
  if (is_hebrew(language))
    return {.language = language,
            .subject = "קישור לבחירת סיסמה חדשה",
            .heading = "בחירת סיסמה חדשה",
            .paragraphs = {fmt::format("התבקשה סיסמה חדשה לחשבון שלך ב־{}.", apart(workspace))},
            .action = Letter::Action{"בחירת סיסמה", std::move(url)},
            .small_print = {"הקישור תקף ל־15 דקות ולשימוש אחד. קישור חדש מבטל את הקודם.",
                            "לא ביקשת? אפשר להתעלם מההודעה, והסיסמה תישאר כפי שהיא."}};
  return {.language = language,
          .subject = "Your link for a new password",
          .heading = "Choose a new password",
          .paragraphs = {fmt::format("A new password was asked for, for your account in {}.",
                                     workspace)},
          .action = Letter::Action{"Choose a password", std::move(url)},
          .small_print = {"The link works once, within 15 minutes. A newer one ends it.",
                          "Was this not you? Then you can ignore this mail, and your password "
                          "stays as it is."}};
}

Letter password_was_reset_letter(Language language, std::string_view workspace) {
  if (is_hebrew(language))
    return {.language = language,
            .subject = "הסיסמה שלך הוחלפה",
            .heading = "הסיסמה שלך הוחלפה",
            .paragraphs = {fmt::format("נבחרה סיסמה חדשה לחשבון שלך ב־{}, "
                                       "וכל החיבורים הקודמים נותקו.",
                                       apart(workspace))},
            .small_print = {"לא ביצעת את השינוי? יש לפנות מיד למנהלי סביבת העבודה."}};
  return {.language = language,
          .subject = "Your password was changed",
          .heading = "Your password was changed",
          .paragraphs = {fmt::format("A new password was chosen for your account in {}, and all "
                                     "earlier sessions were ended.",
                                     workspace)},
          .small_print = {"Was this not you? Tell an administrator of your workspace at once."}};
}

Letter confirm_email_letter(Language language, std::string_view workspace, std::string url) {
  if (is_hebrew(language))
    return {.language = language,
            .subject = "אישור כתובת הדוא״ל החדשה",
            .heading = "אישור כתובת הדוא״ל החדשה",
            .paragraphs = {fmt::format("הכתובת הזו צריכה להיות הכתובת החדשה של חשבון ב־{}. "
                                       "כדי שתיכנס לתוקף יש לאשר אותה.",
                                       apart(workspace))},
            .action = Letter::Action{"אישור הכתובת", std::move(url)},
            .small_print = {"הקישור תקף ל־15 דקות ולשימוש אחד.",
                            "לא ביקשת? אפשר להתעלם מההודעה, ודבר לא ישתנה."}};
  return {.language = language,
          .subject = "Confirm your new e-mail address",
          .heading = "Confirm your new e-mail address",
          .paragraphs = {fmt::format("This address is to be the new one of an account in {}. "
                                     "Confirm it to make it so.",
                                     workspace)},
          .action = Letter::Action{"Confirm this address", std::move(url)},
          .small_print = {"The link works once, within 15 minutes.",
                          "Was this not you? Then you can ignore this mail, and nothing changes."}};
}

Letter email_changed_letter(Language language, std::string_view workspace,
                            std::string_view new_email, std::string url) {
  if (is_hebrew(language))
    return {.language = language,
            .subject = "כתובת הדוא״ל שלך הוחלפה",
            .heading = "כתובת הדוא״ל שלך הוחלפה",
            .paragraphs = {fmt::format("החשבון שלך ב־{} משתמש מעכשיו בכתובת {}.", apart(workspace),
                                       apart(new_email)),
                           "לא ביצעת את השינוי? אפשר להחזיר את הכתובת הזו. כל החיבורים ינותקו, "
                           "הסיסמה תבוטל ויישלח אליך קישור לבחירת סיסמה חדשה."},
            .action = Letter::Action{"החזרת הכתובת הזו", std::move(url)},
            .small_print = {"הקישור תקף ל־72 שעות ולשימוש אחד."}};
  return {.language = language,
          .subject = "Your e-mail address was changed",
          .heading = "Your e-mail address was changed",
          .paragraphs = {fmt::format("Your account in {} uses the address {} from now on.",
                                     workspace, new_email),
                         "Was this not you? Then take this address back. All sessions end, the "
                         "password stops working, and you get a link to choose a new one."},
          .action = Letter::Action{"Take this address back", std::move(url)},
          .small_print = {"The link works once, within 72 hours."}};
}

// In English, because nobody asked for it in a language of their own.
Letter session_suspected_letter(const Suspected& what, std::string url) {
  const std::string_view seen = [&] {
    switch (what.sign) {
      case Sign::refresh_replayed:
        return "a proof of it came back that had been used before";
      case Sign::device_changed:
        return "another browser or system went on with it";
      case Sign::two_places:
        return "it was used from two networks far apart, in turns";
      case Sign::leaving_overdue:
        break;  // is about no session; shown in the dashboard alone
    }
    std::unreachable();
  }();
  return {.subject = "We ended one of your sessions",
          .heading = "We ended one of your sessions",
          .paragraphs = {fmt::format("It looked as if somebody else had taken it: {}. What was "
                                     "signed in by it is signed out.",
                                     seen),
                         fmt::format("When: {}. From: {}. Browser: {}.", rfc3339(what.at),
                                     what.address, what.agent.empty() ? "unknown" : what.agent),
                         "Was this you, on a journey or with a new browser? Then sign in again, "
                         "and all is well."},
          .action = Letter::Action{"Sign in", std::move(url)},
          .small_print = {"Was this not you? Choose another password after signing in, end your "
                          "other sessions, and tell an administrator of your workspace."}};
}

}  // namespace gatehouse::identity::internal

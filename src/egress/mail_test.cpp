#include "egress/mail.h"

#include <gmock/gmock.h>

#include "base/bytes.h"

namespace gatehouse::egress {
namespace {

using testing::HasSubstr;
using testing::Not;

const EmailAddress kFrom = *EmailAddress::parse("noreply@books.example");
const EmailAddress kTo = *EmailAddress::parse("Ann@books.example");

std::string head_of(const Mail& mail) {
  const std::string text = message_text(kFrom, mail, *parse_rfc3339("2026-11-25T08:09:10.000Z"));
  return text.substr(0, text.find("\r\n\r\n"));
}

TEST(Mail, has_the_headers_of_its_standard) {
  const std::string head = head_of({.to = kTo,
                                    .subject = HeaderText::of("Your link"),
                                    .text = "a",
                                    .html = "b",
                                    .id = "mail_1"});
  EXPECT_THAT(head, HasSubstr("Date: Wed, 25 Nov 2026 08:09:10 +0000\r\n"));
  EXPECT_THAT(head, HasSubstr("From: Gatehouse <noreply@books.example>\r\n"));
  EXPECT_THAT(head, HasSubstr("To: <ann@books.example>\r\n"));
  EXPECT_THAT(head, HasSubstr("Subject: Your link\r\n"));
  EXPECT_THAT(head, HasSubstr("Message-ID: <mail_1@books.example>\r\n"));
}

TEST(Mail, attacker_cannot_add_a_header) {
  for (const std::string_view evil :
       {"Hello\r\nBcc: victim@example.com", "Hello\nBcc: victim@example.com", "Hello\rBcc: a@b.c",
        "Hello\r\n\r\n<html>",
        "Hello\xe2\x80\xa8"
        "Bcc: x",
        "Hello\0Bcc: x"}) {
    const std::string head = head_of({.to = kTo, .subject = HeaderText::of(evil), .id = "mail_1"});
    EXPECT_THAT(head, Not(HasSubstr("\nBcc"))) << evil;
    EXPECT_THAT(head, Not(HasSubstr("\rBcc"))) << evil;
    // Nine lines, or more of them only as the continuation of a folded subject.
    std::size_t lines = 1;
    for (auto at = head.find("\r\n"); at != head.npos; at = head.find("\r\n", at + 2))
      if (head[at + 2] != ' ') ++lines;
    EXPECT_EQ(lines, 9u) << head;
  }
  EXPECT_FALSE(EmailAddress::parse("ann@books.example\r\nBcc: x@y.z").has_value());
  EXPECT_FALSE(EmailAddress::parse("ann@books.example>,<x@y.z").has_value());
}

TEST(Mail, other_scripts_are_encoded_in_words_that_end_where_characters_do) {
  std::string long_subject;
  for (int at = 0; at < 40; ++at) long_subject += "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d ";
  const std::string head =
      head_of({.to = kTo, .subject = HeaderText::of(long_subject), .id = "mail_1"});
  std::string decoded;
  for (auto at = head.find("=?UTF-8?B?"); at != head.npos; at = head.find("=?UTF-8?B?", at + 1)) {
    const std::size_t end = head.find("?=", at + 10);
    EXPECT_LE(end + 2 - at, 75u);
    const Bytes word = *from_base64(head.substr(at + 10, end - at - 10));
    EXPECT_TRUE(is_utf8(as_text(word)));
    decoded += as_text(word);
  }
  EXPECT_EQ(decoded, HeaderText::of(long_subject).text());
  // What only looks encoded is shown as it was written.
  EXPECT_THAT(head_of({.to = kTo, .subject = HeaderText::of("=?UTF-8?B?QQ==?="), .id = "m"}),
              HasSubstr("Subject: =?UTF-8?B?PT9VVEYtOD9CP1FRPT0/PQ==?="));
}

TEST(Mail, a_letter_holds_nothing_that_is_fetched_and_no_markup_of_others) {
  Letter letter{.language = Language::he,
                .subject = "s",
                .heading = "<img src=x onerror=alert(1)>",
                .paragraphs = {"\"A\" & 'B' </td></table>"},
                .action = Letter::Action{"Go", "https://chat.example/reset#ghr_\"onclick=\"x"},
                .small_print = {"small"}};
  const Mail mail = written(kTo, letter);
  EXPECT_THAT(mail.html, Not(HasSubstr("<img")));
  EXPECT_THAT(mail.html, Not(HasSubstr("src=\"")));
  EXPECT_THAT(mail.html, Not(HasSubstr("</td></table>\"")));
  EXPECT_THAT(mail.html, HasSubstr("&quot;A&quot; &amp; &#39;B&#39; &lt;/td&gt;"));
  EXPECT_THAT(mail.html, HasSubstr("lang=\"he\" dir=\"rtl\""));
  EXPECT_THAT(mail.html, Not(HasSubstr("\"onclick=")));
  EXPECT_THAT(mail.text, HasSubstr("Go:\nhttps://chat.example/reset#ghr_"));
}

}  // namespace
}  // namespace gatehouse::egress

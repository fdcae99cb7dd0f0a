// The frame of our mails. Styles stand in the elements, because many readers drop style sheets.
#include <fmt/format.h>

#include "egress/mail.h"

namespace gatehouse::egress {
namespace {

// web/brand/tokens.css: accent-7, accent-0, neutral-9, neutral-6, neutral-1, neutral-2.
constexpr std::string_view kAccent = "#086f6d";
constexpr std::string_view kText = "#192223";
constexpr std::string_view kMuted = "#5c696a";
constexpr std::string_view kGround = "#f0f4f5";
constexpr std::string_view kBorder = "#e0e8e9";
constexpr std::string_view kFont =
    "ui-sans-serif,system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
// web/brand/mark.svg. Readers that drop it still show the name beside it.
constexpr std::string_view kMark =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="20" height="20" )"
    R"(fill="#086f6d" aria-hidden="true"><path fill-rule="evenodd" )"
    R"(d="M1 15V8a7 7 0 0 1 14 0v7h-3.5V8a3.5 3.5 0 0 0-7 0v7z"/>)"
    R"(<path d="M7 9.6a1 1 0 0 1 2 0V15H7z"/></svg>)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string plain_text(const Letter& letter) {
  std::string out = letter.heading + "\n\n";
  for (const std::string& paragraph : letter.paragraphs) out += paragraph + "\n\n";
  // Alone on its line, so that readers make a link of all of it and nothing else.
  if (letter.action) out += letter.action->label + ":\n" + letter.action->url + "\n\n";
  for (const std::string& paragraph : letter.small_print) out += paragraph + "\n\n";
  return out + "Gatehouse\n";
}

std::string paragraph(std::string_view text, std::string_view colour, int pixels) {
  return fmt::format(R"(<p style="margin:0 0 16px;color:{};font-size:{}px;line-height:1.5">{}</p>)",
                     colour, pixels, escaped(text));
}

std::string button(const Letter::Action& action) {
  return fmt::format(
      R"(<p style="margin:24px 0"><a href="{0}" style="display:inline-block;background:{1};)"
      R"(color:#ffffff;text-decoration:none;font-weight:600;font-size:16px;padding:12px 20px;)"
      R"(border-radius:10px">{2}</a></p><p dir="ltr" style="margin:0 0 16px;color:{3};)"
      R"(font-size:13px;line-height:1.5;word-break:break-all">{0}</p>)",
      escaped(action.url), kAccent, escaped(action.label), kMuted);
}

std::string html(const Letter& letter) {
  const bool rtl = letter.language == Language::he;
  std::string inside =
      fmt::format(R"(<h1 style="margin:0 0 16px;color:{};font-size:22px;line-height:1.25">{}</h1>)",
                  kText, escaped(letter.heading));
  for (const std::string& text : letter.paragraphs) inside += paragraph(text, kText, 16);
  if (letter.action) inside += button(*letter.action);
  for (const std::string& text : letter.small_print) inside += paragraph(text, kMuted, 13);
  return fmt::format(
      R"(<!doctype html><html lang="{0}" dir="{1}"><head><meta charset="utf-8">)"
      R"(<meta name="viewport" content="width=device-width"><title>{2}</title></head>)"
      R"(<body style="margin:0;background:{3};font-family:{4}">)"
      R"(<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>)"
      R"(<td align="center" style="padding:32px 16px"><table role="presentation" width="100%" )"
      R"(cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;)"
      R"(border:1px solid {5};border-top:4px solid {6};border-radius:10px"><tr>)"
      R"(<td dir="{1}" align="{7}" style="padding:32px"><div style="margin:0 0 24px;color:{6};)"
      R"(font-weight:700;font-size:18px">{8}&nbsp;Gatehouse</div>{9}</td></tr></table>)"
      R"(</td></tr></table></body></html>)",
      name_of(letter.language), rtl ? "rtl" : "ltr", escaped(letter.subject), kGround, kFont,
      kBorder, kAccent, rtl ? "right" : "left", kMark, inside);
}

}  // namespace

Mail written(const EmailAddress& to, const Letter& letter) {
  return {.to = to,
          .subject = HeaderText::of(letter.subject),
          .text = plain_text(letter),
          .html = html(letter),
          .language = letter.language};
}

}  // namespace gatehouse::egress

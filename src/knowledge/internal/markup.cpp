#include "knowledge/internal/markup.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "knowledge/internal/unicode.h"

namespace gatehouse::knowledge::internal {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::ranges::equal(text.substr(0, word.size()), word, {}, lower);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> cells_of(std::string_view line) {
  line = trimmed(line);
  if (line.starts_with('|')) line.remove_prefix(1);
  if (line.ends_with('|')) line.remove_suffix(1);
  std::vector<std::string_view> cells = split(line, '|');
  for (std::string_view& cell : cells) cell = trimmed(cell);
  return cells;
}

bool is_delimiter_row(std::string_view line) {
  return line.contains('|') && line.contains('-') &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

// The end of the tag that starts `text`, or 0 when it is no tag.
std::size_t tag_length(std::string_view text) {
  if (text.starts_with("<!--")) {
    const std::size_t end = text.find("-->", 4);
    return end == std::string_view::npos ? text.size() : end + 3;
  }
  if (text.size() < 2) return 0;
  const char next = text[1];
  if (!is_letter(next) && next != '/' && next != '!' && next != '?') return 0;
  const std::size_t end = text.find('>');
  return end == std::string_view::npos ? 0 : end + 1;
}

// The length of a script or style with all that stands in it, or 0.
std::size_t silent_length(std::string_view text) {
  for (const std::string_view name : {"script", "style"}) {
    if (!starts_with_word(text.substr(1), name)) continue;
    for (std::size_t at = text.find("</"); at != std::string_view::npos;
         at = text.find("</", at + 2)) {
      if (!starts_with_word(text.substr(at + 2), name)) continue;
      const std::size_t end = text.find('>', at);
      return end == std::string_view::npos ? text.size() : end + 1;
    }
    return text.size();
  }
  return 0;
}

// "[text](target)" or "![text](target)": its text and its whole length (0: it is none). Looks no
// further than 2,000 characters, so that a row of brackets costs little.
struct MarkdownLink {
  std::string_view text;
  std::size_t length = 0;
};
MarkdownLink markdown_link(std::string_view from) {
  const std::string_view text = from.substr(0, 2000);
  const std::size_t open = text.starts_with("![") ? 2 : 1;
  const std::size_t middle = text.find("](", open);
  if (middle == std::string_view::npos) return {};
  const std::size_t end = text.find(')', middle);
  if (end == std::string_view::npos) return {};
  return {text.substr(open, middle - open), end + 1};
}

// "https:", "javascript:", "www." at the start of a word: how much to leave out, or 0.
std::size_t link_prefix(std::string_view text) {
  std::size_t scheme = 0;
  while (scheme < text.size() && scheme < 24 &&
         (is_letter(text[scheme]) || is_digit(text[scheme]) || text[scheme] == '+' ||
          text[scheme] == '-' || text[scheme] == '.')) {
    ++scheme;
  }
  if (scheme > 1 && text.substr(scheme).starts_with("://")) return scheme + 3;
  for (const std::string_view bare : {"javascript:", "data:", "vbscript:", "mailto:", "tel:"})
    if (starts_with_word(text, bare) && text.size() > bare.size() && text[bare.size()] != ' ')
      return bare.size();
  return 0;
}

std::string without_markdown_links(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool opens = text.starts_with('[') || text.starts_with("![");
    const MarkdownLink link = opens ? markdown_link(text) : MarkdownLink{};
    out += link.length > 0 ? link.text : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(link.length, 1));
  }
  return out;
}

std::string without_addresses(std::string_view text) {
  std::string out;
  bool word_starts = true;
  bool in_address = false;
  while (!text.empty()) {
    if (const std::size_t prefix = word_starts ? link_prefix(text) : 0; prefix > 0) {
      text.remove_prefix(prefix);  // and look again: there may be another behind it
      in_address = true;
      continue;
    }
    const char c = text.front();
    if (is_space(c)) in_address = false;
    if (in_address && (c == '?' || c == '#') && text.size() > 1 && !is_space(text[1])) {
      text.remove_prefix(std::min(text.find_first_of(" \n\t"), text.size()));
      continue;
    }
    word_starts = !is_letter(c) && !is_digit(c);
    out += c;
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace

std::vector<std::string> table_rows(std::string_view paragraph) {
  const std::vector<std::string_view> lines = split(paragraph, kSoftBreak);
  if (lines.size() < 2 || !lines[0].contains('|') || !is_delimiter_row(lines[1])) return {};
  const std::vector<std::string_view> header = cells_of(lines[0]);
  std::vector<std::string> rows;
  for (const std::string_view line : lines | std::views::drop(2)) {
    std::string row;
    const std::vector<std::string_view> cells = cells_of(line);
    for (std::size_t column = 0; column < cells.size(); ++column) {
      if (cells[column].empty()) continue;
      if (!row.empty()) row += "; ";
      if (column < header.size() && !header[column].empty()) {
        row.append(header[column]).append(": ");
      }
      row += cells[column];
    }
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

std::string without_tags(std::string_view html) {
  std::string out;
  while (!html.empty()) {
    const std::size_t open = html.find('<');
    out += html.substr(0, open);
    if (open == std::string_view::npos) break;
    html.remove_prefix(open);
    std::size_t length = silent_length(html);
    if (length == 0) length = tag_length(html);
    if (length == 0) {
      out += '<';
      length = 1;
    }
    html.remove_prefix(length);
  }
  return out;
}

std::string without_links(std::string_view text) {
  std::string plain{text};
  // What is left after one is taken away can be another ("<<b>a>"). Each round makes it shorter.
  while (true) {
    std::string less = without_addresses(without_markdown_links(without_tags(plain)));
    if (less == plain) return plain;
    plain = std::move(less);
  }
}

}  // namespace gatehouse::knowledge::internal

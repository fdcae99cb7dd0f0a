#include "knowledge/internal/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/result.h"
#include "base/text.h"
#include "knowledge/internal/markup.h"
#include "knowledge/internal/unicode.h"

namespace gatehouse::knowledge::internal {
namespace {

// cmark needs quadratic time for some texts (deep quotes, for one), so it never sees a long one.
constexpr std::size_t kPiece = 32 * 1024;
constexpr std::size_t kHardPiece = 64 * 1024;

constexpr std::string_view kPathSeparator = " › ";

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeIterator {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

std::unique_ptr<cmark_node, FreeNode> parsed(std::string_view markdown) {
  static const bool registered = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return true;
  }();
  CHECK(registered);
  const std::unique_ptr<cmark_parser, FreeParser> parser{cmark_parser_new(CMARK_OPT_DEFAULT)};
  // The extension for tables is not used: it fills each row up to the width of the first, so a
  // small text can become gigabytes. markup.h reads tables instead.
  cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("strikethrough"));
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  return std::unique_ptr<cmark_node, FreeNode>{cmark_parser_finish(parser.get())};
}

std::string_view literal(cmark_node* node) {
  const char* text = cmark_node_get_literal(node);
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

// Collects sections; the headings' path outlives the pieces.
class Walk {
 public:
  explicit Walk(std::string_view title) : title_{folded(title)} { sections_.emplace_back(); }

  void over(std::string_view piece) {
    const auto document = parsed(piece);
    const std::unique_ptr<cmark_iter, FreeIterator> iterator{cmark_iter_new(document.get())};
    cmark_event_type event;
    while ((event = cmark_iter_next(iterator.get())) != CMARK_EVENT_DONE) {
      cmark_node* node = cmark_iter_get_node(iterator.get());
      if (event == CMARK_EVENT_ENTER)
        enter(node);
      else
        leave(node);
    }
  }

  std::vector<Section> sections() && {
    std::erase_if(sections_, [](const Section& section) { return section.blocks.empty(); });
    return std::move(sections_);
  }

 private:
  void enter(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_HEADING:
      case CMARK_NODE_PARAGRAPH:
        inline_.clear();
        break;
      case CMARK_NODE_ITEM:
        marker_ = marker_of(node);
        break;
      case CMARK_NODE_CODE_BLOCK:
        add(Block::Kind::code, literal(node));
        break;
      case CMARK_NODE_HTML_BLOCK:
        add(Block::Kind::paragraph, without_tags(literal(node)));
        break;
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        inline_ += literal(node);
        break;
      // Tables are read line by line, so a soft break stays a line feed until the paragraph ends.
      case CMARK_NODE_SOFTBREAK:
        inline_ += kSoftBreak;
        break;
      case CMARK_NODE_LINEBREAK:
        inline_ += '\n';
        break;
      default:
        break;
    }
  }

  void leave(cmark_node* node) {
    if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
      take_heading(cmark_node_get_heading_level(node));
    } else if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
      take_paragraph();
    }
  }

  void take_heading(int level) {
    std::ranges::replace(inline_, kSoftBreak, ' ');
    std::ranges::replace(inline_, '\n', ' ');
    path_[static_cast<std::size_t>(level) - 1] = trimmed(inline_);
    std::fill(path_.begin() + level, path_.end(), std::string{});
    Section section;
    for (const std::string& name : path_) {
      if (name.empty() || folded(name) == title_) continue;
      if (!section.heading.empty()) section.heading += kPathSeparator;
      section.heading += name;
    }
    sections_.push_back(std::move(section));
  }

  void take_paragraph() {
    if (auto rows = table_rows(inline_); !rows.empty()) {
      for (const std::string& row : rows) add(Block::Kind::row, row);
      return;
    }
    std::ranges::replace(inline_, kSoftBreak, ' ');
    add(Block::Kind::paragraph, inline_);
  }

  void add(Block::Kind kind, std::string_view text) {
    const bool code = kind == Block::Kind::code;
    text = code ? text.substr(0, text.find_last_not_of(" \n\t") + 1) : trimmed(text);
    if (text.empty()) return;
    if (!marker_.empty() && !code) kind = Block::Kind::item;
    sections_.back().blocks.push_back({kind, (code ? "" : marker_) + std::string{text}});
    marker_.clear();
  }

  static std::string marker_of(cmark_node* item) {
    cmark_node* list = cmark_node_parent(item);
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) return "- ";
    int number = cmark_node_get_list_start(list);
    // Counted backwards; a list in a piece of bounded length is bounded too.
    for (cmark_node* before = item; (before = cmark_node_previous(before)) != nullptr;) ++number;
    return std::to_string(number) + ". ";
  }

  std::string title_;
  std::array<std::string, 6> path_;
  std::vector<Section> sections_;
  std::string inline_;
  std::string marker_;
};

bool is_fence(std::string_view line) {
  line = trimmed(line);
  return line.starts_with("```") || line.starts_with("~~~");
}

// The length of the first piece: up to a heading or an empty line outside of code, if one comes in
// time, else up to some line or, in a line without end, some character.
std::size_t first_piece(std::string_view markdown) {
  if (markdown.size() <= kPiece) return markdown.size();
  bool in_code = false;
  std::size_t at = 0;
  std::size_t line_start = 0;
  while (at < std::min(kHardPiece, markdown.size())) {
    const std::size_t end = markdown.find('\n', at);
    const std::string_view line = markdown.substr(at, end - at);
    if (is_fence(line)) in_code = !in_code;
    const bool apart = !in_code && (trimmed(line).empty() || line.starts_with('#'));
    if (at >= kPiece && apart) return at;
    line_start = at;
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  if (markdown.size() <= kHardPiece) return markdown.size();
  if (line_start > 0) return line_start;
  std::size_t cut = kHardPiece;
  while ((static_cast<unsigned char>(markdown[cut]) & 0xc0) == 0x80) --cut;
  return cut;
}

bool ends_sentence(std::string_view line) {
  constexpr std::string_view kEnds = ".!?:;";
  return line.empty() || kEnds.contains(line.back());
}

}  // namespace

std::vector<Section> sections_of_markdown(std::string_view markdown, std::string_view title) {
  Walk walk{title};
  while (!markdown.empty()) {
    const std::size_t length = first_piece(markdown);
    walk.over(markdown.substr(0, length));
    markdown.remove_prefix(length);
  }
  return std::move(walk).sections();
}

std::vector<Section> sections_of_text(std::string_view text) {
  constexpr std::size_t kWrapped = 50;  // shorter lines were ended on purpose
  Section section;
  std::string paragraph;
  std::string_view last;
  const auto finish = [&] {
    if (!paragraph.empty()) {
      section.blocks.push_back({Block::Kind::paragraph, std::move(paragraph)});
    }
    paragraph.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) {
      finish();
      continue;
    }
    const bool wrapped = code_points(last) >= kWrapped && !ends_sentence(last);
    if (!paragraph.empty()) paragraph += wrapped ? ' ' : '\n';
    paragraph += line;
    last = line;
  }
  finish();
  if (section.blocks.empty()) return {};
  return {std::move(section)};
}

}  // namespace gatehouse::knowledge::internal

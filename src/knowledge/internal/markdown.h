// Markdown and plain text, read into sections of blocks. Parses untrusted bytes: its time grows
// with the length of the text, whatever stands in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::knowledge::internal {

struct Block {
  enum class Kind : unsigned char { paragraph, item, row, code };
  Kind kind;
  std::string text;
};

// What stands under one heading.
struct Section {
  std::string heading;  // path, "Set-up › Certificates"; empty above the first heading
  std::vector<Block> blocks;
};

// CommonMark with tables. Links become their text, images their description, raw HTML its text;
// code is kept. A heading that only repeats `title` is left out of the path.
std::vector<Section> sections_of_markdown(std::string_view markdown, std::string_view title);

// Paragraphs stand apart by empty lines; a line that was only wrapped is joined again.
std::vector<Section> sections_of_text(std::string_view text);

}  // namespace gatehouse::knowledge::internal

// Markup that is read by us: tables, HTML left in Markdown, and links in answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::knowledge::internal {

// Stands for a line's end that Markdown does not count as one.
inline constexpr char kSoftBreak = '\x1f';

// A paragraph of lines that is a table (GitHub's form: the second line is dashes and bars) as one
// line of text for each row: "Port: 8443; Purpose: everything". Empty when it is none.
std::vector<std::string> table_rows(std::string_view paragraph);

// Drops tags, comments, scripts and styles.
std::string without_tags(std::string_view html);

// Nothing that a reader's program would turn into a link or load: Markdown links and images become
// their text, tags go, addresses lose their scheme and whatever follows the path.
std::string without_links(std::string_view text);

}  // namespace gatehouse::knowledge::internal

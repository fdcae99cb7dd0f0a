// Reading filters and paths.
#include <algorithm>
#include <array>

#include <boost/json/parse.hpp>

#include "directory/errors.h"
#include "directory/internal/filter.h"

namespace gatehouse::directory::internal {
namespace {

constexpr std::size_t kLongest = 2000;
constexpr int kMostComparisons = 60;
constexpr int kDeepest = 12;

struct Word {
  std::string_view text;
  Comparison comparison;
};
constexpr auto kComparisons = std::to_array<Word>({{"eq", Comparison::eq},
                                                   {"ne", Comparison::ne},
                                                   {"co", Comparison::co},
                                                   {"sw", Comparison::sw},
                                                   {"ew", Comparison::ew},
                                                   {"gt", Comparison::gt},
                                                   {"ge", Comparison::ge},
                                                   {"lt", Comparison::lt},
                                                   {"le", Comparison::le},
                                                   {"pr", Comparison::pr}});

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '$';
}

// Recursive descent; `or` binds least, then `and`, then `not`.
class Parser {
 public:
  Parser(const ResourceType& type, std::string_view text) : type_{type}, rest_{text} {}

  Result<Filter> whole_filter() {
    TRY(Filter filter, any(0));
    skip_spaces();
    if (!rest_.empty()) return wrong("something follows");
    return filter;
  }

  Result<Path> whole_path() {
    Path path;
    TRY(path.path, attribute());
    if (take('[')) {
      TRY(path.filter, inside_brackets(0));
      TRY(path.path.sub, sub_attribute());
    }
    if (!rest_.empty()) return wrong("something follows");
    return path;
  }

 private:
  static std::unexpected<Error> wrong(std::string why) {
    return fail(Error{kInvalidFilter}.because(std::move(why)));
  }
  void skip_spaces() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // A word of letters, if it is this one and ends here.
  bool take_word(std::string_view word) {
    skip_spaces();
    if (rest_.size() < word.size() || !same_name(rest_.substr(0, word.size()), word)) return false;
    if (rest_.size() > word.size() && is_name(rest_[word.size()])) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  Result<Filter> any(int depth) { return joined(depth, Filter::Kind::any); }

  Result<Filter> joined(int depth, Filter::Kind kind) {
    const bool is_any = kind == Filter::Kind::any;
    Filter list{.kind = kind};
    do {
      TRY(Filter part, is_any ? joined(depth, Filter::Kind::all) : term(depth));
      list.parts.push_back(std::move(part));
    } while (take_word(is_any ? "or" : "and"));
    if (list.parts.size() > 1) return list;
    Filter only = std::move(list.parts.front());
    return only;
  }

  Result<Filter> term(int depth) {
    if (depth >= kDeepest) return wrong("too deep");
    const bool negated = take_word("not");
    skip_spaces();
    if (take('(')) {
      TRY(Filter inner, any(depth + 1));
      skip_spaces();
      if (!take(')')) return wrong("a bracket is not closed");
      if (!negated) return inner;
      Filter none{.kind = Filter::Kind::none};
      none.parts.push_back(std::move(inner));
      return none;
    }
    if (negated) return wrong("'not' without a bracket");
    return comparison(depth);
  }

  Result<Filter> comparison(int depth) {
    if (++comparisons_ > kMostComparisons) return wrong("too many comparisons");
    TRY(AttributePath path, attribute());
    if (take('[')) return within(std::move(path), depth);
    return compared(std::move(path));
  }

  // emails[type eq "work" and value co "@"], and with a comparison of what is chosen behind it.
  Result<Filter> within(AttributePath path, int depth) {
    Filter filter{.kind = Filter::Kind::within, .path = path};
    TRY(Filter inner, inside_brackets(depth));
    TRY(std::string sub, sub_attribute());
    if (!sub.empty()) {
      TRY(Filter chosen, compared({.attribute = std::move(sub)}));
      Filter both{.kind = Filter::Kind::all};
      both.parts.push_back(std::move(inner));
      both.parts.push_back(std::move(chosen));
      inner = std::move(both);
    }
    filter.parts.push_back(std::move(inner));
    return filter;
  }

  Result<Filter> inside_brackets(int depth) {
    if (depth >= kDeepest) return wrong("too deep");
    TRY(Filter inner, any(depth + 1));
    skip_spaces();
    if (!take(']')) return wrong("a bracket is not closed");
    return inner;
  }

  Result<std::string> sub_attribute() {
    if (!take('.')) return std::string{};
    return name();
  }

  Result<Filter> compared(AttributePath path) {
    Filter filter{.kind = Filter::Kind::compare, .path = std::move(path)};
    const auto word =
        std::ranges::find_if(kComparisons, [this](const Word& one) { return take_word(one.text); });
    if (word == kComparisons.end()) return wrong("no comparison that is known");
    filter.comparison = word->comparison;
    if (filter.comparison == Comparison::pr) return filter;
    TRY(filter.value, value());
    const bool ordered = filter.comparison != Comparison::eq && filter.comparison != Comparison::ne;
    if (ordered && (filter.value.is_bool() || filter.value.is_null()))
      return wrong("this value has no order");
    return filter;
  }

  Result<AttributePath> attribute() {
    skip_spaces();
    AttributePath path;
    // A schema in front, "urn:…:2.0:User:userName": its own dots and colons are not the path's.
    if (rest_.size() > 4 && same_name(rest_.substr(0, 4), "urn:")) {
      const std::size_t end = std::min(rest_.find_first_of(" []()"), rest_.size());
      const std::size_t colon = rest_.substr(0, end).rfind(':');
      path.foreign = !same_name(rest_.substr(0, colon), type_.schema);
      rest_.remove_prefix(colon + 1);
    }
    TRY(path.attribute, name());
    TRY(path.sub, sub_attribute());
    return path;
  }

  Result<std::string> name() {
    const auto end = std::ranges::find_if_not(rest_, is_name);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    if (size == 0 || size > 64) return wrong("no attribute's name");
    std::string found{rest_.substr(0, size)};
    rest_.remove_prefix(size);
    return found;
  }

  // A JSON text, number, true, false or null.
  Result<bj::value> value() {
    skip_spaces();
    std::size_t end = 0;
    if (rest_.starts_with('"')) {
      for (end = 1; end < rest_.size() && rest_[end] != '"'; ++end)
        if (rest_[end] == '\\') ++end;
      ++end;
    } else {
      end = std::min(rest_.find_first_of(" )]"), rest_.size());
    }
    if (end == 0 || end > rest_.size()) return wrong("no value");
    bj::error_code code;
    bj::value found = bj::parse(rest_.substr(0, end), code);
    if (code || found.is_object() || found.is_array()) return wrong("not a value");
    rest_.remove_prefix(end);
    return found;
  }

  const ResourceType& type_;
  std::string_view rest_;
  int comparisons_ = 0;
};

}  // namespace

Result<Filter> parse_filter(const ResourceType& type, std::string_view text) {
  if (text.size() > kLongest) return fail(Error{kInvalidFilter}.because("too long"));
  return Parser{type, text}.whole_filter();
}

Result<Path> parse_path(const ResourceType& type, std::string_view text) {
  auto path = Parser{type, text.substr(0, kLongest + 1)}.whole_path();
  if (text.size() > kLongest || !path)
    return fail(Error{kInvalidPath}.because(path ? "too long" : path.error().detail()));
  return path;
}

}  // namespace gatehouse::directory::internal

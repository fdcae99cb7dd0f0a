#include "base/internal/json_document.h"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

#include "base/control.h"
#include "base/json.h"
#include "base/secret.h"

namespace gatehouse::json::internal {
namespace {

namespace bj = boost::json;
using Code = bj::error_code;
using Nodes = std::pmr::vector<Node>;
using Kind = Node::Kind;

std::optional<std::string_view> repeated_name(const Node& object) {
  const Node* const end = object.next();
  if (object.count <= 8) {
    for (const Node* a = object.first(); a != end; a = a->next())
      for (const Node* b = a->next(); b != end; b = b->next())
        if (a->name == b->name) return a->name;
    return std::nullopt;
  }
  // Sorted, so that a thousand names cost no more than their number deserves.
  std::vector<std::string_view> names;
  names.reserve(object.count);
  for (const Node* member = object.first(); member != end; member = member->next())
    names.push_back(member->name);
  std::ranges::sort(names);
  const auto twin = std::ranges::adjacent_find(names);
  return twin == names.end() ? std::nullopt : std::optional{*twin};
}

// Receives the parser's events and lays down the nodes.
class Builder {
 public:
  static constexpr std::size_t max_object_size = 1u << 30;
  static constexpr std::size_t max_array_size = 1u << 30;
  static constexpr std::size_t max_key_size = 1u << 30;
  static constexpr std::size_t max_string_size = 1u << 30;

  Builder(std::string_view text, std::size_t most_values, Nodes& nodes, std::string& unescaped)
      : text_{text}, most_values_{most_values}, nodes_{nodes}, unescaped_{unescaped} {}

  const ErrorKind* failure() const { return failure_; }
  // To the innermost value that is still open.
  std::string pointer() const {
    std::string path;
    for (std::size_t depth = 0; depth < open_.size(); ++depth) {
      const Node& node = nodes_[open_[depth]];
      const bool in_object = depth > 0 && nodes_[open_[depth - 1]].kind == Kind::object;
      if (in_object)
        path += pointer_part(node.name);
      else if (depth > 0)
        path += "/" + std::to_string(nodes_[open_[depth - 1]].count - 1);
    }
    if (culprit_) path += pointer_part(*culprit_);
    return path;
  }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code& code) { return open(Kind::object, code); }
  bool on_array_begin(Code& code) { return open(Kind::list, code); }
  bool on_array_end(std::size_t, Code&) {
    nodes_[open_.back()].span = static_cast<std::uint32_t>(nodes_.size() - open_.back());
    open_.pop_back();
    return true;
  }
  bool on_object_end(std::size_t, Code& code) {
    Node& object = nodes_[open_.back()];
    object.span = static_cast<std::uint32_t>(nodes_.size() - open_.back());
    culprit_ = repeated_name(object);
    if (enforced<"EDGE-07"> && culprit_) return stop(kDuplicateMember, code);
    culprit_.reset();
    open_.pop_back();
    return true;
  }

  bool on_key_part(std::string_view part, std::size_t, Code&) { return keep(part); }
  bool on_key(std::string_view part, std::size_t, Code&) {
    name_ = whole_text(part);
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, Code&) { return keep(part); }
  bool on_string(std::string_view part, std::size_t, Code& code) {
    const std::string_view text = whole_text(part);
    Node* node = add(Kind::text, code);
    if (node != nullptr) node->text = text;
    return node != nullptr;
  }

  bool on_number_part(std::string_view, Code&) { return true; }
  bool on_int64(std::int64_t value, std::string_view, Code& code) {
    Node* node = add(Kind::whole, code);
    if (node != nullptr) node->whole = value;
    return node != nullptr;
  }
  bool on_uint64(std::uint64_t value, std::string_view, Code& code) {
    Node* node = add(Kind::large, code);
    if (node != nullptr) node->large = value;
    return node != nullptr;
  }
  // The parser's own double may be off in the last place; the standard library's is exact.
  bool on_double(double value, std::string_view digits, Code& code) {
    double exact = value;
    std::from_chars(digits.data(), digits.data() + digits.size(), exact);
    if (!std::isfinite(exact)) {
      if (!open_.empty() && nodes_[open_.back()].kind == Kind::object) culprit_ = name_;
      return stop(kOutOfRange, code);
    }
    Node* node = add(Kind::real, code);
    if (node != nullptr) node->real = exact;
    return node != nullptr;
  }
  bool on_bool(bool value, Code& code) {
    Node* node = add(Kind::boolean, code);
    if (node != nullptr) node->boolean = value;
    return node != nullptr;
  }
  bool on_null(Code& code) { return add(Kind::null, code) != nullptr; }
  bool on_comment_part(std::string_view, Code&) { return true; }
  bool on_comment(std::string_view, Code&) { return true; }

 private:
  bool stop(const ErrorKind& kind, Code& code) {
    failure_ = &kind;
    code = bj::error::syntax;
    return false;
  }

  Node* add(Kind kind, Code& code) {
    if (nodes_.size() >= most_values_) {
      stop(kOutOfRange, code);
      return nullptr;
    }
    if (!open_.empty()) ++nodes_[open_.back()].count;
    Node& node = nodes_.emplace_back();
    node.kind = kind;
    node.name = std::exchange(name_, {});
    return &node;
  }

  bool open(Kind kind, Code& code) {
    if (add(kind, code) == nullptr) return false;
    open_.push_back(static_cast<std::uint32_t>(nodes_.size() - 1));
    return true;
  }

  // Views into `unescaped_` stay valid because it never grows beyond its first reservation: a text
  // is never shorter with its escapes than without.
  bool keep(std::string_view part) {
    if (unescaped_.capacity() < text_.size()) unescaped_.reserve(text_.size());
    if (!part_kept_) kept_from_ = unescaped_.size();
    part_kept_ = true;
    unescaped_ += part;
    return true;
  }
  std::string_view whole_text(std::string_view last_part) {
    const std::less_equal<const char*> before;
    const bool in_input = before(text_.data(), last_part.data()) &&
                          before(last_part.data() + last_part.size(), text_.data() + text_.size());
    if (!part_kept_ && in_input) return last_part;
    keep(last_part);
    part_kept_ = false;
    return std::string_view{unescaped_}.substr(kept_from_);
  }

  std::string_view text_;
  std::size_t most_values_;
  Nodes& nodes_;
  std::string& unescaped_;
  std::vector<std::uint32_t> open_;  // lists and objects that have not ended, outermost first
  std::string_view name_;
  std::size_t kept_from_ = 0;
  bool part_kept_ = false;
  std::optional<std::string_view> culprit_;  // the name of the member that was refused
  const ErrorKind* failure_ = nullptr;
};

}  // namespace

// Whatever was written with escapes may have been a password.
Document::~Document() { wipe(unescaped_); }

Result<> Document::parse(std::string_view text, const ReadLimits& limits) {
  bj::parse_options options;
  options.max_depth = limits.depth;
  nodes_.reserve(room_.size() / sizeof(Node) - 1);
  bj::basic_parser<Builder> parser{options, text, limits.values, nodes_, unescaped_};
  Code code;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), code);
  const Builder& builder = parser.handler();
  if (builder.failure() != nullptr) return fail(Error{*builder.failure()}.at(builder.pointer()));
  if (code) return fail(Error{kMalformed}.because(code.message() + " at " + std::to_string(used)));
  if (used != text.size()) return fail(Error{kMalformed}.because("more than one value"));
  return {};
}

std::string pointer_part(std::string_view name) {
  std::string part = "/";
  for (const char c : name) {
    if (c == '~')
      part += "~0";
    else if (c == '/')
      part += "~1";
    else
      part += c;
  }
  return part;
}

}  // namespace gatehouse::json::internal

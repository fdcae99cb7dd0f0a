// Result and Error: everything that can happen is a value.
//
// What a person sees (ErrorKind::message, always a literal) and what we log (Error::detail) are
// different types of text, so nobody's data can slip into an answer.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse {

// What kind of wrong it is. `net` turns it into an HTTP status in one switch.
enum class Fault : unsigned char {
  invalid,          // the request is not of the declared form
  unauthenticated,  // we do not know who asks
  forbidden,        // we know, and the answer is no
  not_found,        // absent, or not to be seen by this caller: outside these are one answer
  conflict,         // the state has moved on
  too_large,
  too_many,
  unsupported,  // method or content type
  unavailable,  // try again later; nothing was done
  internal,     // our fault
};

// One constant for each thing that can go wrong, at namespace scope: Error keeps its address.
struct ErrorKind {
  std::string_view code;  // stable, for programs: "module.what_happened"
  Fault fault;
  std::string_view message;       // for people: what happened, then what to do
  std::string_view control = {};  // the control in whose name we refuse, if any
};

class [[nodiscard]] Error {
 public:
  Error(const ErrorKind& kind) : kind_{&kind} {}  // NOLINT: a kind is an error
  Error(const ErrorKind&&) = delete;

  // The reason for our log only; it never leaves the server.
  Error&& because(std::string detail) && {
    detail_ = std::move(detail);
    return std::move(*this);
  }
  // RFC 6901 pointer to the input that was refused.
  Error&& at(std::string field) && {
    field_ = std::move(field);
    return std::move(*this);
  }
  // The control in whose name this refusal happens, where the kind alone does not tell: "absent"
  // and "another tenant's" are one answer outside and two in the audit log.
  Error&& under(std::string_view control) && {
    control_ = control;
    return std::move(*this);
  }
  Error&& retry_after(std::chrono::seconds wait) && {
    retry_after_ = wait;
    return std::move(*this);
  }

  const ErrorKind& kind() const { return *kind_; }
  std::string_view control() const { return control_.empty() ? kind_->control : control_; }
  const std::string& detail() const { return detail_; }
  const std::string& field() const { return field_; }
  std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }
  bool is(const ErrorKind& kind) const { return kind_ == &kind || kind_->code == kind.code; }

 private:
  const ErrorKind* kind_;
  std::string detail_;
  std::string field_;
  std::string_view control_;
  std::optional<std::chrono::seconds> retry_after_;
};

template <class T = void>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

inline std::unexpected<Error> fail(Error error) { return std::unexpected{std::move(error)}; }

// Errors that any module may meet.
inline constexpr ErrorKind kNotFound{"not_found", Fault::not_found,
                                     "This does not exist, or you may not see it."};
inline constexpr ErrorKind kUnavailable{"unavailable", Fault::unavailable,
                                        "The server is busy. Try again in a moment."};
inline constexpr ErrorKind kInternal{
    "internal", Fault::internal,
    "Something went wrong on our side. Nothing was changed. Try again, and tell the operator if it "
    "happens twice."};

// Ends the process: for what must never happen, in every build, never on a user's input.
[[noreturn]] void end_process(const char* what, const char* file, int line);

}  // namespace gatehouse

#define CHECK(condition)                                        \
  do {                                                          \
    if (!(condition)) [[unlikely]]                              \
      ::gatehouse::end_process(#condition, __FILE__, __LINE__); \
  } while (false)

#define GH_CONCAT_(a, b) a##b
#define GH_CONCAT(a, b) GH_CONCAT_(a, b)
#define GH_TRY_(result, leave, declaration, ...)                   \
  auto result = (__VA_ARGS__);                                     \
  if (!result) leave ::gatehouse::fail(std::move(result).error()); \
  declaration = *std::move(result)
#define GH_TRY_VOID_(result, leave, ...) \
  if (auto result = (__VA_ARGS__); !result) leave ::gatehouse::fail(std::move(result).error())

// TRY(auto row, reader.one<Row>(...));  CO_TRY(...) inside coroutines; the _VOID forms for
// Result<void> and for values nobody needs.
#define TRY(declaration, ...) \
  GH_TRY_(GH_CONCAT(gh_result_, __COUNTER__), return, declaration, __VA_ARGS__)
#define CO_TRY(declaration, ...) \
  GH_TRY_(GH_CONCAT(gh_result_, __COUNTER__), co_return, declaration, __VA_ARGS__)
#define TRY_VOID(...) GH_TRY_VOID_(GH_CONCAT(gh_result_, __COUNTER__), return, __VA_ARGS__)
#define CO_TRY_VOID(...) GH_TRY_VOID_(GH_CONCAT(gh_result_, __COUNTER__), co_return, __VA_ARGS__)

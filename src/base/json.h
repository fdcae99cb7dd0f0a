// Typed JSON (RFC 8259): a struct and its shape stand side by side; the shape reads, writes and
// describes.
//
//   struct NewMessage { std::string client_id; std::string text; };
//   template <> struct json::Shape<NewMessage> {
//     static constexpr std::string_view name = "NewMessage";
//     static constexpr auto members = std::tuple{
//         json::member("client_id", &NewMessage::client_id, json::token(8, 64)),
//         json::member("text", &NewMessage::text, json::text(1, 8000)),
//     };
//   };
//
// Reading refuses: unknown members, duplicate names, invalid UTF-8, depth over 16, wrong types,
// values outside their limits, control characters other than line feed and tab in text. A missing
// member is an error unless its type is std::optional. Errors carry an RFC 6901 pointer.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/id.h"
#include "base/result.h"

namespace gatehouse::json {

inline constexpr ErrorKind kMalformed{"json.malformed", Fault::invalid,
                                      "The request is not valid JSON.", "EDGE-12"};
inline constexpr ErrorKind kDuplicateMember{"json.duplicate_member", Fault::invalid,
                                            "A member is named twice.", "EDGE-07"};
inline constexpr ErrorKind kUnknownMember{"json.unknown_member", Fault::invalid,
                                          "This member is not known here.", "EDGE-07"};
inline constexpr ErrorKind kMissingMember{"json.missing_member", Fault::invalid,
                                          "A required member is missing.", "EDGE-12"};
inline constexpr ErrorKind kWrongType{"json.wrong_type", Fault::invalid,
                                      "A value is of the wrong type.", "EDGE-12"};
inline constexpr ErrorKind kOutOfRange{"json.out_of_range", Fault::invalid,
                                       "A value is too short, too long or out of range.",
                                       "EDGE-12"};
inline constexpr ErrorKind kBadText{"json.bad_text", Fault::invalid,
                                    "A text holds characters that are not allowed here.",
                                    "EDGE-12"};

// --- limits of one member --------------------------------------------------------------------

enum class TextKind : unsigned char {
  plain,  // any printable text, line feeds and tabs
  line,   // plain, but one line
  token,  // A-Z a-z 0-9 - _ only
};
// Lengths are in Unicode code points.
struct TextLimit {
  std::size_t least;
  std::size_t most;
  TextKind kind;
};
struct WholeLimit {
  std::int64_t least;
  std::int64_t most;
};
struct ListLimit {
  std::size_t most;
  TextLimit each;
};
struct NoLimit {};

constexpr TextLimit text(std::size_t least, std::size_t most) {
  return {least, most, TextKind::plain};
}
constexpr TextLimit line(std::size_t least, std::size_t most) {
  return {least, most, TextKind::line};
}
constexpr TextLimit token(std::size_t least, std::size_t most) {
  return {least, most, TextKind::token};
}
constexpr WholeLimit whole(std::int64_t least, std::int64_t most) { return {least, most}; }
constexpr ListLimit list_of(std::size_t most, TextLimit each) { return {most, each}; }
// Of elements that are not text: their own type says what they may be.
constexpr ListLimit up_to(std::size_t most) { return {most, {0, 0, TextKind::plain}}; }

template <class T, class V, class L>
struct Member {
  std::string_view name;
  V T::* place;
  L limit;
};
template <class T, class V, class L = NoLimit>
constexpr Member<T, V, L> member(std::string_view name, V T::* place, L limit = {}) {
  return {name, place, limit};
}

template <class T>
struct Shape;

template <class T>
concept Shaped = requires { Shape<T>::members; };

// --- reading and writing ---------------------------------------------------------------------

struct ReadLimits {
  std::size_t depth = 16;
  std::size_t values = 65536;  // a value takes about 50 octets of memory, however short its text
};

// A type of one word that has rules of its own: "agent" or "role_01jd…". `kWord` bounds its text.
template <class V>
concept Word = requires(const V& value, std::string_view text) {
  { V::parse(text) } -> std::same_as<Result<V>>;
  { value.text() } -> std::same_as<std::string_view>;
  { V::kWord } -> std::convertible_to<TextLimit>;
};

// Members may be: bool, integers, double, std::string, Instant, Id<K>, NamedEnum, Word, Shaped
// structs, std::optional<M>, std::vector<M>.
template <Shaped T>
Result<T> read(std::string_view text, ReadLimits limits = {});

// Appends to `out`; output is always valid UTF-8 JSON in member order, without spaces. Inside HTML
// it is safe too: <, > and & are written as \u003c, \u003e, \u0026.
template <class T>
void write(std::string& out, const T& value);

template <class T>
std::string write(const T& value) {
  std::string out;
  write(out, value);
  return out;
}

// Appends a quoted JSON string.
void write_text(std::string& out, std::string_view text);

// What is written to us may leave out a member that may be null; what we write never does.
enum class Absence : bool { allowed, never };

// JSON Schema 2020-12 of T; nested shapes are named in `definitions` (name -> schema text) and
// referred to as #/components/schemas/<name>.
template <Shaped T, Absence absence = Absence::allowed>
void describe(std::map<std::string, std::string, std::less<>>& definitions);

}  // namespace gatehouse::json

#include "base/internal/json_describe.h"
#include "base/internal/json_read.h"
#include "base/internal/json_write.h"

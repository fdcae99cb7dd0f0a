// Values in and out of a statement. Ids are 16-byte blobs, instants are milliseconds, named enums
// are their names; std::optional is NULL.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/enum_names.h"
#include "base/id.h"
#include "base/result.h"

namespace gatehouse::store {

// One engine's prepared statement. SQLite stands behind it now; PostgreSQL can later.
class Prepared {
 public:
  virtual ~Prepared() = default;
  virtual void bind_null(int index) = 0;  // indexes start at 1
  virtual void bind_whole(int index, std::int64_t value) = 0;
  virtual void bind_real(int index, double value) = 0;
  virtual void bind_text(int index, std::string_view value) = 0;  // not copied: valid until reset
  virtual void bind_bytes(int index, BytesView value) = 0;        // not copied: valid until reset
  virtual Result<bool> step() = 0;                                // true: a row is there
  virtual void reset() = 0;
  virtual int parameters() const = 0;
  virtual int columns() const = 0;  // indexes start at 0
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t whole(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // valid until the next step
  virtual BytesView bytes(int column) const = 0;        // valid until the next step
};

inline void bind(Prepared& to, int index, std::int64_t value) { to.bind_whole(index, value); }
inline void bind(Prepared& to, int index, int value) { to.bind_whole(index, value); }
inline void bind(Prepared& to, int index, bool value) { to.bind_whole(index, value ? 1 : 0); }
inline void bind(Prepared& to, int index, double value) { to.bind_real(index, value); }
inline void bind(Prepared& to, int index, std::string_view value) { to.bind_text(index, value); }
inline void bind(Prepared& to, int index, const std::string& value) { to.bind_text(index, value); }
inline void bind(Prepared& to, int index, const char* value) { to.bind_text(index, value); }
inline void bind(Prepared& to, int index, BytesView value) { to.bind_bytes(index, value); }
inline void bind(Prepared& to, int index, const Bytes& value) { to.bind_bytes(index, value); }
inline void bind(Prepared& to, int index, Instant value) {
  to.bind_whole(index, value.time_since_epoch().count());
}
template <std::size_t N>
void bind(Prepared& to, int index, const std::array<std::uint8_t, N>& value) {
  to.bind_bytes(index, value);
}
template <class Kind>
void bind(Prepared& to, int index, const Id<Kind>& value) {
  to.bind_bytes(index, value.bits());
}
template <NamedEnum E>
void bind(Prepared& to, int index, E value) {
  to.bind_text(index, name_of(value));
}
template <class T>
void bind(Prepared& to, int index, const std::optional<T>& value) {
  if (value)
    bind(to, index, *value);
  else
    to.bind_null(index);
}

// Fetch<T>::from(prepared, column); a value the type cannot hold is a damaged database: CHECK.
template <class T>
struct Fetch;
template <std::integral T>
  requires(!std::same_as<T, bool>)
struct Fetch<T> {
  static T from(const Prepared& row, int column) { return static_cast<T>(row.whole(column)); }
};
template <>
struct Fetch<bool> {
  static bool from(const Prepared& row, int column) { return row.whole(column) != 0; }
};
template <>
struct Fetch<double> {
  static double from(const Prepared& row, int column) { return row.real(column); }
};
template <>
struct Fetch<std::string> {
  static std::string from(const Prepared& row, int column) { return std::string{row.text(column)}; }
};
template <>
struct Fetch<Bytes> {
  static Bytes from(const Prepared& row, int column) {
    const BytesView bytes = row.bytes(column);
    return {bytes.begin(), bytes.end()};
  }
};
template <std::size_t N>
struct Fetch<std::array<std::uint8_t, N>> {
  static std::array<std::uint8_t, N> from(const Prepared& row, int column) {
    const BytesView bytes = row.bytes(column);
    CHECK(bytes.size() == N);
    std::array<std::uint8_t, N> out;
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
  }
};
template <>
struct Fetch<Instant> {
  static Instant from(const Prepared& row, int column) {
    return Instant{std::chrono::milliseconds{row.whole(column)}};
  }
};
template <class Kind>
struct Fetch<Id<Kind>> {
  static Id<Kind> from(const Prepared& row, int column) {
    return Id<Kind>::from_bits(Fetch<typename Id<Kind>::Bits>::from(row, column));
  }
};
template <NamedEnum E>
struct Fetch<E> {
  static E from(const Prepared& row, int column) {
    const std::optional<E> value = named<E>(row.text(column));
    CHECK(value.has_value());
    return *value;
  }
};
template <class T>
struct Fetch<std::optional<T>> {
  static std::optional<T> from(const Prepared& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return Fetch<T>::from(row, column);
  }
};

// A row type lists its members in the order of the SELECT:
//   struct ConversationRow { ConversationId id; Instant at;
//     static constexpr auto columns = std::tuple{&ConversationRow::id, &ConversationRow::at}; };
// A single value (std::int64_t, Id<K>, …) is a row too.
template <class R>
concept StructRow = requires { R::columns; };

template <class R>
R fetch_row(const Prepared& row) {
  if constexpr (StructRow<R>) {
    CHECK(row.columns() == static_cast<int>(std::tuple_size_v<decltype(R::columns)>));
    R out;
    int column = 0;
    std::apply(
        [&](auto... place) {
          ((out.*place = Fetch<std::remove_cvref_t<decltype(out.*place)>>::from(row, column++)),
           ...);
        },
        R::columns);
    return out;
  } else {
    CHECK(row.columns() == 1);
    return Fetch<R>::from(row, 0);
  }
}

}  // namespace gatehouse::store

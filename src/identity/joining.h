// What somebody becomes whom a provider knows and we do not: nobody, or a member of this role.
#pragma once

#include <optional>
#include <string_view>

#include "access/role.h"

namespace gatehouse::identity {

class Joining {
 public:
  constexpr Joining() = default;  // nobody
  explicit constexpr Joining(access::RoleKey role) : role_{role} {}
  static Result<Joining> parse(std::string_view text) {
    if (text == kNobody) return Joining{};
    TRY(const access::RoleKey role, access::RoleKey::parse(text));
    return Joining{role};
  }

  constexpr const std::optional<access::RoleKey>& role() const { return role_; }
  constexpr std::string_view text() const { return role_ ? role_->text() : kNobody; }
  constexpr bool operator==(const Joining&) const = default;

  static constexpr json::TextLimit kWord = access::RoleKey::kWord;

 private:
  static constexpr std::string_view kNobody = "nobody";
  std::optional<access::RoleKey> role_;
};

inline void bind(store::Prepared& to, int index, const Joining& value) {
  to.bind_text(index, value.text());
}

}  // namespace gatehouse::identity

namespace gatehouse::store {

template <>
struct Fetch<identity::Joining> {
  static identity::Joining from(const Prepared& row, int column) {
    const auto joining = identity::Joining::parse(row.text(column));
    CHECK(joining.has_value());
    return *joining;
  }
};

}  // namespace gatehouse::store

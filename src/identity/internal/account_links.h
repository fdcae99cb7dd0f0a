// Links that change an account (control IDN-13): good once, for a short time, for one account in
// the state in which they were made; a newer one ends the older.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/enum_names.h"
#include "identity/internal/link_tokens.h"
#include "identity/internal/people.h"

namespace gatehouse::identity::internal {

enum class AccountLinkKind : unsigned char {
  reset,         // choose a new password
  email_change,  // this address is mine
  email_undo,    // give me my old address back
};

struct AccountRow {
  PersonId person;
  TenantId tenant;
  bool probe;
  EmailIndex email_index;
  vault::Sealed<std::string> name;
  vault::Sealed<std::string> email;
  std::string password;  // PHC string
  static constexpr auto columns = std::tuple{
      &AccountRow::person, &AccountRow::tenant, &AccountRow::probe,   &AccountRow::email_index,
      &AccountRow::name,   &AccountRow::email,  &AccountRow::password};
};

// A link that was found good.
struct AccountLink {
  AccountRow account;
  Person person;
  std::optional<EmailAddress> email;  // the new or old one, of the kinds about addresses
  SessionId asked_in;                 // the session that asked; nil when none did
};

class AccountLinks {
 public:
  AccountLinks(const Ground& ground, const People& people)
      : ground_{ground}, people_{people}, tokens_{ground} {}

  struct Wish {
    std::chrono::milliseconds life;
    std::optional<EmailAddress> email = {};
    SessionId asked_in = {};
    std::chrono::seconds age{0};  // made as if this long ago
  };
  // Ends the older ones of its kind.
  Result<Link> make(store::Transaction& transaction, AccountLinkKind kind,
                    const AccountRow& account, const Wish& wish) const;
  // kAccountLinkRefused unless it is good now.
  Result<AccountLink> check(store::Reader& reader, AccountLinkKind kind,
                            std::string_view token) const;
  Result<AccountLink> use(store::Transaction& transaction, AccountLinkKind kind,
                          std::string_view token) const;
  Result<> end_all_of(store::Transaction& transaction, PersonId person) const;
  Result<std::int64_t> made_since(store::Reader& reader, PersonId person, AccountLinkKind kind,
                                  Instant since) const;

 private:
  struct Row;
  Bound bound_of(AccountLinkKind kind, const AccountRow& account, Instant expires_at,
                 const std::optional<EmailAddress>& email) const;

  const Ground& ground_;
  const People& people_;
  const LinkTokens tokens_;
};

}  // namespace gatehouse::identity::internal

namespace gatehouse {
template <>
struct EnumNames<identity::internal::AccountLinkKind> {
  using enum identity::internal::AccountLinkKind;
  static constexpr auto names =
      std::to_array<std::pair<identity::internal::AccountLinkKind, std::string_view>>(
          {{reset, "reset"}, {email_change, "email_change"}, {email_undo, "email_undo"}});
};
}  // namespace gatehouse

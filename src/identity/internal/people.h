// People and their membership, as rows. Names and addresses are sealed; an address is found by its
// blind index.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "identity/internal/ground.h"

namespace gatehouse::identity::internal {

using EmailIndex = std::array<std::uint8_t, 16>;

struct PersonRow {
  PersonId id;
  vault::Sealed<std::string> name;
  vault::Sealed<std::string> email;
  std::string password;  // PHC string
  static constexpr auto columns =
      std::tuple{&PersonRow::id, &PersonRow::name, &PersonRow::email, &PersonRow::password};
};

struct MemberRow {
  PersonId person;
  TenantId tenant;
  access::RoleKey role;
  bool probe;  // made by the verifier
  Instant since;
  std::optional<Instant> last_seen;
  static constexpr auto columns =
      std::tuple{&MemberRow::person, &MemberRow::tenant, &MemberRow::role,
                 &MemberRow::probe,  &MemberRow::since,  &MemberRow::last_seen};
};

// A person in the workspace they work in.
struct Who {
  Person person;
  TenantId tenant;
  access::RoleKey role;
};

class People {
 public:
  explicit People(const Ground& ground) : ground_{ground} {}

  EmailIndex index_of(const EmailAddress& email) const;
  Result<Person> opened(const PersonRow& row) const;
  Result<std::string> opened_name(PersonId person, const vault::Sealed<std::string>& name) const;
  Result<Person> find(store::Reader& reader, PersonId person) const;

  struct NewPerson {
    std::string name;
    EmailAddress email;
    std::string password;  // PHC string
    TenantId tenant;
    access::RoleKey role;
    bool probe = false;
  };
  // kAlreadyMember when the workspace has somebody of this address.
  Result<Who> add(store::Transaction& transaction, const NewPerson& person) const;
  Result<> remove(store::Transaction& transaction, PersonId person) const;
  Result<> set_name(store::Transaction& transaction, PersonId person,
                    const std::string& name) const;
  // What else is theirs goes with them, in the same transaction.
  using Leaving = std::function<Result<>(store::Transaction&, PersonId)>;
  void when_somebody_leaves(Leaving leaving) { leaving_ = std::move(leaving); }
  Result<> set_email(store::Transaction& transaction, TenantId tenant, PersonId person,
                     const EmailAddress& email) const;
  // kAlreadyMember when somebody else of the workspace has this address or one that people would
  // take for it (control IDN-06).
  Result<> require_unique(store::Reader& reader, TenantId tenant, const EmailAddress& email,
                          PersonId except = {}) const;
  // Of members from before likenesses were kept. Blocking.
  Result<> fill_likenesses() const;

 private:
  EmailIndex likeness_of(const EmailAddress& email) const;

  const Ground& ground_;
  Leaving leaving_ = [](store::Transaction&, PersonId) { return Result<>{}; };
};

// A name as people may write it; kOutOfRange at `field` when nothing visible is left.
Result<std::string> clean_name(std::string_view text, std::string_view field);

}  // namespace gatehouse::identity::internal

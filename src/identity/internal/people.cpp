#include "identity/internal/people.h"

#include <algorithm>

#include "base/control.h"
#include "base/json.h"
#include "identity/internal/standing.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

constexpr auto kPurpose = vault::Purpose::contact;
constexpr std::size_t kLongestName = 120;  // code points

vault::Place name_of_person(const PersonId& person) { return {"person", "name", person.bits()}; }
vault::Place email_of_person(const PersonId& person) { return {"person", "email", person.bits()}; }

}  // namespace

EmailIndex People::index_of(const EmailAddress& email) const {
  return ground_.keys.blind_index("person.email", email.folded());
}

Result<std::string> People::opened_name(PersonId person,
                                        const vault::Sealed<std::string>& name) const {
  return name.open(ground_.keys, kPurpose, name_of_person(person));
}

Result<Person> People::opened(const PersonRow& row) const {
  TRY(std::string name, opened_name(row.id, row.name));
  TRY(std::string email, row.email.open(ground_.keys, kPurpose, email_of_person(row.id)));
  return Person{row.id, std::move(name), std::move(email)};
}

Result<Person> People::find(store::Reader& reader, PersonId person) const {
  TRY(const PersonRow row, reader.one<PersonRow>(queries::find_person, person));
  return opened(row);
}

Result<Who> People::add(store::Transaction& transaction, const NewPerson& person) const {
  const auto id = PersonId::make(ground_.clock, ground_.random);
  const Instant now = ground_.clock.now();
  using Text = vault::Sealed<std::string>;
  const Text name = Text::of(ground_.keys, kPurpose, name_of_person(id), person.name);
  const Text email = Text::of(ground_.keys, kPurpose, email_of_person(id), person.email.text());
  const EmailIndex index = index_of(person.email);
  TRY_VOID(require_unique(transaction, person.tenant, person.email));
  TRY_VOID(transaction.execute(queries::insert_person, id, name, email, person.password, now));
  TRY_VOID(transaction.execute(queries::insert_member, id, person.tenant, index, person.role,
                               person.probe, now, likeness_of(person.email)));
  return Who{{id, person.name, person.email.text()}, person.tenant, person.role};
}

Result<> People::remove(store::Transaction& transaction, PersonId person) const {
  TRY_VOID(transaction.execute(queries::delete_invitations_by, person));
  TRY_VOID(access::forget_person(transaction, person));
  TRY_VOID(forget_factors(transaction, person));
  TRY_VOID(leaving_(transaction, person));
  TRY_VOID(transaction.execute(queries::delete_account_links, person));
  TRY_VOID(transaction.execute(queries::delete_sign_on_links_of, person));
  TRY_VOID(transaction.execute(queries::delete_member, person));
  TRY_VOID(transaction.execute(queries::delete_person, person));
  return {};
}

EmailIndex People::likeness_of(const EmailAddress& email) const {
  return ground_.keys.blind_index("person.likeness", email.likeness());
}

Result<> People::require_unique(store::Reader& reader, TenantId tenant, const EmailAddress& email,
                                PersonId except) const {
  TRY(const auto alike, reader.all<PersonId>(queries::members_like, tenant, likeness_of(email)));
  const bool taken = std::ranges::any_of(alike, [&](PersonId one) { return one != except; });
  if (enforced<"IDN-06"> && taken) return fail(Error{kAlreadyMember}.at("/email"));
  return {};
}

Result<> People::set_name(store::Transaction& transaction, PersonId person,
                          const std::string& name) const {
  const auto sealed =
      vault::Sealed<std::string>::of(ground_.keys, kPurpose, name_of_person(person), name);
  TRY_VOID(transaction.execute(queries::set_name, person, sealed));
  return {};
}

Result<> People::set_email(store::Transaction& transaction, TenantId tenant, PersonId person,
                           const EmailAddress& email) const {
  TRY_VOID(require_unique(transaction, tenant, email, person));
  const auto sealed =
      vault::Sealed<std::string>::of(ground_.keys, kPurpose, email_of_person(person), email.text());
  TRY_VOID(transaction.execute(queries::set_email, person, sealed));
  TRY_VOID(
      transaction.execute(queries::set_member_email, person, index_of(email), likeness_of(email)));
  return {};
}

Result<> People::fill_likenesses() const {
  auto work = [this](store::Transaction& transaction) -> Result<> {
    TRY(const auto people, transaction.all<PersonId>(queries::members_without_likeness));
    for (const PersonId id : people) {
      TRY(const Person person, find(transaction, id));
      TRY(const EmailAddress email, EmailAddress::parse(person.email));
      TRY_VOID(transaction.execute(queries::set_likeness, id, likeness_of(email)));
    }
    return {};
  };
  return ground_.control.write_now(std::move(work));
}

Result<std::string> clean_name(std::string_view text, std::string_view field) {
  std::string name = PlainText::of(text).text();
  if (name.empty() || code_points(name) > kLongestName)
    return fail(Error{json::kOutOfRange}.at(std::string{field}));
  return name;
}

}  // namespace gatehouse::identity::internal

#include "identity/internal/last_places.h"

#include "identity/internal/session_row.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

Result<LastPlace> last_place(store::Reader& reader, const Ground& ground, const People& people,
                             const MemberRow& member) {
  TRY(Person person, people.find(reader, member.person));
  LastPlace place{member.person, std::move(person.name), member.last_seen, std::nullopt};
  TRY(const auto session, reader.maybe<SessionRow>(queries::newest_session, member.person));
  if (!session) return place;
  TRY(const Visit visit, opened_visit(ground.keys, *session));
  if (const auto address = IpAddress::parse(visit.address)) place.address = *address;
  return place;
}

}  // namespace

Task<Result<std::vector<LastPlace>>> last_places(const Ground& ground, const People& people,
                                                 access::Caller caller) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_access_rules));
  auto work = [&ground, &people,
               tenant = caller.tenant()](store::Reader& reader) -> Result<std::vector<LastPlace>> {
    TRY(const auto members, reader.all<MemberRow>(queries::members_of_tenant, tenant));
    std::vector<LastPlace> places;
    for (const MemberRow& member : members) {
      TRY(LastPlace place, last_place(reader, ground, people, member));
      places.push_back(std::move(place));
    }
    return places;
  };
  co_return co_await ground.control.read(std::move(work));
}

}  // namespace gatehouse::identity::internal

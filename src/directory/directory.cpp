#include "directory/directory.h"

#include <deque>
#include <map>
#include <mutex>

#include "directory/internal/groups.h"
#include "directory/internal/users.h"
#include "directory/queries.h"

namespace gatehouse::directory {
namespace {

constexpr std::size_t kFailuresKept = 50;

using internal::bj::object;

// An id of another kind names nothing here.
template <class IdType>
Result<IdType> id_of(std::string_view text) {
  auto id = IdType::parse(text);
  if (!id) return fail(Error{kNotFound}.because("malformed id"));
  return *std::move(id);
}

}  // namespace

struct Directory::Inside {
  internal::Ground ground;
  internal::Users users;
  internal::Groups groups;

  struct Notes {
    std::optional<Instant> last_contact;
    std::deque<Failure> failures;
  };
  std::mutex mutex;
  std::map<TenantId, Notes> notes;

  explicit Inside(internal::Ground on) : ground{std::move(on)}, users{ground}, groups{ground} {}

  Task<Result<Resource>> user_changed(access::Caller caller, Result<object> shown) const {
    if (!shown) co_return fail(std::move(shown).error());
    Resource resource = internal::resource_of(internal::kUserType, *std::move(shown), {});
    const auto person = PersonId::parse(resource.id);
    // Who was made inactive hands over what they worked on, before the answer.
    if (person) CO_TRY_VOID(co_await ground.members.hand_over(caller.tenant(), *person));
    co_return resource;
  }
  static Result<Resource> group_changed(Result<object> shown) {
    if (!shown) return fail(std::move(shown).error());
    return internal::resource_of(internal::kGroupType, *std::move(shown), {});
  }
};

Directory::Directory(store::Database& control, identity::Identity& identity,
                     const vault::Keyring& keys, audit::Log& log, Clock& clock, Random& random)
    : inside_{std::make_unique<Inside>(internal::Ground{control, identity.provisioning(), keys, log,
                                                        clock, random, std::string{}})} {}
Directory::~Directory() = default;

void Directory::answer_at(std::string base) { inside_->ground.base = std::move(base); }

// --- users -------------------------------------------------------------------------------------

Task<Result<std::string>> Directory::users(access::Caller caller, Selection selection) {
  auto work = [this, caller, selection = std::move(selection)](store::Reader& reader) {
    return inside_->users.list(reader, caller, selection);
  };
  co_return co_await inside_->ground.control.read(std::move(work));
}

Task<Result<Resource>> Directory::user(access::Caller caller, std::string id, Selection selection) {
  CO_TRY(const auto person, id_of<PersonId>(id));
  auto work = [this, caller, person](store::Reader& reader) {
    return inside_->users.shown(reader, caller, person);
  };
  CO_TRY(object shown, co_await inside_->ground.control.read(std::move(work)));
  co_return internal::resource_of(internal::kUserType, std::move(shown), selection);
}

Task<Result<Resource>> Directory::add_user(access::Caller caller, std::string document) {
  CO_TRY(const object read, internal::read_document(document));
  CO_TRY(internal::User user, internal::read_user(read));
  auto work = [this, caller, user = std::move(user)](store::Transaction& transaction) {
    return inside_->users.add(transaction, caller, user);
  };
  auto shown = co_await inside_->ground.control.write(std::move(work));
  co_return co_await inside_->user_changed(std::move(caller), std::move(shown));
}

Task<Result<Resource>> Directory::replace_user(access::Caller caller, std::string id,
                                               std::string document, IfMatch version) {
  CO_TRY(const auto person, id_of<PersonId>(id));
  CO_TRY(const object read, internal::read_document(document));
  CO_TRY(internal::User user, internal::read_user(read));
  auto work = [this, caller, person, user = std::move(user),
               version = std::move(version)](store::Transaction& transaction) {
    return inside_->users.replace(transaction, caller, person, user, version);
  };
  auto shown = co_await inside_->ground.control.write(std::move(work));
  co_return co_await inside_->user_changed(std::move(caller), std::move(shown));
}

Task<Result<Resource>> Directory::patch_user(access::Caller caller, std::string id,
                                             std::string document, IfMatch version) {
  CO_TRY(const auto person, id_of<PersonId>(id));
  CO_TRY(object request, internal::read_document(document));
  auto work = [this, caller, person, request = std::move(request),
               version = std::move(version)](store::Transaction& transaction) {
    return inside_->users.patch(transaction, caller, person, request, version);
  };
  auto shown = co_await inside_->ground.control.write(std::move(work));
  co_return co_await inside_->user_changed(std::move(caller), std::move(shown));
}

Task<Result<>> Directory::remove_user(access::Caller caller, std::string id, IfMatch version) {
  CO_TRY(const auto person, id_of<PersonId>(id));
  auto work = [this, caller, person,
               version = std::move(version)](store::Transaction& transaction) {
    return inside_->users.remove(transaction, caller, person, version);
  };
  CO_TRY_VOID(co_await inside_->ground.control.write(std::move(work)));
  co_return co_await inside_->ground.members.hand_over(caller.tenant(), person);
}

// --- groups ------------------------------------------------------------------------------------

Task<Result<std::string>> Directory::groups(access::Caller caller, Selection selection) {
  auto work = [this, caller, selection = std::move(selection)](store::Reader& reader) {
    return inside_->groups.list(reader, caller, selection);
  };
  co_return co_await inside_->ground.control.read(std::move(work));
}

Task<Result<Resource>> Directory::group(access::Caller caller, std::string id,
                                        Selection selection) {
  CO_TRY(const auto group, id_of<DirectoryGroupId>(id));
  auto work = [this, caller, group](store::Reader& reader) {
    return inside_->groups.shown(reader, caller, group);
  };
  CO_TRY(object shown, co_await inside_->ground.control.read(std::move(work)));
  co_return internal::resource_of(internal::kGroupType, std::move(shown), selection);
}

Task<Result<Resource>> Directory::add_group(access::Caller caller, std::string document) {
  CO_TRY(const object read, internal::read_document(document));
  CO_TRY(internal::Group group, internal::read_group(read));
  auto work = [this, caller, group = std::move(group)](store::Transaction& transaction) {
    return inside_->groups.add(transaction, caller, group);
  };
  co_return Inside::group_changed(co_await inside_->ground.control.write(std::move(work)));
}

Task<Result<Resource>> Directory::replace_group(access::Caller caller, std::string id,
                                                std::string document, IfMatch version) {
  CO_TRY(const auto named, id_of<DirectoryGroupId>(id));
  CO_TRY(const object read, internal::read_document(document));
  CO_TRY(internal::Group group, internal::read_group(read));
  auto work = [this, caller, named, group = std::move(group),
               version = std::move(version)](store::Transaction& transaction) {
    return inside_->groups.replace(transaction, caller, named, group, version);
  };
  co_return Inside::group_changed(co_await inside_->ground.control.write(std::move(work)));
}

Task<Result<Resource>> Directory::patch_group(access::Caller caller, std::string id,
                                              std::string document, IfMatch version) {
  CO_TRY(const auto named, id_of<DirectoryGroupId>(id));
  CO_TRY(object request, internal::read_document(document));
  auto work = [this, caller, named, request = std::move(request),
               version = std::move(version)](store::Transaction& transaction) {
    return inside_->groups.patch(transaction, caller, named, request, version);
  };
  co_return Inside::group_changed(co_await inside_->ground.control.write(std::move(work)));
}

Task<Result<>> Directory::remove_group(access::Caller caller, std::string id, IfMatch version) {
  CO_TRY(const auto named, id_of<DirectoryGroupId>(id));
  auto work = [this, caller, named, version = std::move(version)](store::Transaction& transaction) {
    return inside_->groups.remove(transaction, caller, named, version);
  };
  co_return co_await inside_->ground.control.write(std::move(work));
}

// --- the workspace's side ----------------------------------------------------------------------

Task<Result<State>> Directory::state(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_members));
  auto work = [this, tenant = caller.tenant()](store::Reader& reader) -> Result<State> {
    State state{};
    TRY(state.users, reader.one<std::int64_t>(queries::count_users, tenant));
    TRY(state.last_change, reader.one<std::optional<Instant>>(queries::last_change, tenant));
    TRY(state.groups, inside_->groups.entries(reader, tenant));
    return state;
  };
  CO_TRY(State state, co_await inside_->ground.control.read(std::move(work)));
  const std::lock_guard lock{inside_->mutex};
  const Inside::Notes& notes = inside_->notes[caller.tenant()];
  state.last_contact = notes.last_contact;
  state.failures.assign(notes.failures.begin(), notes.failures.end());
  co_return state;
}

Task<Result<GroupEntry>> Directory::map_group(access::Caller caller, DirectoryGroupId group,
                                              std::optional<access::RoleKey> role) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_members));
  auto work = [this, caller, group, role](store::Transaction& transaction) {
    return inside_->groups.map(transaction, caller, group, role);
  };
  co_return co_await inside_->ground.control.write(std::move(work));
}

void Directory::note(TenantId tenant, std::optional<Failure> failure) {
  const std::lock_guard lock{inside_->mutex};
  Inside::Notes& notes = inside_->notes[tenant];
  notes.last_contact = inside_->ground.clock.now();
  if (!failure) return;
  notes.failures.push_front(*std::move(failure));
  if (notes.failures.size() > kFailuresKept) notes.failures.pop_back();
}

Result<> Directory::forget_tenant(TenantId tenant) {
  auto work = [tenant](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::delete_memberships_of_tenant, tenant));
    TRY_VOID(transaction.execute(queries::delete_groups_of_tenant, tenant));
    TRY_VOID(transaction.execute(queries::delete_users_of_tenant, tenant));
    return {};
  };
  {
    const std::lock_guard lock{inside_->mutex};
    inside_->notes.erase(tenant);
  }
  return inside_->ground.control.write_now(std::move(work));
}

}  // namespace gatehouse::directory

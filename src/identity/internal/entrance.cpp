// The ways in by a link: the first owner's and invitations.
#include "identity/internal/entrance.h"

#include "base/log.h"
#include "identity/internal/elevation.h"
#include "identity/internal/policy.h"
#include "identity/internal/sign_on_door.h"
#include "identity/internal/wait_for.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

// A set-up under way is younger than this.
constexpr std::chrono::hours kUnfinishedAfter{1};

}  // namespace

Result<bool> Entrance::has_owner(store::Reader& reader) const {
  TRY(const auto owners, reader.one<std::int64_t>(queries::count_first_owners));
  return owners > 0;
}

Result<Link> Entrance::make_setup_link(store::Transaction& transaction) const {
  TRY(const bool owned, has_owner(transaction));
  if (owned) return fail(kAlreadySetUp);
  TRY(Link link, links_.make_setup(transaction));
  audit::Origin origin;
  origin.kind = audit::ActorKind::operator_;
  const audit::Deed deed{.event = audit::Event::setup_link_made};
  TRY_VOID(ground_.log.record(transaction, origin, deed));
  return link;
}

Task<Result<Instant>> Entrance::check_setup_link(std::string token) {
  auto check = [this, token = std::move(token)](store::Reader& reader) {
    return links_.check_setup(reader, token);
  };
  co_return co_await ground_.control.read(std::move(check));
}

Task<Result<Invitation>> Entrance::find_invitation(std::string token) {
  auto check = [this, token = std::move(token)](store::Reader& reader) -> Result<Invitation> {
    TRY(Invitation invitation, links_.check_invitation(reader, token));
    TRY_VOID(require_other_doors(reader, invitation.tenant, PersonId{}));
    return invitation;
  };
  co_return co_await ground_.control.read(std::move(check));
}

Task<Result<Invited>> Entrance::check_invitation(access::Whereabouts where, std::string token) {
  CO_TRY(Invitation invitation, co_await find_invitation(std::move(token)));
  CO_TRY_VOID(
      ground_.tenants.addresses().admit(invitation.tenant, access::Side::staff, where.address));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(invitation.tenant));
  auto name = [role = invitation.role](store::Reader& reader) {
    return access::name_of_role(reader, role);
  };
  CO_TRY(std::string role_name, co_await ground_.control.read(std::move(name)));
  co_return Invited{std::move(invitation.email), std::move(tenant.name), invitation.role,
                    std::move(role_name)};
}

Task<Result<access::Tenant>> Entrance::make_workspace(std::string name) {
  auto make = [this, name = std::move(name)] { return ground_.tenants.create(name, false); };
  co_return co_await pool_.run(std::move(make));
}

Task<Result<>> Entrance::remove_workspace(TenantId tenant) {
  auto remove = [this, tenant] { return ground_.tenants.remove(tenant); };
  co_return co_await pool_.run(std::move(remove));
}

// The workspace comes first and everything else in one transaction with the link, so whatever cuts
// this off leaves the link good for another try. A workspace without members is removed at once or,
// after a crash, by clear_unfinished().
Task<Result<SignedIn>> Entrance::set_up(access::Whereabouts where, std::string agent,
                                        NewOwner owner) {
  CO_TRY_VOID(co_await check_setup_link(owner.token));
  CO_TRY(std::string name, clean_name(owner.name, "/name"));
  CO_TRY(std::string workspace, clean_name(owner.workspace, "/workspace"));
  CO_TRY_VOID(require_strong(owner.password, personal_words(name, owner.email, workspace), {}));
  CO_TRY(std::string hash, co_await passwords_.hash(std::move(owner.password)));
  CO_TRY(const access::Tenant tenant, co_await make_workspace(std::move(workspace)));
  People::NewPerson person{std::move(name), std::move(owner.email), std::move(hash), tenant.id,
                           access::Role::owner};
  Arrival arrival{where, std::move(agent)};
  auto entered = co_await enter(&Entrance::become_owner, std::move(arrival), std::move(owner.token),
                                std::move(person));
  if (!entered) {
    const Result<> removed = co_await remove_workspace(tenant.id);
    if (!removed) log::error("identity.workspace_left_over", removed.error());
    co_return fail(std::move(entered).error());
  }
  co_return co_await sessions_.signed_in(std::move(entered->who), std::move(entered->begun));
}

Task<Result<SignedIn>> Entrance::join(access::Whereabouts where, std::string agent,
                                      NewMember member) {
  CO_TRY(Invitation invited, co_await find_invitation(member.token));
  CO_TRY(const access::Tenant tenant, co_await ground_.tenants.find(invited.tenant));
  CO_TRY(std::string name, clean_name(member.name, "/name"));
  CO_TRY_VOID(require_strong(member.password, personal_words(name, invited.email, tenant.name),
                             policies_.of(tenant.id).password));
  CO_TRY(std::string hash, co_await passwords_.hash(std::move(member.password)));
  // Workspace and role are the link's to say, when it is used.
  People::NewPerson person{
      std::move(name), std::move(invited.email), std::move(hash), {}, access::Role::agent};
  Arrival arrival{where, std::move(agent)};
  CO_TRY(Entered entered, co_await enter(&Entrance::become_member, std::move(arrival),
                                         std::move(member.token), std::move(person)));
  co_return co_await sessions_.signed_in(std::move(entered.who), std::move(entered.begun));
}

Task<Result<Entrance::Entered>> Entrance::enter(Entering entering, Arrival arrival,
                                                std::string token, People::NewPerson person) {
  auto work = [this, entering, arrival = std::move(arrival), token = std::move(token),
               person = std::move(person)](store::Transaction& transaction) {
    return (this->*entering)(transaction, arrival, token, person);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<Entrance::Entered> Entrance::become_owner(store::Transaction& transaction,
                                                 const Arrival& arrival, const std::string& token,
                                                 const People::NewPerson& person) {
  TRY_VOID(links_.use(transaction, LinkKind::setup, token));
  TRY(const bool owned, has_owner(transaction));
  if (owned) return fail(kAlreadySetUp);
  TRY(Who who, people_.add(transaction, person));
  const audit::Deed deed{.event = audit::Event::workspace_created, .object = who.tenant.text()};
  const auto origin = origin_of(arrival.where, who.tenant, who.person.id);
  TRY_VOID(ground_.log.record(transaction, origin, deed));
  TRY(Sessions::Begun begun, sessions_.begin(transaction, arrival.where, arrival.agent, who));
  return Entered{std::move(who), std::move(begun)};
}

Result<Entrance::Entered> Entrance::become_member(store::Transaction& transaction,
                                                  const Arrival& arrival, const std::string& token,
                                                  const People::NewPerson& person) {
  TRY(const Invitation invitation, links_.check_invitation(transaction, token));
  TRY_VOID(links_.use(transaction, LinkKind::invitation, token));
  TRY_VOID(require_other_doors(transaction, invitation.tenant, PersonId{}));
  People::NewPerson invited = person;
  invited.tenant = invitation.tenant;
  TRY(const Joining joining, role_on_joining(transaction, approvals_, invitation));
  invited.role = joining.role;
  TRY(Who who, people_.add(transaction, invited));
  if (joining.waits_for)
    TRY_VOID(approvals_.set_gainer(transaction, *joining.waits_for, who.person.id));
  if (!invitation.invited_by.is_nil())
    TRY_VOID(entrust(transaction, who.person.id, invitation.invited_by, ground_.clock.now()));
  const audit::Deed deed{.event = audit::Event::member_joined,
                         .object = who.person.id.text(),
                         .detail = std::string{who.role.text()}};
  const auto origin = origin_of(arrival.where, who.tenant, who.person.id);
  TRY_VOID(ground_.log.record(transaction, origin, deed));
  TRY(Sessions::Begun begun, sessions_.begin(transaction, arrival.where, arrival.agent, who));
  return Entered{std::move(who), std::move(begun)};
}

Result<Person> Entrance::add_probe_member(TenantId tenant, EmailAddress email, Secret password,
                                          access::RoleKey role,
                                          std::optional<crypto::HashCost> imported) {
  TRY(const access::Tenant found, wait_for(ground_.tenants.find(tenant)));
  if (!found.probe) return fail(Error{kNotFound}.because("not a workspace of the verifier"));
  std::string hash =
      imported ? passwords_.hash_now(password, *imported) : passwords_.hash_now(password);
  People::NewPerson person{"Probe", std::move(email), std::move(hash), tenant, role, true};
  auto work = [this,
               person = std::move(person)](store::Transaction& transaction) -> Result<Person> {
    TRY(Who who, people_.add(transaction, person));
    audit::Origin origin;
    origin.kind = audit::ActorKind::verifier;
    origin.tenant = who.tenant;
    const audit::Deed deed{.event = audit::Event::member_joined,
                           .object = who.person.id.text(),
                           .detail = std::string{who.role.text()}};
    TRY_VOID(ground_.log.record(transaction, origin, deed));
    return std::move(who.person);
  };
  return ground_.control.write_now(std::move(work));
}

Result<> Entrance::clear_unfinished() {
  const Instant young = ground_.clock.now() - kUnfinishedAfter;
  for (const access::Room& room : ground_.tenants.rooms()) {
    const TenantId id = room->tenant();
    TRY(const access::Tenant tenant, wait_for(ground_.tenants.find(id)));
    auto count = [id](store::Reader& reader) {
      return reader.one<std::int64_t>(queries::count_members, id);
    };
    TRY(const std::int64_t members, ground_.control.read_now(std::move(count)));
    if (members > 0 || tenant.created_at > young) continue;
    TRY_VOID(ground_.tenants.remove(id));
    log::notice("identity.unfinished_workspace_removed");
  }
  return {};
}

}  // namespace gatehouse::identity::internal

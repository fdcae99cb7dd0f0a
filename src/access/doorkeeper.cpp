#include "access/doorkeeper.h"

#include <utility>

namespace gatehouse::access {

namespace {

audit::Origin origin_of(Caller::Kind kind, const std::array<std::uint8_t, 16>& actor,
                        TenantId tenant, const Whereabouts& where) {
  return {.kind = kind,
          .actor = actor,
          .tenant = tenant,
          .address = where.address,
          .correlation = where.correlation};
}

constexpr std::array<std::uint8_t, 16> kNoId{};

}  // namespace

Caller Doorkeeper::nobody(Whereabouts where) {
  Caller caller;
  caller.origin_ = origin_of(Caller::Kind::nobody, kNoId, TenantId{}, where);
  return caller;
}

Caller Doorkeeper::member(Whereabouts where, TenantId tenant, PersonId person, SessionId session,
                          Authority authority, std::string name, Proof proof) {
  Caller caller;
  caller.origin_ = origin_of(Caller::Kind::member, person.bits(), tenant, where);
  caller.authority_ = std::move(authority);
  caller.person_ = person;
  caller.session_ = session;
  caller.name_ = std::move(name);
  caller.proof_ = proof;
  return caller;
}

Caller Doorkeeper::key(Whereabouts where, TenantId tenant, PersonId person, SharedScope key,
                       Authority authority, std::string name) {
  Caller caller;
  caller.origin_ = origin_of(Caller::Kind::member, person.bits(), tenant, where);
  caller.origin_.key = key->id;
  caller.authority_ = std::move(authority);
  caller.person_ = person;
  caller.name_ = std::move(name);
  caller.key_ = std::move(key);
  return caller;
}

Caller Doorkeeper::visitor(Whereabouts where, TenantId tenant, VisitorId visitor, WidgetId widget,
                           BotId bot) {
  Caller caller;
  caller.origin_ = origin_of(Caller::Kind::visitor, visitor.bits(), tenant, where);
  caller.visitor_ = visitor;
  caller.widget_ = widget;
  caller.bot_ = bot;
  return caller;
}

Caller Doorkeeper::bot(TenantId tenant, BotId bot, RequestId correlation) {
  Caller caller;
  caller.origin_ =
      origin_of(Caller::Kind::bot, bot.bits(), tenant, {.address = {}, .correlation = correlation});
  caller.bot_ = bot;
  return caller;
}

// What it is called by in pages is a role that reads; what it may do is the grant's alone.
Caller Doorkeeper::support(Whereabouts where, TenantId tenant,
                           const std::array<std::uint8_t, 16>& grant, SessionId session,
                           Privileges privileges) {
  Caller caller;
  caller.origin_ = origin_of(Caller::Kind::operator_, grant, tenant, where);
  caller.authority_ = Authority{RoleKey{Role::analyst}, privileges, Reach::everything()};
  caller.session_ = session;
  return caller;
}

// The verifier looks at what it did; it changes things only as the members it made.
Caller Doorkeeper::verifier(Whereabouts where, TenantId tenant) {
  Caller caller;
  caller.origin_ = origin_of(Caller::Kind::verifier, kNoId, tenant, where);
  caller.authority_.privileges = {Privilege::read_audit, Privilege::read_security};
  return caller;
}

Caller Doorkeeper::system(TenantId tenant, RequestId correlation) {
  Caller caller;
  caller.origin_ =
      origin_of(Caller::Kind::system, kNoId, tenant, {.address = {}, .correlation = correlation});
  caller.authority_ = Authority{Role::owner};
  return caller;
}

}  // namespace gatehouse::access

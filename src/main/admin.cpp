#include "main/admin.h"

#include <fmt/format.h>

#include "identity/identity.h"
#include "identity/password_cost.h"
#include "identity/token_keys.h"
#include "main/admin_ground.h"

namespace gatehouse {

namespace {

constexpr ErrorKind kNobody{"main.nobody", Fault::not_found,
                            "Nobody has this e-mail address. Check its spelling."};

bool verify_one(std::string_view name, audit::Log& log) {
  const auto found = log.verify();
  if (!found) {
    fmt::print("{:<32} could not be checked: {}\n", name, found.error().detail());
    return false;
  }
  fmt::print("{:<32} {:>8} entries {:>6} checkpoints  {}\n", name, found->entries,
             found->checkpoints, found->verdict);
  if (found->first_false_entry)
    fmt::print("{:<32} first false entry: {}\n", name, *found->first_false_entry);
  return !found->first_false_entry;
}

}  // namespace

Result<> print_setup_link(const AdminOptions& options, Clock& clock, Random& random) {
  TRY(const auto opened, open_existing(options, clock, random));
  identity::Identity identity{opened.installation->control(),
                              opened.installation->tenants(),
                              opened.installation->vault().installation(),
                              opened.installation->log(),
                              identity::Limits{},
                              clock,
                              random,
                              [](const std::vector<SessionId>&) {}};
  TRY(const auto link, identity.make_setup_link());
  fmt::print("{}/setup#{}\n", opened.origin, link.token.reveal_text());
  return {};
}

Result<> print_reset_links(const AdminOptions& options, Clock& clock, Random& random) {
  TRY(auto email, EmailAddress::parse(options.email));
  TRY(const auto opened, open_existing(options, clock, random));
  identity::Identity identity{opened.installation->control(),
                              opened.installation->tenants(),
                              opened.installation->vault().installation(),
                              opened.installation->log(),
                              identity::Limits{},
                              clock,
                              random,
                              [](const std::vector<SessionId>&) {}};
  TRY(const auto links, identity.make_reset_links(std::move(email)));
  if (links.empty()) return fail(Error{kNobody}.because(options.email));
  for (const auto& [workspace, link] : links)
    fmt::print("{}/reset#{}  {}\n", opened.origin, link.token.reveal_text(), workspace);
  return {};
}

Result<> reset_factors(const AdminOptions& options, Clock& clock, Random& random) {
  TRY(const auto email, EmailAddress::parse(options.email));
  TRY(const auto opened, open_existing(options, clock, random));
  identity::Identity identity{opened.installation->control(),
                              opened.installation->tenants(),
                              opened.installation->vault().installation(),
                              opened.installation->log(),
                              identity::Limits{},
                              clock,
                              random,
                              [](const std::vector<SessionId>&) {}};
  TRY(const std::int64_t people, identity.factors().reset(email));
  if (people == 0) return fail(Error{kNotFound}.because("nobody has the address " + email.text()));
  fmt::print(
      "Second factors of {} are gone. The next sign-in asks for the password and a new factor.\n",
      email.text());
  return {};
}

Result<> open_ranges(const AdminOptions& options, Clock& clock, Random& random) {
  TRY(const auto tenant, TenantId::parse(options.tenant));
  TRY(const auto opened, open_existing(options, clock, random));
  Installation& installation = *opened.installation;
  TRY_VOID(installation.tenants().addresses().open_up(tenant, installation.log()));
  fmt::print(
      "Workspace {} can be used from every address again. Its ranges are kept and switched off; "
      "both audit logs say that you did it.\n",
      tenant.text());
  return {};
}

Result<> rotate_token_key(const RotateOptions& options, Clock& clock, Random& random) {
  TRY(const auto opened, open_existing(options.where, clock, random));
  const auto old_keys = options.end_old ? identity::OldKeys::end_now : identity::OldKeys::overlap;
  Installation& installation = *opened.installation;
  TRY(const std::string id,
      identity::rotate_token_key(installation.control(), installation.vault().installation(),
                                 installation.log(), old_keys, clock));
  fmt::print("{} signs from now on; {}\n", id,
             options.end_old ? "what the keys before it have signed is refused"
                             : "the keys before it end within an hour");
  return {};
}

Result<> print_password_cost(const PasswordCostOptions& options, Clock& clock, Random& random) {
  TRY(const auto opened, open_existing(options.where, clock, random));
  store::Database& control = opened.installation->control();
  TRY(auto cost, identity::password_cost(control));
  if (options.measure || !cost) {
    TRY(cost, identity::measure_password_cost(control, clock));
  }
  fmt::print("Argon2id, {} MiB, {} passes, 1 lane: {:.0f} ms when measured at {}\n",
             cost->cost.memory_kib / 1024, cost->cost.passes, cost->milliseconds,
             rfc3339(cost->measured_at));
  if (options.measure)
    fmt::print(
        "The server uses this from its next start; passwords are hashed again when people sign "
        "in.\n");
  return {};
}

int verify_audit(const AdminOptions& options, Clock& clock, Random& random) {
  const auto opened = open_existing(options, clock, random);
  if (!opened) {
    fmt::print(stderr, "gatehouse: {} ({})\n", opened.error().kind().message,
               opened.error().detail());
    return 2;
  }
  bool whole = verify_one("installation", opened->installation->log());
  for (const access::Room& room : opened->installation->tenants().rooms())
    whole = verify_one(room->tenant().text(), room->audit()) && whole;
  return whole ? 0 : 1;
}

}  // namespace gatehouse

// Whose trust pages there are, and what stands on them: the installation's by configuration, and
// one for each workspace that has switched its own on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/tenants.h"
#include "assurance/trust/page.h"
#include "audit/audit.h"
#include "base/json.h"
#include "store/database.h"

namespace gatehouse::assurance {

inline constexpr ErrorKind kBadTrustName{
    "assurance.bad_trust_name", Fault::invalid,
    "Write 3 to 40 small letters, digits and hyphens, like harbour-books."};
inline constexpr ErrorKind kTrustNameTaken{
    "assurance.trust_name_taken", Fault::conflict,
    "Another public page has this address. Choose another one."};
inline constexpr ErrorKind kBadColour{"assurance.bad_colour", Fault::invalid,
                                      "Write a colour as #rrggbb, like #086f6d."};
inline constexpr ErrorKind kBadContact{
    "assurance.bad_contact", Fault::invalid,
    "Write an e-mail address or a web address that begins with https://."};

struct TrustSettings {
  bool on = false;
  std::string slug = {};     // empty: reached by the workspace's id
  std::string name = {};     // empty: the workspace's own
  std::string accent = {};   // empty: ours
  std::string contact = {};  // empty: none
  std::vector<trust::Processor> processors = {};
};
// What is not named stays as it is.
struct TrustChange {
  std::optional<bool> on = {};
  std::optional<std::string> slug = {};
  std::optional<std::string> name = {};
  std::optional<std::string> accent = {};
  std::optional<std::string> contact = {};
  std::optional<std::vector<trust::Processor>> processors = {};
};

// Of the installation, from its configuration.
struct TrustOptions {
  bool on = true;
  std::string name = "Gatehouse";
  std::vector<std::string> contacts = {};  // URIs, RFC 9116 2.5.3
  std::optional<Instant> expires = {};     // of security.txt
  std::optional<std::string> policy = {};  // a web address
};

class TrustPages {
 public:
  TrustPages(store::Database& control, access::Tenants& tenants, audit::Log& log, Clock& clock,
             TrustOptions options);

  Task<Result<TrustSettings>> settings(access::Caller caller);
  Task<Result<TrustSettings>> change(access::Caller caller, TrustChange change);

  // kNotFound when it is off, just as when there is none.
  Result<trust::Owner> installation() const;
  // By id or by the name it has chosen.
  Task<Result<trust::Owner>> workspace(std::string key);

  // RFC 9116; nothing without a contact or past its end: an expired one misleads (5.3).
  std::optional<std::string> security_txt(std::string_view origin) const;

  Task<Result<std::string>> latest_evidence();

 private:
  Task<Result<std::optional<TenantId>>> holder_of(std::string slug);

  store::Database& control_;
  access::Tenants& tenants_;
  audit::Log& log_;
  Clock& clock_;
  TrustOptions options_;
};

}  // namespace gatehouse::assurance

namespace gatehouse::json {
template <>
struct Shape<assurance::trust::Processor> {
  using P = assurance::trust::Processor;
  static constexpr std::string_view name = "SubProcessor";
  static constexpr auto members = std::tuple{member("name", &P::name, line(1, 120)),
                                             member("purpose", &P::purpose, line(0, 300)),
                                             member("country", &P::country, line(0, 80))};
};
template <>
struct Shape<assurance::TrustSettings> {
  using S = assurance::TrustSettings;
  static constexpr std::string_view name = "TrustSettings";
  static constexpr auto members = std::tuple{member("on", &S::on),
                                             member("slug", &S::slug, line(0, 40)),
                                             member("name", &S::name, line(0, 120)),
                                             member("accent", &S::accent, line(0, 7)),
                                             member("contact", &S::contact, line(0, 200)),
                                             member("processors", &S::processors, up_to(50))};
};
template <>
struct Shape<assurance::TrustChange> {
  using C = assurance::TrustChange;
  static constexpr std::string_view name = "TrustChange";
  static constexpr auto members = std::tuple{member("on", &C::on),
                                             member("slug", &C::slug, line(0, 40)),
                                             member("name", &C::name, line(0, 120)),
                                             member("accent", &C::accent, line(0, 7)),
                                             member("contact", &C::contact, line(0, 200)),
                                             member("processors", &C::processors, up_to(50))};
};
}  // namespace gatehouse::json

#include "assurance/trust_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "assurance/queries.h"
#include "base/text.h"

namespace gatehouse::assurance {

namespace {

// The list as one column: it is read and written as a whole.
struct ProcessorList {
  std::vector<trust::Processor> items;
};

struct PageRow {
  TenantId tenant;
  bool on;
  std::optional<std::string> slug;
  std::string name;
  std::string accent;
  std::string contact;
  std::string processors;
  static constexpr auto columns =
      std::tuple{&PageRow::tenant, &PageRow::on,      &PageRow::slug,      &PageRow::name,
                 &PageRow::accent, &PageRow::contact, &PageRow::processors};
};

}  // namespace

}  // namespace gatehouse::assurance

template <>
struct gatehouse::json::Shape<gatehouse::assurance::ProcessorList> {
  static constexpr std::string_view name = "SubProcessors";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::assurance::ProcessorList::items, json::up_to(50))};
};

namespace gatehouse::assurance {

namespace {

Result<TrustSettings> settings_of(const PageRow& row) {
  TRY(auto list, json::read<ProcessorList>(row.processors));
  return TrustSettings{row.on,     row.slug.value_or(""), row.name,
                       row.accent, row.contact,           std::move(list.items)};
}

struct FindByTenant {
  TenantId tenant;
  Result<std::optional<PageRow>> operator()(store::Reader& reader) const {
    return reader.maybe<PageRow>(queries::find_trust_page, tenant);
  }
};
struct FindBySlug {
  std::string slug;
  Result<std::optional<PageRow>> operator()(store::Reader& reader) const {
    return reader.maybe<PageRow>(queries::trust_page_of_slug, slug);
  }
};

bool is_slug(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  return plain && text.size() >= 3 && text.size() <= 40 && text.front() != '-' &&
         text.back() != '-';
}

bool is_contact(const std::string& text) {
  const bool is_web = text.starts_with("https://") && text.size() > 10 &&
                      text.find_first_of(" \"'<>\\") == std::string::npos;
  return is_web || EmailAddress::parse(text).has_value();
}

Result<> check(const TrustChange& change) {
  if (change.slug && !change.slug->empty() && !is_slug(*change.slug))
    return fail(Error{kBadTrustName}.at("/slug"));
  if (change.accent && !change.accent->empty() && !trust::is_colour(*change.accent))
    return fail(Error{kBadColour}.at("/accent"));
  if (change.contact && !change.contact->empty() && !is_contact(*change.contact))
    return fail(Error{kBadContact}.at("/contact"));
  return {};
}

TrustSettings changed(TrustSettings settings, TrustChange change) {
  if (change.on) settings.on = *change.on;
  if (change.slug) settings.slug = *std::move(change.slug);
  if (change.name) settings.name = *std::move(change.name);
  if (change.accent) settings.accent = *std::move(change.accent);
  if (change.contact) settings.contact = *std::move(change.contact);
  if (change.processors) settings.processors = *std::move(change.processors);
  return settings;
}

// One transaction: the holder of the name is looked for, the page written, the change recorded.
struct Put {
  audit::Log& log;
  audit::Origin origin;
  TenantId tenant;
  TrustChange change;
  std::optional<TenantId> gone;  // a workspace that is no more and still holds the name

  Result<TrustSettings> operator()(store::Transaction& transaction) const {
    if (gone) TRY_VOID(transaction.execute(queries::delete_trust_page, *gone));
    TRY(const auto row, transaction.maybe<PageRow>(queries::find_trust_page, tenant));
    TrustSettings before;
    if (row) {
      TRY(before, settings_of(*row));
    }
    TrustSettings after = changed(std::move(before), change);
    std::optional<std::string> slug;
    if (!after.slug.empty()) slug = after.slug;
    if (slug && after.on) {
      TRY(const auto holder, transaction.maybe<PageRow>(queries::trust_page_of_slug, *slug));
      if (holder && holder->tenant != tenant) return fail(Error{kTrustNameTaken}.at("/slug"));
    }
    TRY_VOID(transaction.execute(queries::put_trust_page, tenant, after.on, slug, after.name,
                                 after.accent, after.contact,
                                 json::write(ProcessorList{after.processors})));
    const audit::Deed deed{.event = audit::Event::workspace_changed,
                           .object = tenant.text(),
                           .detail = fmt::format("public trust page: {}, {} sub-processors",
                                                 after.on ? "on" : "off", after.processors.size())};
    TRY_VOID(log.record(transaction, origin, deed));
    return after;
  }
};

}  // namespace

TrustPages::TrustPages(store::Database& control, access::Tenants& tenants, audit::Log& log,
                       Clock& clock, TrustOptions options)
    : control_{control},
      tenants_{tenants},
      log_{log},
      clock_{clock},
      options_{std::move(options)} {}

Task<Result<TrustSettings>> TrustPages::settings(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_workspace));
  CO_TRY(const auto row, co_await control_.read(FindByTenant{caller.tenant()}));
  if (!row) co_return TrustSettings{};
  co_return settings_of(*row);
}

Task<Result<std::optional<TenantId>>> TrustPages::holder_of(std::string slug) {
  if (slug.empty()) co_return std::optional<TenantId>{};
  CO_TRY(const auto row, co_await control_.read(FindBySlug{std::move(slug)}));
  co_return row ? std::optional{row->tenant} : std::optional<TenantId>{};
}

Task<Result<TrustSettings>> TrustPages::change(access::Caller caller, TrustChange change) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_workspace));
  CO_TRY_VOID(check(change));
  CO_TRY(auto holder, co_await holder_of(change.slug.value_or("")));
  if (holder && tenants_.room_of(*holder)) holder.reset();
  Put put{log_, caller.origin(), caller.tenant(), std::move(change), holder};
  co_return co_await control_.write(std::move(put));
}

Result<trust::Owner> TrustPages::installation() const {
  if (!options_.on) return fail(Error{kNotFound}.because("the trust page is off"));
  trust::Owner owner{.path = "/trust", .name = options_.name};
  if (!options_.contacts.empty()) {
    owner.contact = options_.contacts.front();
    if (owner.contact.starts_with("mailto:")) owner.contact.erase(0, 7);
  }
  return owner;
}

Task<Result<trust::Owner>> TrustPages::workspace(std::string key) {
  const auto tenant = TenantId::parse(key);
  std::optional<PageRow> row;
  if (tenant) {
    CO_TRY(row, co_await control_.read(FindByTenant{*tenant}));
  } else {
    CO_TRY(row, co_await control_.read(FindBySlug{key}));
  }
  const bool shown = row && row->on && tenants_.room_of(row->tenant).has_value();
  if (!shown) co_return fail(Error{kNotFound}.because("no such trust page, or it is off"));
  CO_TRY(auto settings, settings_of(*row));
  if (settings.name.empty()) {
    CO_TRY(const auto workspace, co_await tenants_.find(row->tenant));
    settings.name = workspace.name;
  }
  co_return trust::Owner{.path = "/trust/" + key,
                         .name = std::move(settings.name),
                         .accent = std::move(settings.accent),
                         .contact = std::move(settings.contact),
                         .processors = std::move(settings.processors)};
}

std::optional<std::string> TrustPages::security_txt(std::string_view origin) const {
  if (options_.contacts.empty() || !options_.expires || *options_.expires <= clock_.now())
    return std::nullopt;
  std::string text;
  for (const std::string& contact : options_.contacts)
    text += fmt::format("Contact: {}\n", contact);
  text += fmt::format("Expires: {}\nPreferred-Languages: en, fr, it, da, he, ar\n",
                      rfc3339(*options_.expires));
  text += fmt::format("Canonical: {}/.well-known/security.txt\n", origin);
  if (options_.policy) text += fmt::format("Policy: {}\n", *options_.policy);
  return text;
}

Task<Result<std::string>> TrustPages::latest_evidence() {
  auto work = [](store::Reader& reader) {
    return reader.maybe<std::string>(queries::latest_evidence);
  };
  CO_TRY(auto found, co_await control_.read(std::move(work)));
  if (!found) co_return fail(Error{kNotFound}.because("no verification has run yet"));
  co_return *std::move(found);
}

}  // namespace gatehouse::assurance

// Chatbots: their settings, their widget, and the doors to what they know.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/caller.h"
#include "access/tenants.h"
#include "base/enum_names.h"
#include "knowledge/knowledge.h"

namespace gatehouse::bots {

inline constexpr ErrorKind kBadDomain{
    "bots.bad_domain", Fault::invalid,
    "Write the website's address as https://www.example.com, without a path.", "EDGE-05"};
inline constexpr ErrorKind kTooManyDomains{
    "bots.too_many_domains", Fault::invalid,
    "A bot can be on 20 websites. Take one off the list first."};
inline constexpr ErrorKind kBadName{"bots.bad_name", Fault::invalid,
                                    "Give the bot a name of 1 to 80 characters."};
inline constexpr ErrorKind kBadGreeting{"bots.bad_greeting", Fault::invalid,
                                        "A greeting can have 500 characters. Make it shorter."};
inline constexpr ErrorKind kTooManyBots{"bots.too_many", Fault::conflict,
                                        "A workspace can have 100 bots. Delete one first."};

enum class Language : unsigned char { en, he };

struct Bot {
  BotId id;
  WidgetId widget;
  std::string name;
  std::string greeting;
  Language language;
  std::vector<std::string> domains;  // origins that may embed the widget, "https://www.example.com"
  Instant created_at;
  std::int64_t sources;
};

struct NewBot {
  std::string name;
  std::string greeting;
  Language language = Language::en;
  std::vector<std::string> domains;
  BotId id =
      {};  // where it has to be known before the bot is there; otherwise nil, and one is made
};

struct BotChange {
  std::optional<std::string> name = {};
  std::optional<std::string> greeting = {};
  std::optional<Language> language = {};
  std::optional<std::vector<std::string>> domains = {};
};

// What an anonymous visitor's page needs; from memory, kept current with every change.
struct WidgetFacts {
  TenantId tenant;
  WidgetId widget;
  BotId bot;
  std::string name;
  std::string greeting;
  Language language;
  std::vector<std::string> domains;
};

class Bots {
 public:
  Bots(access::Tenants& tenants, knowledge::Knowledge& knowledge, Clock& clock, Random& random);
  ~Bots();
  Result<> start();  // loads the widgets of all rooms; blocking

  Task<Result<std::vector<Bot>>> list(access::Caller caller);
  Task<Result<Bot>> create(access::Caller caller, NewBot bot);
  Task<Result<Bot>> find(access::Caller caller, BotId bot);
  Task<Result<Bot>> change(access::Caller caller, BotId bot, BotChange change);
  Task<Result<>> remove(access::Caller caller, BotId bot);
  // kNotFound when there is none of this id, or none that the caller reaches in any way.
  Task<Result<>> check(access::Caller caller, BotId bot);

  Task<Result<std::vector<knowledge::Source>>> sources(access::Caller caller, BotId bot);
  Task<Result<knowledge::Source>> add_source(access::Caller caller, BotId bot,
                                             knowledge::NewSource source);
  Task<Result<knowledge::SourceText>> source(access::Caller caller, BotId bot, SourceId source);
  Task<Result<>> remove_source(access::Caller caller, BotId bot, SourceId source);
  Task<Result<knowledge::Answer>> try_out(access::Caller caller, BotId bot, std::string question);

  // No Caller: a widget id is public. kNotFound for unknown ones.
  Result<WidgetFacts> widget(WidgetId widget) const;
  // For the server's own answering of visitors.
  Task<Result<knowledge::Answer>> answer(access::Room room, BotId bot, std::string question);
  std::vector<BotId> bots_of(TenantId tenant) const;
  void forget_tenant(TenantId tenant);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::bots

namespace gatehouse {
template <>
struct EnumNames<bots::Language> {
  static constexpr auto names = std::to_array<std::pair<bots::Language, std::string_view>>(
      {{bots::Language::en, "en"}, {bots::Language::he, "he"}});
};
}  // namespace gatehouse

#include "access/authority.h"

#include <algorithm>

namespace gatehouse::access {

Reach Reach::everything() {
  Reach reach;
  reach.everything_ = true;
  return reach;
}

Reach Reach::of(std::vector<Grant> grants) {
  std::erase_if(grants, [](const Grant& grant) { return grant.privileges.empty(); });
  std::ranges::sort(grants, {}, &Grant::bot);
  Reach reach;
  if (!grants.empty())
    reach.grants_ = std::make_shared<const std::vector<Grant>>(std::move(grants));
  return reach;
}

Privileges Reach::on(BotId bot) const {
  if (everything_) return kOfBots;
  if (!grants_) return {};
  const auto found = std::ranges::lower_bound(*grants_, bot, {}, &Grant::bot);
  return found != grants_->end() && found->bot == bot ? found->privileges : Privileges{};
}

bool Reach::contains(const Reach& other) const {
  if (everything_) return true;
  if (other.everything_) return false;
  return std::ranges::all_of(other.grants(), [this](const Grant& grant) {
    return on(grant.bot).contains_all(grant.privileges);
  });
}

Reach Reach::within(std::span<const BotId> bots) const {
  std::vector<Grant> left;
  left.reserve(bots.size());
  for (const BotId bot : bots) left.push_back({bot, on(bot)});
  return of(std::move(left));
}

std::span<const Grant> Reach::grants() const {
  return grants_ ? std::span<const Grant>{*grants_} : std::span<const Grant>{};
}

bool Reach::operator==(const Reach& other) const {
  return everything_ == other.everything_ &&
         (grants_ == other.grants_ || std::ranges::equal(grants(), other.grants()));
}

Authority::Authority(Role built_in)
    : role{built_in},
      privileges{privileges_of(built_in)},
      reach{row_of(built_in).breadth == Breadth::every_bot ? Reach::everything() : Reach{}} {}

bool may_grant(const Authority& giver, const Authority& given) {
  if (given.is_owner() && !giver.is_owner()) return false;
  return giver.contains(given);
}

std::string text_of(Privileges privileges) {
  std::string text;
  for (const PrivilegeRow& row : kPrivileges) {
    if (!privileges.contains(row.privilege)) continue;
    if (!text.empty()) text += ' ';
    text += row.name;
  }
  return text;
}

Privileges privileges_in(std::string_view text) {
  Privileges found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (const auto one = named<Privilege>(text.substr(0, end))) found = found | Privileges{*one};
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

}  // namespace gatehouse::access

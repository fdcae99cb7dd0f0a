#include "egress/allow_list.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace gatehouse::egress {
namespace {

bool is_ones_own(const AddressBlock& block) {
  for (const std::string_view text : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"})
    if (AddressBlock::parse(text)->contains(block)) return true;
  return false;
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

}  // namespace

Result<AllowList> AllowList::parse(const std::vector<std::string>& entries) {
  AllowList list;
  for (const std::string& entry : entries) {
    if (entry.contains('/')) {
      const auto block = AddressBlock::parse(entry);
      if (!block || !is_ones_own(*block)) return fail(Error{kBadAllowance}.because(entry));
      list.blocks_.push_back(*block);
    } else {
      TRY(Place place, parse_place(entry));
      list.places_.push_back(std::move(place));
    }
  }
  return list;
}

Result<AllowList::Place> AllowList::parse_place(std::string_view entry) {
  const auto wrong = [entry] { return fail(Error{kBadAllowance}.because(std::string{entry})); };
  const std::size_t colon = entry.rfind(':');
  if (colon == entry.npos) return wrong();
  const std::string_view number = entry.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, bad] = std::from_chars(number.data(), number.data() + number.size(), port);
  if (bad != std::errc{} || end != number.data() + number.size() || port == 0) return wrong();
  std::string host = folded(entry.substr(0, colon));
  if (host.starts_with('[') && host.ends_with(']')) {
    const auto address = IpAddress::parse(std::string_view{host}.substr(1, host.size() - 2));
    if (!address || address->is_v4()) return wrong();
    return Place{address->text(), port};
  }
  if (!is_host_name(host)) return wrong();
  return Place{std::move(host), port};
}

bool AllowList::names(std::string_view host, std::uint16_t port) const {
  return std::ranges::any_of(
      places_, [&](const Place& place) { return place.host == host && place.port == port; });
}

bool AllowList::opens(std::string_view host, std::uint16_t port, const IpAddress& address) const {
  const auto holds = [&](const AddressBlock& block) { return block.contains(address); };
  if (may_be_opened(address)) return names(host, port) || std::ranges::any_of(blocks_, holds);
  // A name that leads to loopback may have been bent there; an address says what it means.
  const auto written = IpAddress::parse(host);
  return address.is_loopback() && names(host, port) && written && *written == address;
}

}  // namespace gatehouse::egress

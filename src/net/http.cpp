#include "net/http.h"

#include <algorithm>

#include "net/wire_errors.h"

namespace gatehouse::net {
namespace {

std::string lower(std::string_view name) {
  std::string out{name};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

void Headers::add(std::string_view name, std::string_view value) {
  list_.emplace_back(lower(name), std::string{value});
}

void Headers::set(std::string_view name, std::string_view value) {
  std::string key = lower(name);
  std::erase_if(list_, [&](const auto& header) { return header.first == key; });
  list_.emplace_back(std::move(key), std::string{value});
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  const auto found = std::ranges::find(
      list_, name, [](const auto& header) -> std::string_view { return header.first; });
  if (found == list_.end()) return std::nullopt;
  return found->second;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(list_, [&](const auto& header) { return header.first == name; }));
}

int status_of(Fault fault) {
  switch (fault) {
    case Fault::invalid:
      return 400;
    case Fault::unauthenticated:
      return 401;
    case Fault::forbidden:
      return 403;
    case Fault::not_found:
      return 404;
    case Fault::conflict:
      return 409;
    case Fault::too_large:
      return 413;
    case Fault::too_many:
      return 429;
    case Fault::unsupported:
      return 415;
    case Fault::unavailable:
      return 503;
    case Fault::internal:
      return 500;
  }
  CHECK(false);
}

int status_of(const ErrorKind& kind) {
  struct Exact {
    const ErrorKind* kind;
    int status;
  };
  static constexpr Exact kExact[] = {
      {&kUnknownMethod, 405},      {&kTooSlow, 408},      {&kTargetTooLong, 414},
      {&kUnknownExpectation, 417}, {&kHeadTooLarge, 431}, {&kUnknownVersion, 505},
  };
  for (const auto& [known, status] : kExact)
    if (known->code == kind.code) return status;
  return status_of(kind.fault);
}

}  // namespace gatehouse::net

// What somebody wants of a new key, judged and completed.
#pragma once

#include "identity/internal/key_desk.h"

namespace gatehouse::identity::internal {

// A row without secret and id. kScopeEmpty, kScopeTooWide, kKeyLivesTooLong, kBadAddress,
// kLooseRange, each at its member.
Result<ApiKeyRow> judged(const access::Caller& caller, const NewApiKey& wanted, Instant now);
// When a key ends that is made or renewed now.
Result<Instant> end_of(const std::optional<std::int64_t>& days, Instant now);
Result<Instant> end_of_overlap(const std::optional<std::int64_t>& hours, const ApiKeyRow& row,
                               Instant now);

std::optional<std::vector<BotId>> bots_of(const ApiKeyRow& row);
std::vector<std::string> ranges_of(const ApiKeyRow& row);
access::SharedScope scope_of(const ApiKeyRow& row);

}  // namespace gatehouse::identity::internal

#include "identity/api_keys.h"

#include "identity/internal/key_desk.h"

namespace gatehouse::identity {

Result<access::Caller> ApiKeys::recognise(const access::Whereabouts& where,
                                          std::string_view token) {
  TRY(const internal::KeyToken parts, internal::read_key_token(token));
  return inside_.live.recognise(where, parts);
}
bool ApiKeys::holds_still(const access::Caller& caller) const {
  return inside_.live.holds_still(caller);
}
Task<Result<std::vector<ApiKey>>> ApiKeys::own(access::Caller caller) {
  return inside_.desk.own(std::move(caller));
}
Task<Result<std::vector<ApiKey>>> ApiKeys::of_workspace(access::Caller caller) {
  return inside_.desk.of_workspace(std::move(caller));
}
Task<Result<MadeKey>> ApiKeys::make(access::Caller caller, NewApiKey wanted) {
  return inside_.desk.make(std::move(caller), std::move(wanted));
}
Task<Result<MadeKey>> ApiKeys::renew(access::Caller caller, ApiKeyId key, KeyRenewal renewal) {
  return inside_.desk.renew(std::move(caller), key, renewal);
}
Task<Result<>> ApiKeys::revoke(access::Caller caller, ApiKeyId key) {
  return inside_.desk.revoke(std::move(caller), key);
}
void ApiKeys::when_something_changes(TellOfKeys tell) {
  inside_.desk.when_something_changes(std::move(tell));
}
Task<Result<>> ApiKeys::age(ApiKeyId key, std::chrono::seconds by) {
  return inside_.desk.age(key, by);
}

bool holds_a_key(std::string_view text) { return internal::looks_like_key_token(text); }

}  // namespace gatehouse::identity

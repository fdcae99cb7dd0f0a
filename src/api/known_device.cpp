#include "api/known_device.h"

#include "api/cookies.h"
#include "crypto/crypto.h"

namespace gatehouse::api {
namespace {

constexpr std::chrono::days kLife{180};

}  // namespace

Result<identity::Approach> approach_of(const net::RequestHead& head,
                                       std::optional<identity::Proof> proof) {
  TRY(const std::string_view device, cookie(head, kDeviceCookie));
  return identity::Approach{std::move(proof), std::string{device}};
}

edge::Reply on_known_device(Services& services, const net::RequestHead& head, edge::Reply reply,
                            std::string_view email) {
  const auto before = cookie(head, kDeviceCookie);
  Secret next = services.identity.remember_device(before.value_or(""), email);
  if (next.size() > 0) reply.cookies.push_back({kDeviceCookie, std::move(next), kLife});
  return reply;
}

Result<EmailAddress> nobody_called(std::string_view text) {
  const crypto::Digest digest = crypto::sha256(as_bytes(text));
  return EmailAddress::parse(hex(BytesView{digest}.first(16)) + "@invalid.example");
}

}  // namespace gatehouse::api

// Visitors and the tokens that prove who they are.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "conversations/conversations.h"
#include "conversations/internal/cache.h"
#include "crypto/crypto.h"

namespace gatehouse::conversations::internal {

// What never changes of a visitor.
struct Visitor {
  VisitorId id;
  NamedBot bot;  // as it was called when they came
  std::string name;
  std::optional<std::string> page;
};

struct KnownVisitor {
  std::shared_ptr<const Visitor> visitor;
  ConversationId open;  // probably; nil when not known
};

struct TokenRow {
  VisitorId visitor;
  WidgetId widget;
  Instant seen;
  Instant expires;
  static constexpr auto columns =
      std::tuple{&TokenRow::visitor, &TokenRow::widget, &TokenRow::seen, &TokenRow::expires};
};

class Visitors {
 public:
  Visitors(access::Tenants& tenants, Clock& clock, Random& random);

  Task<Result<Secret>> admit(access::Whereabouts where, Entrance entrance,
                             std::optional<std::string> page);
  Task<Result<access::Caller>> recognise(access::Whereabouts where, Entrance entrance,
                                         std::string token);

  Task<Result<KnownVisitor>> known(access::Room room, VisitorId id);
  void remember_open(const KnownVisitor& known, ConversationId open);

 private:
  struct Token {
    TenantId tenant;
    TokenRow row;
  };
  Task<Result<TokenRow>> row_of(Entrance entrance, crypto::Digest hash);
  Task<Result<>> seen(Entrance entrance, crypto::Digest hash, TokenRow row);

  access::Tenants& tenants_;
  Clock& clock_;
  Random& random_;
  Cache<crypto::Digest, Token> tokens_;
  Cache<VisitorId, KnownVisitor> visitors_;
};

Result<std::string> opened_page(const vault::Keyring& keys, VisitorId visitor,
                                const vault::Sealed<std::string>& page);

// Members and strangers are no visitors.
Result<> require_visitor(const access::Caller& caller);

}  // namespace gatehouse::conversations::internal

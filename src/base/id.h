// Id<Kind>: 128 bits, the first 48 of them milliseconds, so that ids sort by age (RFC 9562,
// UUIDv7).
//
// Text: the kind's prefix and 26 Crockford base32 characters, "conv_01jdcx…". Kinds do not convert.
#pragma once

#include <array>
#include <compare>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace gatehouse {

inline constexpr ErrorKind kBadId{"id.malformed", Fault::invalid,
                                  "This is not an id of the expected kind.", "EDGE-12"};

namespace id_text {
std::string write(std::string_view prefix, const std::array<std::uint8_t, 16>& bits);
Result<std::array<std::uint8_t, 16>> read(std::string_view prefix, std::string_view text);
std::array<std::uint8_t, 16> make(Clock& clock, Random& random);
}  // namespace id_text

template <class Kind>
class Id {
 public:
  using Bits = std::array<std::uint8_t, 16>;

  Id() = default;  // the nil id, which names nothing
  static Id make(Clock& clock, Random& random) { return Id{id_text::make(clock, random)}; }
  static Result<Id> parse(std::string_view text) {
    TRY(const Bits bits, id_text::read(Kind::prefix, text));
    return Id{bits};
  }
  static Id from_bits(const Bits& bits) { return Id{bits}; }

  std::string text() const { return id_text::write(Kind::prefix, bits_); }
  const Bits& bits() const { return bits_; }
  bool is_nil() const { return bits_ == Bits{}; }

  auto operator<=>(const Id&) const = default;

 private:
  explicit Id(const Bits& bits) : bits_{bits} {}
  Bits bits_{};
};

struct TenantKind {
  static constexpr std::string_view prefix = "ten";
};
struct PersonKind {
  static constexpr std::string_view prefix = "per";
};
struct SessionKind {
  static constexpr std::string_view prefix = "ses";
};
struct BotKind {
  static constexpr std::string_view prefix = "bot";
};
struct WidgetKind {
  static constexpr std::string_view prefix = "wgt";
};
struct SourceKind {
  static constexpr std::string_view prefix = "src";
};
struct VisitorKind {
  static constexpr std::string_view prefix = "vis";
};
struct ConversationKind {
  static constexpr std::string_view prefix = "conv";
};
struct MessageKind {
  static constexpr std::string_view prefix = "msg";
};
struct InvitationKind {
  static constexpr std::string_view prefix = "inv";
};
struct RequestKind {
  static constexpr std::string_view prefix = "req";
};
struct AlertKind {
  static constexpr std::string_view prefix = "alr";
};
struct RunKind {
  static constexpr std::string_view prefix = "run";
};
struct FactorKind {
  static constexpr std::string_view prefix = "fac";
};
struct SignOnProviderKind {
  static constexpr std::string_view prefix = "sso";
};
struct ApiKeyKind {
  static constexpr std::string_view prefix = "key";
};

using TenantId = Id<TenantKind>;
using PersonId = Id<PersonKind>;
using SessionId = Id<SessionKind>;
using BotId = Id<BotKind>;
using WidgetId = Id<WidgetKind>;
using SourceId = Id<SourceKind>;
using VisitorId = Id<VisitorKind>;
using ConversationId = Id<ConversationKind>;
using MessageId = Id<MessageKind>;
using InvitationId = Id<InvitationKind>;
using RequestId = Id<RequestKind>;
using AlertId = Id<AlertKind>;
using RunId = Id<RunKind>;
using FactorId = Id<FactorKind>;
using ProviderId = Id<SignOnProviderKind>;
using ApiKeyId = Id<ApiKeyKind>;

}  // namespace gatehouse

template <class Kind>
struct std::hash<gatehouse::Id<Kind>> {
  std::size_t operator()(const gatehouse::Id<Kind>& id) const {
    std::size_t tail;  // the random half
    std::memcpy(&tail, id.bits().data() + 8, sizeof tail);
    return tail;
  }
};

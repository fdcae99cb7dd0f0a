// An entry as it lies in the table, and its leaf in the tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "audit/audit.h"
#include "crypto/merkle.h"
#include "vault/vault.h"

namespace gatehouse::audit::internal {

using crypto::CompactTree;
using crypto::Digest;
using crypto::leaf_hash;

// The columns that a leaf stands for. Views: they live as long as what they look at.
struct LeafContent {
  Instant at;
  std::string_view event;
  std::string_view outcome;
  std::string_view actor_kind;
  BytesView actor;
  std::optional<std::string_view> object;
  std::optional<std::string_view> control;
  std::optional<std::string_view> reason;
  std::int64_t times;
  std::optional<BytesView> correlation;
  BytesView mark;
  BytesView personal;
  std::optional<BytesView> api_key;
};

// SHA-256(0x00 || content), the content being: the octet 1; then every member above in that order
// as four octets of length (big-endian; ffffffff for an absent one) and its octets. Numbers are
// eight octets, big-endian, instants in milliseconds; `personal` is represented by its SHA-256, so
// that the tree can be checked by those who may not read it. The number is the leaf's place in the
// tree. Of what was done by a key, the content is: the octet 2; all of the above; the key.
Digest leaf_of(const LeafContent& content);

// As stored. Nothing here is believed: text and blobs may have been altered.
struct EntryRow {
  std::int64_t number;
  Instant at;
  std::string event;
  std::string outcome;
  std::string actor_kind;
  Bytes actor;
  std::optional<std::string> object;
  std::optional<std::string> control;
  std::optional<std::string> reason;
  std::int64_t times;
  std::optional<Bytes> correlation;
  Bytes mark;
  Bytes personal;
  Bytes leaf;
  std::optional<Bytes> api_key;
  static constexpr auto columns = std::tuple{
      &EntryRow::number,     &EntryRow::at,    &EntryRow::event,       &EntryRow::outcome,
      &EntryRow::actor_kind, &EntryRow::actor, &EntryRow::object,      &EntryRow::control,
      &EntryRow::reason,     &EntryRow::times, &EntryRow::correlation, &EntryRow::mark,
      &EntryRow::personal,   &EntryRow::leaf,  &EntryRow::api_key};

  LeafContent content() const;
};

struct CheckpointRow {
  std::int64_t size;
  Bytes root;
  Instant at;
  Bytes signature;
  Bytes frontier;
  static constexpr auto columns =
      std::tuple{&CheckpointRow::size, &CheckpointRow::root, &CheckpointRow::at,
                 &CheckpointRow::signature, &CheckpointRow::frontier};
};

// Address and detail: what only those who may read the log shall see.
Bytes seal_personal(const vault::Keyring& keys, BytesView mark, const IpAddress& address,
                    std::string_view detail);
Result<Entry> opened(const vault::Keyring& keys, const EntryRow& row);

// The C2SP tlog-checkpoint note body.
std::string checkpoint_body(TenantId tenant, std::int64_t size, BytesView root);

}  // namespace gatehouse::audit::internal

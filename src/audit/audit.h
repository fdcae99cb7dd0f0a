// What happened: an append-only Merkle tree (RFC 6962) for each tenant and one for the
// installation, in the same transaction as the change, with signed checkpoints.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "audit/event.h"
#include "base/address.h"
#include "base/clock.h"
#include "base/id.h"
#include "crypto/crypto.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::audit {

inline constexpr ErrorKind kTampered{"audit.tampered", Fault::internal,
                                     "The audit log does not match its checkpoints.", "AUD-04"};

// Who did it and from where: the part of an entry that a Caller knows.
struct Origin {
  ActorKind kind = ActorKind::nobody;
  std::array<std::uint8_t, 16> actor{};  // id bits; nil when unknown
  TenantId tenant = {};                  // nil: the installation
  IpAddress address = {};
  RequestId correlation = {};
  ApiKeyId key = {};  // by which a member acted; nil: by themselves
};

struct Deed {
  Event event;
  std::string object = {};  // id text of what it was done to
  Outcome outcome = Outcome::done;
  std::string_view control = {};  // in whose name it was refused
  std::string_view reason = {};   // error code of a refusal
  std::int64_t times = 1;         // folded repeats
  std::string detail = {};        // old and new value etc.; sealed, at most 2 KiB
};

struct Entry {
  std::int64_t number;  // from 0, without gaps: the leaf's index in the tree
  Instant at;
  Event event;
  Outcome outcome;
  ActorKind actor_kind;
  std::array<std::uint8_t, 16> actor;
  std::optional<std::string> object;
  std::optional<std::string> control;
  std::optional<std::string> reason;
  std::int64_t times;
  std::optional<std::string> address;  // opened for those who may read the log
  std::optional<std::string> detail;
  std::optional<std::string> correlation;
  std::optional<ApiKeyId> key;
};

struct Checkpoint {
  std::int64_t size;
  crypto::Digest root;
  Instant at;
  std::array<std::uint8_t, 64> signature;  // Ed25519 over the C2SP tlog-checkpoint note body
};

struct Filter {
  std::optional<std::int64_t> before = {};  // entries older than this number
  std::optional<RequestId> correlation = {};
  std::optional<Event> event = {};
  int limit = 50;
};

// How a copy of the log is bent, to see that checking it notices.
enum class Tampering : unsigned char { none, edit, drop, swap, insert, truncate };

// The outcome of checking a whole log.
struct Verification {
  std::int64_t entries;
  std::int64_t checkpoints;
  std::optional<std::int64_t> first_false_entry;
  std::string verdict;  // one sentence for people
};

class Log {
 public:
  // The keys' tenant stands in the checkpoint's first line: "gatehouse/ten_…", or
  // "gatehouse/installation".
  Log(store::Database& database, std::shared_ptr<const vault::Keyring> keys, Clock& clock,
      Random& random);

  // Appends in the caller's transaction: it stands with the change or not at all (control AUD-01).
  Result<> record(store::Transaction& transaction, const Origin& origin, const Deed& deed);

  Task<Result<std::vector<Entry>>> entries(Filter filter);
  Task<Result<std::optional<Checkpoint>>> latest_checkpoint();

  // Signs the tree as it stands if 60 seconds or 1,000 entries have passed since the last time.
  // Blocking; called by the housekeeping thread.
  Result<> checkpoint_if_due();
  Result<> checkpoint_now();
  std::array<std::uint8_t, 32> public_key() const;

  // Recomputes every leaf and root. Blocking.
  Result<Verification> verify();
  // The same on a copy in memory that was tampered with; the log itself stays as it is.
  Result<Verification> verify_copy(Tampering tampering);

 private:
  store::Database& database_;
  std::shared_ptr<const vault::Keyring> keys_;
  Clock& clock_;
  Random& random_;
  crypto::SigningKey signer_;
};

// Refusals come in floods: they are folded by cause, address and tenant, counted exactly, and
// written within a second by the housekeeping thread (control AUD-02).
class Refusals {
 public:
  struct Refusal {
    Origin origin;
    std::string_view code;     // ErrorKind::code
    std::string_view control;  // ErrorKind::control
    std::string_view route;    // pattern, a literal
  };
  void note(const Refusal& refusal);  // never blocks, never fails

  struct Folded {
    Refusal first;
    std::int64_t times;
  };
  std::vector<Folded> take();  // what came since the last call

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, Folded> waiting_;
};

}  // namespace gatehouse::audit

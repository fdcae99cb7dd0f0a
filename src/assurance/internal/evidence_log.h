// The log of evidence on disk.
#pragma once

#include "assurance/evidence.h"
#include "assurance/records.h"
#include "store/database.h"

namespace gatehouse::assurance::internal {

struct EvidenceRow {
  std::int64_t number;
  RunId run;
  Bytes leaf;
  Instant finished_at;
  static constexpr auto columns = std::tuple{&EvidenceRow::number, &EvidenceRow::run,
                                             &EvidenceRow::leaf, &EvidenceRow::finished_at};
};

struct DocumentRow {
  std::string statement;
  std::string signature;
  static constexpr auto columns = std::tuple{&DocumentRow::statement, &DocumentRow::signature};
};

struct HeadRow {
  std::int64_t size = 0;
  std::string note;
  Bytes frontier;
  static constexpr auto columns = std::tuple{&HeadRow::size, &HeadRow::note, &HeadRow::frontier};
};

Result<EvidenceHead> read_head(store::Reader& reader);
// The newest signed head; kNotFound before the first evidence.
Result<HeadRow> newest_head(store::Reader& reader);
// Every leaf below `size`, checked against nothing: what it proves is checked by who asks.
Result<std::vector<crypto::Digest>> leaves(store::Reader& reader, std::int64_t size);

// Follows the newest, and is not older than it.
Result<> append(store::Transaction& transaction, const EvidenceKey& key, const Statement& statement,
                const DocumentRow& document, Instant now);
Result<LogPlace> place_of(store::Reader& reader, std::int64_t number);
Result<Bundle> bundle_of(store::Reader& reader, RunId run, const crypto::VerifierKey& key);
Result<Consistency> consistency_with(store::Reader& reader, std::int64_t old_size);

}  // namespace gatehouse::assurance::internal

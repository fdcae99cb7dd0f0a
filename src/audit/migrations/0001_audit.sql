-- What happened. `leaf` is the entry's leaf in the RFC 6962 tree whose index is `number`; `personal`
-- is sealed under `mark`, a random name that exists before the number does.
CREATE TABLE audit_entry (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  outcome TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor BLOB NOT NULL,
  object TEXT,
  control TEXT,
  reason TEXT,
  times INTEGER NOT NULL,
  correlation BLOB,
  mark BLOB NOT NULL,
  personal BLOB NOT NULL,
  leaf BLOB NOT NULL
) STRICT;

CREATE INDEX audit_entry_by_correlation ON audit_entry (correlation)
WHERE correlation IS NOT NULL;

-- Signed tree heads. `frontier` is the tree's right edge: the next head costs only its new leaves.
CREATE TABLE audit_checkpoint (
  size INTEGER PRIMARY KEY,
  root BLOB NOT NULL,
  at INTEGER NOT NULL,
  signature BLOB NOT NULL,
  frontier BLOB NOT NULL
) STRICT;

-- Append-only for the service itself too.
CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit entries are not deleted'); END;

CREATE TRIGGER audit_entry_stays_as_it_is BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit entries are not changed'); END;

CREATE TRIGGER audit_checkpoint_stays BEFORE DELETE ON audit_checkpoint
BEGIN SELECT RAISE(ABORT, 'audit checkpoints are not deleted'); END;

CREATE TRIGGER audit_checkpoint_stays_as_it_is BEFORE UPDATE ON audit_checkpoint
BEGIN SELECT RAISE(ABORT, 'audit checkpoints are not changed'); END;

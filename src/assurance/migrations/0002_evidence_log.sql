-- The installation's log of evidence: an RFC 6962 tree whose leaves are statements, append-only for
-- the service itself too. What a statement said may be forgotten after its time; its leaf stays.
CREATE TABLE evidence_entry (
  number INTEGER PRIMARY KEY,
  run BLOB NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  leaf BLOB NOT NULL,
  finished_at INTEGER NOT NULL
) STRICT;

CREATE TABLE evidence_document (
  number INTEGER PRIMARY KEY REFERENCES evidence_entry (number),
  statement TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;

-- Signed tree heads, as C2SP notes. `frontier` is the tree's right edge.
CREATE TABLE evidence_checkpoint (
  size INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  note TEXT NOT NULL,
  frontier BLOB NOT NULL
) STRICT;

CREATE TRIGGER evidence_entry_stays BEFORE DELETE ON evidence_entry
BEGIN SELECT RAISE(ABORT, 'evidence is not deleted'); END;
CREATE TRIGGER evidence_entry_stays_as_it_is BEFORE UPDATE ON evidence_entry
BEGIN SELECT RAISE(ABORT, 'evidence is not changed'); END;
CREATE TRIGGER evidence_document_stays_as_it_is BEFORE UPDATE ON evidence_document
BEGIN SELECT RAISE(ABORT, 'evidence is not changed'); END;
CREATE TRIGGER evidence_checkpoint_stays BEFORE DELETE ON evidence_checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are not deleted'); END;
CREATE TRIGGER evidence_checkpoint_stays_as_it_is BEFORE UPDATE ON evidence_checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are not changed'); END;

-- Evidence stands in the log from now on. What was kept before it was in no log.
ALTER TABLE verification_run DROP COLUMN evidence;
ALTER TABLE verification_run ADD COLUMN waived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verification_run ADD COLUMN scope TEXT NOT NULL DEFAULT 'full';
ALTER TABLE verification_run ADD COLUMN occasion TEXT NOT NULL DEFAULT 'by_hand';
ALTER TABLE verification_run ADD COLUMN executable TEXT NOT NULL DEFAULT '';
ALTER TABLE verification_run ADD COLUMN configuration TEXT NOT NULL DEFAULT '';

CREATE TABLE waiver (
  number INTEGER PRIMARY KEY,
  control TEXT NOT NULL,
  reason TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  first BLOB NOT NULL,
  second BLOB NOT NULL
) STRICT;

-- A control that began to fail, or a verifier that has fallen silent; ends by itself.
CREATE TABLE verification_alert (
  id BLOB PRIMARY KEY,
  kind TEXT NOT NULL,
  control TEXT NOT NULL,
  summary TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX verification_alert_open ON verification_alert (kind, control) WHERE ended_at IS NULL;

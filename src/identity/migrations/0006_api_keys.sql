-- Keys by which machines act for a member. `kept` is the keyed hash of the secret, `old_kept` that of
-- the one before it, good until `old_until`. `bots` and `ranges`: a space between two; no bots: all
-- that the owner reaches; no ranges: from everywhere. Where a key was used from is sealed.
CREATE TABLE api_key (
  id BLOB NOT NULL PRIMARY KEY,
  person BLOB NOT NULL,
  tenant BLOB NOT NULL,
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  bots TEXT,
  ranges TEXT NOT NULL,
  per_minute INTEGER NOT NULL,
  kept BLOB NOT NULL,
  old_kept BLOB,
  old_until INTEGER,
  made_at INTEGER NOT NULL,
  renewed_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  used_from BLOB,
  ended_at INTEGER,
  ended_why TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX api_key_by_person ON api_key (person);
CREATE INDEX api_key_by_tenant ON api_key (tenant);

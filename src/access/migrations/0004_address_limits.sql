-- From which addresses a workspace can be used. `ranges` is sealed: a range and its label a line.
-- A row is never deleted before its workspace, so that `changed_at` tells a running server what the
-- command line has changed.
CREATE TABLE address_limit (
  tenant BLOB NOT NULL PRIMARY KEY,
  mode TEXT NOT NULL CHECK (mode IN ('off', 'staff', 'everybody')),
  ranges BLOB NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A key that has been followed by another verifies until it ends; the one without an end signs.
ALTER TABLE token_key ADD COLUMN ends_at INTEGER;

-- What a password hash costs, measured on this machine; the newest counts.
CREATE TABLE password_cost (
  measured_at INTEGER NOT NULL PRIMARY KEY,
  memory_kib INTEGER NOT NULL,
  passes INTEGER NOT NULL,
  milliseconds REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- What a workspace asks of its members above the floor that holds for all.
CREATE TABLE workspace_policy (
  tenant BLOB NOT NULL PRIMARY KEY,
  shortest_password INTEGER NOT NULL,
  lowest_score INTEGER NOT NULL,
  forbidden_words BLOB NOT NULL,
  idle_minutes INTEGER NOT NULL,
  idle_minutes_privileged INTEGER NOT NULL,
  absolute_minutes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What somebody should look at: signs that a session was stolen. Where it came from is sealed.
CREATE TABLE alert (
  id BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  person BLOB NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  session BLOB NOT NULL,
  address BLOB NOT NULL,
  agent BLOB NOT NULL,
  seen_at INTEGER,
  seen_by BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_by_tenant ON alert (tenant, id);

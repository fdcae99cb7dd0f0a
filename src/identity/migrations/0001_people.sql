-- Who a person is and how they prove it. Names and addresses are sealed; `password` is a PHC string.
CREATE TABLE person (
  id BLOB NOT NULL PRIMARY KEY,
  name BLOB NOT NULL,
  email BLOB NOT NULL,
  password TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A person belongs to one workspace. The same address in two workspaces is two people, so that no
-- workspace learns who is known in another. `probe`: made by the verifier.
CREATE TABLE member (
  person BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  email_index BLOB NOT NULL,
  role TEXT NOT NULL,
  probe INTEGER NOT NULL,
  since INTEGER NOT NULL,
  last_seen INTEGER,
  UNIQUE (tenant, email_index)
) STRICT, WITHOUT ROWID;

CREATE INDEX member_by_email ON member (email_index);

CREATE TABLE session (
  id BLOB NOT NULL PRIMARY KEY,
  person BLOB NOT NULL,
  tenant BLOB NOT NULL,
  started_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  address BLOB NOT NULL,
  agent BLOB NOT NULL,
  ended_at INTEGER,
  ended_why TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_person ON session (person);

-- Every refresh token of a session that still exists, so that one used twice is known as such.
CREATE TABLE refresh_token (
  hash BLOB NOT NULL PRIMARY KEY,
  session BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  spent_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX refresh_token_by_session ON refresh_token (session);

-- Set-up links and invitations, by the hash of their token. A used one is deleted.
CREATE TABLE link (
  hash BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  tenant BLOB,
  role TEXT,
  email BLOB,
  email_index BLOB,
  invited_by BLOB
) STRICT, WITHOUT ROWID;

-- Failed logins by the blind index of an e-mail or a network, so that a restart unlocks nobody.
-- `failures` holds the instants inside the window, eight octets each.
CREATE TABLE login_failure (
  source BLOB NOT NULL PRIMARY KEY,
  failures BLOB NOT NULL,
  locks INTEGER NOT NULL,
  locked_until INTEGER NOT NULL,
  forget_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What signs access tokens; the private part is sealed.
CREATE TABLE token_key (
  id TEXT NOT NULL PRIMARY KEY,
  private BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

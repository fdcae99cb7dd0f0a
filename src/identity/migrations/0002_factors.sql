-- What a person can prove besides the password. Names are sealed.
CREATE TABLE factor (
  id BLOB NOT NULL PRIMARY KEY,
  person BLOB NOT NULL,
  way TEXT NOT NULL,
  name BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX factor_by_person ON factor (person);

CREATE TABLE passkey (
  factor BLOB NOT NULL PRIMARY KEY,
  credential BLOB NOT NULL UNIQUE,
  algorithm TEXT NOT NULL,
  public_key BLOB NOT NULL,
  counter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An authenticator app: its secret is sealed; `last_step` is the newest step whose code was used.
CREATE TABLE app (
  factor BLOB NOT NULL PRIMARY KEY,
  secret BLOB NOT NULL,
  last_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An app that is being added in a session: kept until its first code proves that it took the secret.
CREATE TABLE app_offer (
  session BLOB NOT NULL PRIMARY KEY,
  secret BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keyed hashes. A used one is deleted.
CREATE TABLE recovery_code (
  person BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;

-- What passkeys are asked to sign. Of a session, or nil for signing in; a used one is deleted.
CREATE TABLE challenge (
  id BLOB NOT NULL PRIMARY KEY,
  ceremony TEXT NOT NULL,
  session BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Workspaces in which every member must have a second factor.
CREATE TABLE factor_rule (
  tenant BLOB NOT NULL PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How and when whoever holds the session has proven themselves last.
ALTER TABLE session ADD COLUMN proven_by TEXT NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN proven_at INTEGER NOT NULL DEFAULT 0;

-- For a server that looks which sessions the command line has ended.
CREATE INDEX session_by_end ON session (ended_at);

-- The identity providers of workspaces. `settings` is sealed: what we know of the provider and our own
-- key towards it, as JSON of its kind. `issuer` is what the provider calls itself, `address` where browsers
-- are sent.
CREATE TABLE sign_on_provider (
  id BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  issuer TEXT,
  address TEXT,
  settings BLOB NOT NULL,
  enabled INTEGER NOT NULL,
  joining TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  trial_at INTEGER,
  trial_outcome TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_on_provider_by_tenant ON sign_on_provider (tenant);

-- Addresses of a domain are sent to its provider, whether they belong to somebody or not.
CREATE TABLE sign_on_domain (
  domain TEXT NOT NULL PRIMARY KEY,
  provider BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Whom a provider means. `subject` is a keyed hash of issuer and name: never an address, so that nobody
-- becomes somebody by having their address.
CREATE TABLE sign_on_link (
  provider BLOB NOT NULL,
  subject BLOB NOT NULL,
  person BLOB NOT NULL,
  linked_at INTEGER NOT NULL,
  PRIMARY KEY (provider, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_on_link_by_person ON sign_on_link (person);

-- Where single sign-on is the only door, and the one owner who keeps a key of their own.
CREATE TABLE sign_on_door (
  tenant BLOB NOT NULL PRIMARY KEY,
  provider BLOB NOT NULL,
  break_glass BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What we asked providers and have had no good answer to. `state` and `browser` are hashes.
CREATE TABLE sign_on_request (
  state BLOB NOT NULL PRIMARY KEY,
  provider BLOB NOT NULL,
  kept TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  browser BLOB NOT NULL,
  aim TEXT NOT NULL,
  session BLOB,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers that were used, for as long as they would be good.
CREATE TABLE sign_on_answer (
  id BLOB NOT NULL PRIMARY KEY,
  forget_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

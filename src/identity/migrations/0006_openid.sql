-- Sessions of ours by what an OpenID Connect provider calls its own with the same person, so that it can
-- end them. `name` is a keyed hash.
CREATE TABLE sign_on_session (
  provider BLOB NOT NULL,
  name BLOB NOT NULL,
  person BLOB NOT NULL,
  forget_at INTEGER NOT NULL,
  PRIMARY KEY (provider, name, person)
) STRICT, WITHOUT ROWID;

-- Links that let somebody change their account: a new password, a new e-mail address, the old one
-- back. By the hash of their token, which is signed over what it is good for. A used one stays until it
-- would have run out, with when it ended, so that using it again is known as such.
CREATE TABLE account_link (
  hash BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  person BLOB NOT NULL,
  tenant BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  session BLOB,
  email BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX account_link_by_person ON account_link (person, kind);

-- What open invitations are called where they are listed. Their tokens are signed from now on, so
-- those of before let nobody in.
ALTER TABLE link ADD COLUMN id BLOB;
DELETE FROM link;

-- Blind index of what people take an address for. Filled at the next start.
ALTER TABLE member ADD COLUMN likeness BLOB;
CREATE INDEX member_by_likeness ON member (tenant, likeness);

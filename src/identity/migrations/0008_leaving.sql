-- Who has lost their access and may come back. They stay members, so that what they did keeps a name.
ALTER TABLE member ADD COLUMN suspended_at INTEGER;

-- Whom a directory keeps (SCIM).
ALTER TABLE member ADD COLUMN from_directory INTEGER NOT NULL DEFAULT 0;

-- Leaving: noticed, due, done, and the work handed over. What was ended stands here as the proof of it;
-- the row outlives the member. `name` and `reason` are sealed.
CREATE TABLE departure (
  id BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  person BLOB NOT NULL,
  name BLOB NOT NULL,
  cause TEXT NOT NULL,
  reason BLOB NOT NULL,
  heir BLOB,
  noticed_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  ended_at INTEGER,
  handed_at INTEGER,
  warned_at INTEGER,
  sessions INTEGER NOT NULL DEFAULT 0,
  keys INTEGER NOT NULL DEFAULT 0,
  invitations INTEGER NOT NULL DEFAULT 0,
  links INTEGER NOT NULL DEFAULT 0,
  grants INTEGER NOT NULL DEFAULT 0,
  conversations INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX departure_by_tenant ON departure (tenant, id);
CREATE INDEX departure_open ON departure (due_at) WHERE handed_at IS NULL;

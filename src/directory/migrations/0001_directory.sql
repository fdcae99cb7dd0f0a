-- What directories say about members (SCIM): one for each member whom one keeps. `kept` is the sealed
-- document; names are found by their blind index. `mapped_role`: the role that a group gave last.
CREATE TABLE directory_user (
  person BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  name_index BLOB NOT NULL,
  external_index BLOB,
  kept BLOB NOT NULL,
  mapped_role TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (tenant, name_index)
) STRICT, WITHOUT ROWID;

CREATE INDEX directory_user_by_external_id ON directory_user (tenant, external_index);

-- Groups of a directory. `role`: what the workspace lets it give; null: nothing.
CREATE TABLE directory_group (
  id BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  name_index BLOB NOT NULL,
  name BLOB NOT NULL,
  external_id BLOB,
  role TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (tenant, name_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE directory_membership (
  group_id BLOB NOT NULL,
  person BLOB NOT NULL,
  PRIMARY KEY (group_id, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX directory_membership_by_person ON directory_membership (person);

-- In the installation's database, beside the members who hold them. `privileges` are names, a space
-- between two.
CREATE TABLE role (
  id BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  privileges TEXT NOT NULL,
  every_bot INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (tenant, folded)
) STRICT, WITHOUT ROWID;

-- What a member may do with one bot and its inbox, as far as their role allows it.
CREATE TABLE bot_grant (
  person BLOB NOT NULL,
  bot BLOB NOT NULL,
  privileges TEXT NOT NULL,
  PRIMARY KEY (person, bot)
) STRICT, WITHOUT ROWID;

-- Workspaces from before there were grants: what their members reached is granted to them when the
-- server starts next, because their bots stand in databases of their own.
CREATE TABLE ungranted_tenant (tenant BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO ungranted_tenant (tenant) SELECT id FROM tenant WHERE state = 'ready';

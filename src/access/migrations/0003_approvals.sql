-- In the installation's database, beside the members, roles and sessions that the acts are about, so
-- that deciding and doing are one transaction. What is asked for and why are sealed; `digest` is over
-- exactly what will be done. `due_at`: of a sole owner, whose request waits instead.
CREATE TABLE approval (
  id BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  act TEXT NOT NULL,
  object TEXT NOT NULL,
  gainer BLOB,
  details BLOB NOT NULL,
  reason BLOB NOT NULL,
  digest BLOB NOT NULL,
  requester BLOB NOT NULL,
  requested_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  due_at INTEGER,
  state TEXT NOT NULL,
  decider BLOB,
  decided_at INTEGER,
  noticed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX approval_by_tenant ON approval (tenant, state);
CREATE INDEX approval_by_object ON approval (object);
CREATE INDEX approval_by_end ON approval (expires_at) WHERE state = 'waiting';

-- What the provider may look at, once the workspace has approved it. `token` is the hash of the
-- one-time link, `cookie` that of the session's credential.
CREATE TABLE support_grant (
  id BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  scope TEXT NOT NULL,
  reason BLOB NOT NULL,
  requested_at INTEGER NOT NULL,
  approved_at INTEGER,
  approved_by BLOB,
  token BLOB,
  token_ends_at INTEGER,
  session BLOB,
  cookie BLOB,
  opened_at INTEGER,
  ends_at INTEGER,
  ended_at INTEGER,
  ended_why TEXT,
  ended_by BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX support_grant_by_tenant ON support_grant (tenant);
CREATE INDEX support_grant_by_token ON support_grant (token);
CREATE INDEX support_grant_by_cookie ON support_grant (cookie);
CREATE INDEX support_grant_by_end ON support_grant (ends_at) WHERE ended_at IS NULL;

-- name: create_schema_migration
-- What has run, so that it neither runs twice nor changes afterwards.
CREATE TABLE IF NOT EXISTS schema_migration (
  module TEXT NOT NULL,
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  checksum BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (module, number)
) STRICT, WITHOUT ROWID;

-- name: applied_migrations
SELECT module, number, checksum FROM schema_migration ORDER BY module, number;

-- name: remember_migration
INSERT INTO schema_migration (module, number, title, checksum, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: publish_event
INSERT INTO outbox (topic, body) VALUES (?1, ?2);

-- name: waiting_events
SELECT number, topic, body FROM outbox WHERE topic = ?1 ORDER BY number LIMIT ?2;

-- name: finish_event
DELETE FROM outbox WHERE number = ?1;

-- name: begin_write
BEGIN IMMEDIATE;

-- name: begin_read
BEGIN DEFERRED;

-- name: commit
COMMIT;

-- name: roll_back
ROLLBACK;

-- name: open_savepoint
SAVEPOINT one_job;

-- name: keep_savepoint
RELEASE one_job;

-- name: undo_savepoint
ROLLBACK TO one_job;

-- name: application_id
PRAGMA application_id;

-- name: schema_size
SELECT COUNT(*) FROM sqlite_schema;

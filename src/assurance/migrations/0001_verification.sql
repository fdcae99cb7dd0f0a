CREATE TABLE verification_run (
  id BLOB PRIMARY KEY,
  started_at INTEGER NOT NULL,
  seconds REAL NOT NULL,
  build TEXT NOT NULL,
  passed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  not_claimed INTEGER NOT NULL,
  evidence TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX verification_run_by_time ON verification_run (started_at);
CREATE TABLE verification_result (
  control TEXT NOT NULL,
  run BLOB NOT NULL REFERENCES verification_run (id),
  verdict TEXT NOT NULL,
  summary TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (control, at, run)
) STRICT, WITHOUT ROWID;

-- In the installation's database. `state` is written before the first file is made and before the
-- first is deleted, so that a crash in between can be told from a file that somebody misses.
CREATE TABLE tenant (
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  probe INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('making', 'ready', 'leaving')),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

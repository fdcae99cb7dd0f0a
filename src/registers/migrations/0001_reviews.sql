-- In a tenant's database. Facts, verdicts and documents are sealed.
CREATE TABLE review (
  id BLOB NOT NULL PRIMARY KEY,
  scope TEXT NOT NULL CHECK (scope IN ('everybody', 'privileged')),
  opened_at INTEGER NOT NULL,
  scheduled INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  overdue_at INTEGER,
  closed_at INTEGER,
  document BLOB,
  signature BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE review_line (
  review BLOB NOT NULL,
  person BLOB NOT NULL,
  facts BLOB NOT NULL,
  verdict BLOB,
  removed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (review, person)
) STRICT, WITHOUT ROWID;

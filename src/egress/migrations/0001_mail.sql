-- Mails that wait to be sent. `body` is sealed: it may hold a link that lets somebody in.
CREATE TABLE mail (
  id BLOB NOT NULL PRIMARY KEY,
  tenant BLOB NOT NULL,
  about TEXT NOT NULL,
  body BLOB NOT NULL,
  good_until INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX mail_by_time ON mail (next_at);

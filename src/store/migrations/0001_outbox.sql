-- Events for others, written with the change they tell of. AUTOINCREMENT: a number is never used
-- twice, so a consumer that remembers one cannot mistake a later event for it.
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE INDEX outbox_by_topic ON outbox (topic, number);

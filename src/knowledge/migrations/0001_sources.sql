-- What bots know. Sealed values are bound to bot, source and position, so a row that is moved to
-- another bot cannot be read there.
CREATE TABLE knowledge_source (
  id BLOB PRIMARY KEY,
  bot BLOB NOT NULL,
  kind TEXT NOT NULL,
  title BLOB NOT NULL,
  url BLOB,
  characters INTEGER NOT NULL,
  passages INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX knowledge_source_by_bot ON knowledge_source (bot, id);

CREATE TABLE knowledge_passage (
  source BLOB NOT NULL REFERENCES knowledge_source (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  bot BLOB NOT NULL,
  heading BLOB NOT NULL,
  text BLOB NOT NULL,
  PRIMARY KEY (source, position)
) STRICT;

CREATE INDEX knowledge_passage_by_bot ON knowledge_passage (bot, source, position);

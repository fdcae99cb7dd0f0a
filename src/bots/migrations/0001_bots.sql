-- `domains` is JSON: {"origins": ["https://www.example.com"]}.
CREATE TABLE bot (
  id BLOB PRIMARY KEY,
  widget BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  greeting TEXT NOT NULL,
  language TEXT NOT NULL,
  domains TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- A source that was being cut into passages while its bot was deleted must not outlive it. The tables
-- of knowledge come first.
CREATE TRIGGER knowledge_source_needs_its_bot BEFORE INSERT ON knowledge_source
WHEN NOT EXISTS (SELECT 1 FROM bot WHERE bot.id = NEW.bot)
BEGIN
  SELECT RAISE(ABORT, 'the bot of this source is gone');
END;

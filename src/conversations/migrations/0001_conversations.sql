-- Visitors, their conversations and the messages in them. What people wrote and where they came from
-- is sealed.
CREATE TABLE visitor (
  id BLOB PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  widget BLOB NOT NULL,
  bot BLOB NOT NULL,
  bot_name TEXT NOT NULL,
  name TEXT NOT NULL,
  page BLOB,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- newest: the newest message of any kind; ids of messages grow within a conversation, so "after this
-- one" misses nothing. last_message: the newest that a person or a bot said to the other side.
CREATE TABLE conversation (
  id BLOB PRIMARY KEY,
  visitor BLOB NOT NULL REFERENCES visitor (id),
  widget BLOB NOT NULL,
  bot BLOB NOT NULL,
  bot_name TEXT NOT NULL,
  state TEXT NOT NULL,
  handled_by TEXT NOT NULL,
  assignee BLOB,
  assignee_name TEXT,
  unread_agent INTEGER NOT NULL,
  unread_visitor INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  newest BLOB NOT NULL,
  last_message BLOB,
  unfiled BLOB NOT NULL,
  filed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX conversation_by_activity ON conversation (state, last_at, id);
CREATE INDEX conversation_by_state ON conversation (state, handled_by, assignee);
CREATE INDEX conversation_by_visitor ON conversation (visitor, id);
CREATE UNIQUE INDEX one_open_conversation ON conversation (visitor) WHERE state = 'open';

-- Kept in the order of their ids, which is that of time: so what is written together lies together,
-- and a group of messages of many conversations costs few pages.
CREATE TABLE message (
  id BLOB PRIMARY KEY,
  conversation BLOB NOT NULL REFERENCES conversation (id),
  author TEXT NOT NULL,
  author_id BLOB,
  author_name TEXT,
  kind TEXT NOT NULL,
  text BLOB,
  citation BLOB,
  event TEXT,
  client_id TEXT,
  at INTEGER NOT NULL,
  offers_person INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The messages of a conversation, each client_id once. An entry for each message at once would be a
-- page for each, more than half of what a message costs; so the newest are listed in the
-- conversation's own row (unfiled: ids and marks of client ids), which is written anyway, and every
-- 32 of them are filed here together.
CREATE TABLE filed_message (
  conversation BLOB NOT NULL REFERENCES conversation (id),
  id BLOB NOT NULL REFERENCES message (id),
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  client_id TEXT,
  PRIMARY KEY (conversation, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX filed_once ON filed_message (conversation, author, kind, client_id)
WHERE client_id IS NOT NULL;

CREATE VIEW whole_conversation AS
SELECT c.id, c.visitor, v.name AS visitor_name, v.page, c.bot, c.bot_name, c.state, c.handled_by,
  c.assignee, c.assignee_name, c.unread_agent, c.unread_visitor, c.started_at, c.last_at, c.newest,
  c.last_message, c.unfiled, c.filed, m.author AS last_author, m.text AS last_text,
  m.at AS last_message_at
FROM conversation c
JOIN visitor v ON v.id = c.visitor
LEFT JOIN message m ON m.conversation = c.id AND m.id = c.last_message;

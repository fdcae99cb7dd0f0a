-- name: add_visitor
INSERT INTO visitor (id, token_hash, widget, bot, bot_name, name, page, created_at, last_seen_at,
  expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9);

-- name: visitor_of_token
-- By the token alone: whether it opens this widget is decided by who asks (control CNV-02).
SELECT id, widget, last_seen_at, expires_at FROM visitor WHERE token_hash = ?1;

-- name: find_visitor
SELECT id, bot, bot_name, name, page FROM visitor WHERE id = ?1;

-- name: visitor_seen
UPDATE visitor SET last_seen_at = ?2, expires_at = ?3 WHERE id = ?1;

-- name: add_conversation
INSERT INTO conversation (id, visitor, widget, bot, bot_name, state, handled_by, unread_agent,
  unread_visitor, started_at, last_at, newest)
VALUES (?1, ?2, ?3, ?4, ?5, 'open', 'bot', 0, 0, ?6, ?6, ?7);

-- name: touch_conversation
-- A visitor's message, in one statement: only an open conversation of that visitor, and only with an
-- id that is later than all in it.
UPDATE conversation
SET last_at = ?4, newest = ?3, last_message = ?3, unread_agent = unread_agent + 1
WHERE id = ?1 AND visitor = ?2 AND state = 'open' AND newest < ?3
RETURNING id, bot, bot_name, handled_by, assignee, assignee_name, unread_agent, started_at;

-- name: open_conversation_of_visitor
SELECT id, newest FROM conversation WHERE visitor = ?1 AND state = 'open';

-- name: find_conversation
SELECT * FROM whole_conversation WHERE id = ?1;

-- name: conversation_of_visitor
-- The open one, or else the last one in which something happened since then.
SELECT * FROM whole_conversation
WHERE visitor = ?1 AND (state = 'open' OR last_at >= ?2)
ORDER BY state = 'open' DESC, id DESC LIMIT 1;

-- name: save_conversation
UPDATE conversation
SET state = ?2, handled_by = ?3, assignee = ?4, assignee_name = ?5, unread_agent = ?6,
  unread_visitor = ?7, last_at = ?8, newest = ?9, last_message = ?10
WHERE id = ?1;

-- name: visitor_has_read
UPDATE conversation SET unread_visitor = 0 WHERE visitor = ?1 AND unread_visitor > 0;

-- name: newest_conversations
SELECT * FROM whole_conversation
WHERE state = ?1 AND (last_at, id) < (?2, ?3)
  AND (?4 IS NULL OR handled_by = ?4) AND (?5 IS NULL OR assignee = ?5)
ORDER BY last_at DESC, id DESC LIMIT ?6;

-- name: count_conversations
SELECT state, handled_by, COUNT(*), COUNT(CASE WHEN assignee = ?1 THEN 1 END)
FROM conversation GROUP BY state, handled_by;

-- name: add_message
INSERT INTO message (id, conversation, author, author_id, author_name, kind, text, citation, event,
  client_id, at, offers_person)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT DO NOTHING;

-- name: find_message
SELECT id, conversation, author, author_name, kind, text, citation, event, client_id, at,
  offers_person
FROM message WHERE conversation = ?1 AND id = ?2;

-- name: message_of_client
SELECT id, conversation, author, author_name, kind, text, citation, event, client_id, at,
  offers_person
FROM message WHERE conversation = ?1 AND author = ?2 AND kind = ?3 AND client_id = ?4;

-- name: message_of_visitor
-- In whichever conversation: a repeat may arrive after the first one's conversation was closed.
SELECT m.id, m.conversation, m.author, m.author_name, m.kind, m.text, m.citation, m.event,
  m.client_id, m.at, m.offers_person
FROM conversation c JOIN message m
  ON m.conversation = c.id AND m.author = 'visitor' AND m.kind = 'text' AND m.client_id = ?2
WHERE c.visitor = ?1 ORDER BY m.id DESC LIMIT 1;

-- name: messages_before
-- Which ones is found in the index alone, so that a long conversation costs no more than a page of it.
SELECT id, conversation, author, author_name, kind, text, citation, event, client_id, at,
  offers_person
FROM message WHERE id IN (
  SELECT id FROM message WHERE conversation = ?1 AND id < ?2 AND (?3 OR kind <> 'note')
  ORDER BY id DESC LIMIT ?4)
ORDER BY id DESC;

-- name: messages_after
SELECT id, conversation, author, author_name, kind, text, citation, event, client_id, at,
  offers_person
FROM message WHERE id IN (
  SELECT id FROM message WHERE conversation = ?1 AND id > ?2 AND (?3 OR kind <> 'note')
  ORDER BY id LIMIT ?4)
ORDER BY id;

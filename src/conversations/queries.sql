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
  unread_visitor, started_at, last_at, newest, unfiled, filed)
VALUES (?1, ?2, ?3, ?4, ?5, 'open', 'bot', 0, 0, ?6, ?6, ?7, x'', 0);

-- name: touch_conversation
-- A visitor's message, in one statement: only an open conversation of that visitor, and only with an
-- id that is later than all in it.
UPDATE conversation
SET last_at = ?4, newest = ?3, last_message = ?3, unread_agent = unread_agent + 1,
  unfiled = CAST(unfiled || ?5 AS BLOB)
WHERE id = ?1 AND visitor = ?2 AND state = 'open' AND newest < ?3
RETURNING id, bot, bot_name, handled_by, assignee, assignee_name, unread_agent, started_at, unfiled,
  filed;

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
  unread_visitor = ?7, last_at = ?8, newest = ?9, last_message = ?10, unfiled = ?11, filed = ?12
WHERE id = ?1;

-- name: conversation_has_filed
UPDATE conversation SET unfiled = x'', filed = ?2 WHERE id = ?1;

-- name: lists_of_visitor
SELECT id, unfiled, filed FROM conversation WHERE visitor = ?1 ORDER BY id DESC;

-- name: visitor_has_read
UPDATE conversation SET unread_visitor = 0 WHERE visitor = ?1 AND unread_visitor > 0;

-- name: newest_conversations
-- ?6: the ids of bots, one behind the other. Only narrows: what stands in the list is decided for
-- each row.
SELECT * FROM whole_conversation
WHERE state = ?1 AND (last_at, id) < (?2, ?3)
  AND (?4 IS NULL OR handled_by = ?4) AND (?5 IS NULL OR assignee = ?5)
  AND (?6 IS NULL OR INSTR(?6, bot) > 0)
ORDER BY last_at DESC, id DESC LIMIT ?7;

-- name: count_conversations
SELECT bot, state, handled_by, COUNT(*), COUNT(CASE WHEN assignee = ?1 THEN 1 END)
FROM conversation GROUP BY bot, state, handled_by;

-- name: add_message
INSERT INTO message (id, conversation, author, author_id, author_name, kind, text, citation, event,
  client_id, at, offers_person)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: find_message
SELECT id, conversation, author, author_name, kind, text, citation, event, client_id, at,
  offers_person
FROM message WHERE conversation = ?1 AND id = ?2;

-- name: file_messages
INSERT INTO filed_message (conversation, id, author, kind, client_id)
SELECT conversation, id, author, kind, client_id FROM message
WHERE id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
  ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32);

-- name: filed_message_of_client
SELECT id FROM filed_message
WHERE conversation = ?1 AND author = ?2 AND kind = ?3 AND client_id = ?4;

-- name: filed_before
SELECT id, conversation, author, author_name, kind, text, citation, event, client_id, at,
  offers_person
FROM message WHERE id IN (
  SELECT id FROM filed_message WHERE conversation = ?1 AND id < ?2 AND (?3 OR kind <> 'note')
  ORDER BY id DESC LIMIT ?4)
ORDER BY id DESC;

-- name: filed_after
SELECT id, conversation, author, author_name, kind, text, citation, event, client_id, at,
  offers_person
FROM message WHERE id IN (
  SELECT id FROM filed_message WHERE conversation = ?1 AND id > ?2 AND (?3 OR kind <> 'note')
  ORDER BY id LIMIT ?4)
ORDER BY id;

-- name: conversations_assigned_to
SELECT * FROM whole_conversation WHERE assignee = ?1 AND state = 'open' ORDER BY id;

-- name: count_assigned
SELECT COUNT(*) FROM conversation WHERE assignee = ?1 AND state = 'open';

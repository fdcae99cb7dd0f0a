-- name: add_source
INSERT INTO knowledge_source (id, bot, kind, title, url, characters, passages, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: add_passage
INSERT INTO knowledge_passage (source, position, bot, heading, text) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: amount
-- How much a bot knows already.
SELECT COUNT(*), COALESCE(SUM(passages), 0) FROM knowledge_source WHERE bot = ?1;

-- name: sources_of_bot
SELECT id, bot, kind, title, url, characters, passages, created_at
FROM knowledge_source WHERE bot = ?1 ORDER BY id;

-- name: find_source
-- By its id alone: whose it is, the caller decides (control KNW-01).
SELECT id, bot, kind, title, url, characters, passages, created_at
FROM knowledge_source WHERE id = ?1;

-- name: passages_of_source
SELECT source, position, heading, text
FROM knowledge_passage WHERE source = ?1 ORDER BY position;

-- name: passages_of_bot
SELECT source, position, heading, text
FROM knowledge_passage WHERE bot = ?1 ORDER BY source, position;

-- name: delete_passages
DELETE FROM knowledge_passage WHERE source = ?1;

-- name: delete_source
DELETE FROM knowledge_source WHERE id = ?1;

-- name: delete_passages_of_bot
DELETE FROM knowledge_passage WHERE bot = ?1;

-- name: delete_sources_of_bot
DELETE FROM knowledge_source WHERE bot = ?1;

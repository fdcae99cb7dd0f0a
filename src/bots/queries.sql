-- name: all_bots
SELECT id, widget, name, greeting, language, domains, created_at,
       (SELECT COUNT(*) FROM knowledge_source WHERE knowledge_source.bot = bot.id)
FROM bot ORDER BY id;

-- name: find_bot
SELECT id, widget, name, greeting, language, domains, created_at,
       (SELECT COUNT(*) FROM knowledge_source WHERE knowledge_source.bot = bot.id)
FROM bot WHERE id = ?1;

-- name: count_bots
SELECT COUNT(*) FROM bot;

-- name: add_bot
INSERT INTO bot (id, widget, name, greeting, language, domains, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: change_bot
UPDATE bot SET name = ?2, greeting = ?3, language = ?4, domains = ?5 WHERE id = ?1;

-- name: delete_bot
DELETE FROM bot WHERE id = ?1;

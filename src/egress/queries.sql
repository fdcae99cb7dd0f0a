-- Mails on their way.

-- name: insert_mail
INSERT INTO mail (id, tenant, about, body, good_until, attempts, next_at) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6);

-- name: due_mails
SELECT id, tenant, about, body, good_until, attempts FROM mail WHERE next_at <= ?1 ORDER BY next_at, id LIMIT ?2;

-- name: next_mail_at
SELECT next_at FROM mail ORDER BY next_at LIMIT 1;

-- name: delay_mail
UPDATE mail SET attempts = ?2, next_at = ?3 WHERE id = ?1;

-- name: delete_mail
DELETE FROM mail WHERE id = ?1;

-- Reviews of access, in a tenant's database.

-- name: all_reviews
SELECT r.id, r.scope, r.opened_at, r.scheduled, r.due_at, r.overdue_at, r.closed_at,
       (SELECT COUNT(*) FROM review_line l WHERE l.review = r.id),
       (SELECT COUNT(*) FROM review_line l WHERE l.review = r.id AND l.verdict IS NOT NULL),
       (SELECT COALESCE(SUM(l.removed), 0) FROM review_line l WHERE l.review = r.id)
FROM review r ORDER BY r.id DESC LIMIT 200;

-- name: find_review
SELECT r.id, r.scope, r.opened_at, r.scheduled, r.due_at, r.overdue_at, r.closed_at,
       (SELECT COUNT(*) FROM review_line l WHERE l.review = r.id),
       (SELECT COUNT(*) FROM review_line l WHERE l.review = r.id AND l.verdict IS NOT NULL),
       (SELECT COALESCE(SUM(l.removed), 0) FROM review_line l WHERE l.review = r.id)
FROM review r WHERE r.id = ?1;

-- name: open_review_of
SELECT id FROM review WHERE scope = ?1 AND closed_at IS NULL LIMIT 1;

-- name: insert_review
INSERT INTO review (id, scope, opened_at, scheduled, due_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: insert_line
INSERT INTO review_line (review, person, facts) VALUES (?1, ?2, ?3);

-- name: lines_of_review
SELECT person, facts, verdict FROM review_line WHERE review = ?1 ORDER BY person;

-- name: find_line
SELECT person, facts, verdict FROM review_line WHERE review = ?1 AND person = ?2;

-- name: decide_line
UPDATE review_line SET verdict = ?3, removed = ?4 WHERE review = ?1 AND person = ?2 AND verdict IS NULL;

-- name: mark_overdue
UPDATE review SET overdue_at = ?2 WHERE id = ?1 AND overdue_at IS NULL;

-- name: newly_overdue
SELECT id FROM review WHERE closed_at IS NULL AND overdue_at IS NULL AND due_at <= ?1;

-- name: close_review
UPDATE review SET closed_at = ?2, document = ?3, signature = ?4 WHERE id = ?1 AND closed_at IS NULL;

-- name: document_of_review
SELECT document, signature FROM review WHERE id = ?1 AND closed_at IS NOT NULL;

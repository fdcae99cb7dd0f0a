-- name: insert_run
INSERT INTO verification_run (id, started_at, seconds, build, passed, failed, not_claimed, waived,
  scope, occasion, executable, configuration)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: insert_result
INSERT INTO verification_result (control, run, verdict, summary, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: latest_run
-- Of one scope, or of any.
SELECT id, started_at, seconds, build, passed, failed, not_claimed, waived, scope, occasion,
  executable, configuration
FROM verification_run WHERE ?1 IS NULL OR scope = ?1
ORDER BY started_at DESC LIMIT 1;

-- name: latest_results
-- The newest result of each control.
SELECT control, verdict, summary, MAX(at) FROM verification_result GROUP BY control;

-- name: latest_verdict
SELECT verdict FROM verification_result WHERE control = ?1 ORDER BY at DESC LIMIT 1;

-- name: newest_results
-- The last ?1 of each control, the oldest first.
SELECT control, verdict, summary, at FROM (
  SELECT control, verdict, summary, at,
    ROW_NUMBER() OVER (PARTITION BY control ORDER BY at DESC) AS age
  FROM verification_result) WHERE age <= ?1
ORDER BY control, at;

-- name: forget_results
DELETE FROM verification_result WHERE at < ?1
  AND run IN (SELECT id FROM verification_run WHERE ?2 IS NULL OR (scope = ?2 AND failed = 0));

-- name: insert_evidence
INSERT INTO evidence_entry (number, run, digest, leaf, finished_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: insert_document
INSERT INTO evidence_document (number, statement, signature) VALUES (?1, ?2, ?3);

-- name: newest_evidence
SELECT number, digest, finished_at FROM evidence_entry ORDER BY number DESC LIMIT 1;

-- name: evidence_of_run
SELECT number, run, leaf, finished_at FROM evidence_entry WHERE run = ?1;

-- name: evidence_between
-- Ended in that time, the oldest first.
SELECT number, run, leaf, finished_at FROM evidence_entry
WHERE finished_at >= ?1 AND finished_at < ?2 ORDER BY number LIMIT ?3;

-- name: document
SELECT statement, signature FROM evidence_document WHERE number = ?1;

-- name: evidence_leaves
SELECT leaf FROM evidence_entry WHERE number < ?1 ORDER BY number;

-- name: forget_documents
-- Quick runs in which nothing failed go first; ?2 NULL: every run.
DELETE FROM evidence_document WHERE number IN (
  SELECT e.number FROM evidence_entry e JOIN verification_run r ON r.id = e.run
  WHERE e.finished_at < ?1 AND (?2 IS NULL OR (r.scope = ?2 AND r.failed = 0)));

-- name: insert_checkpoint
INSERT INTO evidence_checkpoint (size, at, note, frontier) VALUES (?1, ?2, ?3, ?4);

-- name: newest_checkpoint
SELECT size, note, frontier FROM evidence_checkpoint ORDER BY size DESC LIMIT 1;

-- name: insert_waiver
INSERT INTO waiver (control, reason, granted_at, expires_at, first, second)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: waivers_at
SELECT control, reason, granted_at, expires_at, first, second FROM waiver
WHERE granted_at <= ?1 AND expires_at > ?1 ORDER BY control, number;

-- name: end_waiver
UPDATE waiver SET expires_at = ?2 WHERE control = ?1 AND expires_at > ?2;

-- name: insert_alert
INSERT INTO verification_alert (id, kind, control, summary, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: open_alert
SELECT id, kind, control, summary, at, ended_at FROM verification_alert
WHERE kind = ?1 AND control = ?2 AND ended_at IS NULL LIMIT 1;

-- name: newest_alerts
SELECT id, kind, control, summary, at, ended_at FROM verification_alert
ORDER BY ended_at IS NOT NULL, at DESC LIMIT 100;

-- name: end_alert
UPDATE verification_alert SET ended_at = ?3 WHERE kind = ?1 AND control = ?2 AND ended_at IS NULL;

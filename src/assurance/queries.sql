-- name: insert_run
INSERT INTO verification_run (id, started_at, seconds, build, passed, failed, not_claimed, evidence)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: insert_result
INSERT INTO verification_result (control, run, verdict, summary, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: latest_run
SELECT started_at, seconds, build, passed, failed, not_claimed FROM verification_run
ORDER BY started_at DESC LIMIT 1;

-- name: latest_results
-- The newest result of each control.
SELECT control, verdict, summary, MAX(at) FROM verification_result GROUP BY control;

-- name: latest_evidence
SELECT evidence FROM verification_run ORDER BY started_at DESC LIMIT 1;

-- name: find_trust_page
SELECT tenant, is_on, slug, name, accent, contact, processors FROM trust_page WHERE tenant = ?1;

-- name: trust_page_of_slug
SELECT tenant, is_on, slug, name, accent, contact, processors FROM trust_page
WHERE slug = ?1 AND is_on = 1;

-- name: put_trust_page
INSERT INTO trust_page (tenant, is_on, slug, name, accent, contact, processors)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (tenant) DO UPDATE SET is_on = excluded.is_on, slug = excluded.slug,
  name = excluded.name, accent = excluded.accent, contact = excluded.contact,
  processors = excluded.processors;

-- name: delete_trust_page
DELETE FROM trust_page WHERE tenant = ?1;

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

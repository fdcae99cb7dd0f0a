-- name: append_entry
-- The number is found by the statement itself: one that is rolled back leaves no gap.
INSERT INTO audit_entry (number, at, event, outcome, actor_kind, actor, object, control, reason, times,
  correlation, mark, personal, leaf, api_key)
VALUES ((SELECT COALESCE(MAX(number) + 1, 0) FROM audit_entry),
  ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14);

-- name: newest_entries
SELECT number, at, event, outcome, actor_kind, actor, object, control, reason, times, correlation,
  mark, personal, leaf, api_key
FROM audit_entry WHERE number < ?1 AND (?2 IS NULL OR event = ?2)
ORDER BY number DESC LIMIT ?3;

-- name: newest_entries_of_request
SELECT number, at, event, outcome, actor_kind, actor, object, control, reason, times, correlation,
  mark, personal, leaf, api_key
FROM audit_entry WHERE correlation = ?1 AND number < ?2 AND (?3 IS NULL OR event = ?3)
ORDER BY number DESC LIMIT ?4;

-- name: entries_from
SELECT number, at, event, outcome, actor_kind, actor, object, control, reason, times, correlation,
  mark, personal, leaf, api_key
FROM audit_entry WHERE number >= ?1 ORDER BY number LIMIT ?2;

-- name: leaves_from
SELECT number, leaf FROM audit_entry WHERE number >= ?1 ORDER BY number LIMIT ?2;

-- name: entries_written
SELECT COALESCE(MAX(number) + 1, 0) FROM audit_entry;

-- name: add_checkpoint
-- Another process may have signed the same tree a moment ago.
INSERT INTO audit_checkpoint (size, root, at, signature, frontier) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (size) DO NOTHING;

-- name: newest_checkpoint
SELECT size, root, at, signature, frontier FROM audit_checkpoint ORDER BY size DESC LIMIT 1;

-- name: all_checkpoints
SELECT size, root, at, signature, frontier FROM audit_checkpoint ORDER BY size;

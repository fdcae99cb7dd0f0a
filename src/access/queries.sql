-- name: announce_tenant
INSERT INTO tenant (id, name, probe, state, created_at) VALUES (?1, ?2, ?3, 'making', ?4);

-- name: finish_tenant
UPDATE tenant SET state = 'ready' WHERE id = ?1 AND state = 'making';

-- name: dismiss_tenant
UPDATE tenant SET state = 'leaving' WHERE id = ?1;

-- name: delete_tenant
DELETE FROM tenant WHERE id = ?1;

-- name: ready_tenants
SELECT id, name, probe, created_at FROM tenant WHERE state = 'ready' ORDER BY id;

-- name: unfinished_tenants
SELECT id FROM tenant WHERE state <> 'ready' ORDER BY id;

-- name: find_tenant
SELECT id, name, probe, created_at FROM tenant WHERE id = ?1 AND state = 'ready';

-- name: rename_tenant
UPDATE tenant SET name = ?2 WHERE id = ?1 AND state = 'ready';

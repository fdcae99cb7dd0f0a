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

-- name: roles_of_tenant
SELECT id, tenant, name, privileges, every_bot FROM role WHERE tenant = ?1 ORDER BY folded;

-- name: find_role
-- By its id alone: whether it is this workspace's is decided by who asks (control ACC-05).
SELECT id, tenant, name, privileges, every_bot FROM role WHERE id = ?1;

-- name: role_of_name
SELECT id FROM role WHERE tenant = ?1 AND folded = ?2;

-- name: count_roles
SELECT COUNT(*) FROM role WHERE tenant = ?1;

-- name: insert_role
INSERT INTO role (id, tenant, name, folded, privileges, every_bot, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: update_role
UPDATE role SET name = ?2, folded = ?3, privileges = ?4, every_bot = ?5 WHERE id = ?1;

-- name: delete_role
DELETE FROM role WHERE id = ?1;

-- name: delete_roles_of_tenant
DELETE FROM role WHERE tenant = ?1;

-- name: grants_of_person
SELECT bot, privileges FROM bot_grant WHERE person = ?1 ORDER BY bot;

-- name: set_grant
INSERT INTO bot_grant (person, bot, privileges) VALUES (?1, ?2, ?3)
ON CONFLICT (person, bot) DO UPDATE SET privileges = excluded.privileges;

-- name: delete_grant
DELETE FROM bot_grant WHERE person = ?1 AND bot = ?2;

-- name: delete_grants_of_person
DELETE FROM bot_grant WHERE person = ?1;

-- name: ungranted_tenants
SELECT tenant FROM ungranted_tenant ORDER BY tenant;

-- name: tenant_is_granted
DELETE FROM ungranted_tenant WHERE tenant = ?1;

-- name: address_limits_since
SELECT tenant, mode, ranges, changed_at FROM address_limit WHERE changed_at > ?1;

-- name: find_address_limit
SELECT tenant, mode, ranges, changed_at FROM address_limit WHERE tenant = ?1;

-- name: save_address_limit
INSERT INTO address_limit (tenant, mode, ranges, changed_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (tenant) DO UPDATE SET mode = excluded.mode, ranges = excluded.ranges,
  changed_at = excluded.changed_at;

-- name: delete_address_limit
DELETE FROM address_limit WHERE tenant = ?1;

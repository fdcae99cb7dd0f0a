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

-- name: insert_approval
INSERT INTO approval (id, tenant, act, object, gainer, details, reason, digest, requester, requested_at,
                      expires_at, due_at, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'waiting');

-- name: find_approval
-- By its id alone: whether it is this workspace's is decided by who asks (control ACC-05).
SELECT id, tenant, act, object, gainer, details, reason, digest, requester, requested_at, expires_at,
       due_at, state, decider, decided_at
FROM approval WHERE id = ?1;

-- name: approvals_of_object
SELECT id, tenant, act, object, gainer, details, reason, digest, requester, requested_at, expires_at,
       due_at, state, decider, decided_at
FROM approval WHERE object = ?1 ORDER BY id DESC LIMIT 1;

-- name: approvals_of_tenant
-- What waits first, then the newest.
SELECT id, tenant, act, object, gainer, details, reason, digest, requester, requested_at, expires_at,
       due_at, state, decider, decided_at
FROM approval WHERE tenant = ?1 ORDER BY state <> 'waiting', id DESC LIMIT 200;

-- name: waiting_approval_of
SELECT id, tenant, act, object, gainer, details, reason, digest, requester, requested_at, expires_at,
       due_at, state, decider, decided_at
FROM approval WHERE tenant = ?1 AND act = ?2 AND object = ?3 AND state = 'waiting' AND expires_at > ?4;

-- name: due_approvals
SELECT id, tenant, act, object, gainer, details, reason, digest, requester, requested_at, expires_at,
       due_at, state, decider, decided_at
FROM approval WHERE state = 'waiting' AND (due_at <= ?1 OR expires_at <= ?1) ORDER BY id;

-- name: unnoticed_approvals
SELECT id, tenant, act, object, gainer, details, reason, digest, requester, requested_at, expires_at,
       due_at, state, decider, decided_at
FROM approval WHERE state = 'waiting' AND noticed = 0 ORDER BY id;

-- name: count_unnoticed_approvals
SELECT COUNT(*) FROM approval WHERE state = 'waiting' AND noticed = 0;

-- name: notice_approval
UPDATE approval SET noticed = 1 WHERE id = ?1;

-- name: decide_approval
-- Once: whoever comes second changes nothing.
UPDATE approval SET state = ?2, decider = ?3, decided_at = ?4 WHERE id = ?1 AND state = 'waiting';

-- name: lapse_approvals
UPDATE approval SET state = 'lapsed', decided_at = ?2 WHERE object = ?1 AND state = 'waiting' RETURNING id;

-- name: lapse_approvals_of_person
UPDATE approval SET state = 'lapsed', decided_at = ?2
WHERE (requester = ?1 OR gainer = ?1) AND state = 'waiting' RETURNING id;

-- name: set_gainer
UPDATE approval SET gainer = ?2 WHERE id = ?1;

-- name: age_approvals
UPDATE approval SET requested_at = requested_at - ?2, expires_at = expires_at - ?2, due_at = due_at - ?2
WHERE tenant = ?1 AND state = 'waiting';

-- name: delete_approvals_of_tenant
DELETE FROM approval WHERE tenant = ?1;

-- name: insert_support_grant
INSERT INTO support_grant (id, tenant, scope, reason, requested_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: find_support_grant
SELECT id, tenant, scope, reason, requested_at, approved_at, approved_by, session, opened_at, ends_at,
       ended_at, ended_why
FROM support_grant WHERE id = ?1;

-- name: support_grants
SELECT id, tenant, scope, reason, requested_at, approved_at, approved_by, session, opened_at, ends_at,
       ended_at, ended_why
FROM support_grant ORDER BY id DESC LIMIT 200;

-- name: support_grants_of_tenant
SELECT id, tenant, scope, reason, requested_at, approved_at, approved_by, session, opened_at, ends_at,
       ended_at, ended_why
FROM support_grant WHERE tenant = ?1 ORDER BY id DESC LIMIT 200;

-- name: support_grant_of_token
SELECT id, tenant, scope, reason, requested_at, approved_at, approved_by, session, opened_at, ends_at,
       ended_at, ended_why
FROM support_grant WHERE token = ?1 AND token_ends_at > ?2;

-- name: support_grant_of_cookie
SELECT id, tenant, scope, reason, requested_at, approved_at, approved_by, session, opened_at, ends_at,
       ended_at, ended_why
FROM support_grant WHERE cookie = ?1;

-- name: support_grants_run_out
SELECT id, tenant, scope, reason, requested_at, approved_at, approved_by, session, opened_at, ends_at,
       ended_at, ended_why
FROM support_grant WHERE ends_at <= ?1 AND ended_at IS NULL;

-- name: approve_support_grant
UPDATE support_grant SET approved_at = ?2, approved_by = ?3 WHERE id = ?1 AND approved_at IS NULL;

-- name: set_support_link
UPDATE support_grant SET token = ?2, token_ends_at = ?3 WHERE id = ?1 AND opened_at IS NULL;

-- name: open_support_grant
-- Once: the link is gone with it.
UPDATE support_grant SET token = NULL, session = ?2, cookie = ?3, opened_at = ?4, ends_at = ?5
WHERE id = ?1 AND token = ?6 AND opened_at IS NULL AND ended_at IS NULL;

-- name: end_support_grant
UPDATE support_grant SET ended_at = ?2, ended_why = ?3, ended_by = ?4, token = NULL
WHERE id = ?1 AND ended_at IS NULL;

-- name: age_support_grants
UPDATE support_grant SET opened_at = opened_at - ?2, ends_at = ends_at - ?2 WHERE tenant = ?1;

-- name: delete_support_grants_of_tenant
DELETE FROM support_grant WHERE tenant = ?1;
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

-- Users and groups of directories, in the installation's database.

-- name: find_user
SELECT person, tenant, kept, mapped_role, created_at, changed_at FROM directory_user WHERE person = ?1;

-- name: user_of_name
SELECT person FROM directory_user WHERE tenant = ?1 AND name_index = ?2;

-- name: users_of_external_id
SELECT person FROM directory_user WHERE tenant = ?1 AND external_index = ?2;

-- name: save_user
INSERT INTO directory_user (person, tenant, name_index, external_index, kept, created_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
ON CONFLICT (person) DO UPDATE SET name_index = excluded.name_index,
  external_index = excluded.external_index, kept = excluded.kept, changed_at = excluded.changed_at;

-- name: user_got_role
UPDATE directory_user SET mapped_role = ?2 WHERE person = ?1;

-- name: delete_user
DELETE FROM directory_user WHERE person = ?1;

-- name: forget_strangers
-- Of members who were removed by hand.
DELETE FROM directory_user WHERE tenant = ?1 AND person NOT IN (SELECT person FROM member);

-- name: forget_memberships_of_strangers
DELETE FROM directory_membership WHERE person NOT IN (SELECT person FROM member);

-- name: count_users
SELECT COUNT(*) FROM directory_user WHERE tenant = ?1;

-- name: last_change
SELECT MAX(changed_at) FROM directory_user WHERE tenant = ?1;

-- name: insert_group
INSERT INTO directory_group (id, tenant, name_index, name, external_id, created_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6);

-- name: update_group
UPDATE directory_group SET name_index = ?2, name = ?3, external_id = ?4, changed_at = ?5 WHERE id = ?1;

-- name: map_group
UPDATE directory_group SET role = ?2 WHERE id = ?1;

-- name: find_group
SELECT id, tenant, name, external_id, role, created_at, changed_at FROM directory_group WHERE id = ?1;

-- name: groups_of_tenant
SELECT id, tenant, name, external_id, role, created_at, changed_at FROM directory_group
WHERE tenant = ?1 ORDER BY id;

-- name: group_of_name
SELECT id FROM directory_group WHERE tenant = ?1 AND name_index = ?2;

-- name: count_groups
SELECT COUNT(*) FROM directory_group WHERE tenant = ?1;

-- name: delete_group
DELETE FROM directory_group WHERE id = ?1;

-- name: members_of_group
SELECT person FROM directory_membership WHERE group_id = ?1 ORDER BY person;

-- name: groups_of_person
SELECT g.id, g.tenant, g.name, g.external_id, g.role, g.created_at, g.changed_at
FROM directory_membership m JOIN directory_group g ON g.id = m.group_id
WHERE m.person = ?1 ORDER BY g.id;

-- name: add_membership
INSERT INTO directory_membership (group_id, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING;

-- name: delete_membership
DELETE FROM directory_membership WHERE group_id = ?1 AND person = ?2;

-- name: delete_memberships_of_group
DELETE FROM directory_membership WHERE group_id = ?1;

-- name: delete_memberships_of_person
DELETE FROM directory_membership WHERE person = ?1;

-- name: delete_users_of_tenant
DELETE FROM directory_user WHERE tenant = ?1;

-- name: delete_memberships_of_tenant
DELETE FROM directory_membership
WHERE group_id IN (SELECT id FROM directory_group WHERE tenant = ?1);

-- name: delete_groups_of_tenant
DELETE FROM directory_group WHERE tenant = ?1;

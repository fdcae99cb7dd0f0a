-- People, sessions, links and failed logins of the installation.

-- name: insert_person
INSERT INTO person (id, name, email, password, created_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: find_person
SELECT id, name, email, password FROM person WHERE id = ?1;

-- name: set_password
-- Only over the password that was checked.
UPDATE person SET password = ?3 WHERE id = ?1 AND password = ?2;

-- name: delete_person
DELETE FROM person WHERE id = ?1;

-- name: candidates
-- Who may be meant by an address: the oldest first, so that a later namesake cannot crowd them out.
SELECT p.id, p.name, p.email, p.password
FROM member m JOIN person p ON p.id = m.person
WHERE m.email_index = ?1 ORDER BY m.since, m.person LIMIT 4;

-- name: insert_member
INSERT INTO member (person, tenant, email_index, role, probe, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: find_member
SELECT person, tenant, role, probe, since, last_seen FROM member WHERE person = ?1;

-- name: find_member_by_email
SELECT person, tenant, role, probe, since, last_seen FROM member WHERE tenant = ?1 AND email_index = ?2;

-- name: members_of_tenant
SELECT person, tenant, role, probe, since, last_seen FROM member WHERE tenant = ?1 ORDER BY since, person;

-- name: set_role
UPDATE member SET role = ?2 WHERE person = ?1;

-- name: delete_member
DELETE FROM member WHERE person = ?1;

-- name: count_owners
SELECT COUNT(*) FROM member WHERE tenant = ?1 AND role = 'owner';

-- name: count_first_owners
-- The verifier's owners do not count: an installation is set up by people.
SELECT COUNT(*) FROM member WHERE role = 'owner' AND probe = 0;

-- name: count_members
SELECT COUNT(*) FROM member WHERE tenant = ?1;

-- name: seen_member
UPDATE member SET last_seen = ?2 WHERE person = ?1 AND (last_seen IS NULL OR last_seen < ?2);

-- name: insert_session
INSERT INTO session (id, person, tenant, started_at, last_used_at, ends_at, address, agent)
VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7);

-- name: find_session
SELECT id, person, tenant, started_at, last_used_at, ends_at, address, agent, ended_at
FROM session WHERE id = ?1;

-- name: open_sessions
-- With what is needed to recognise their owners.
SELECT s.id, s.person, s.tenant, m.role, p.name, s.last_used_at, s.ends_at
FROM session s JOIN member m ON m.person = s.person JOIN person p ON p.id = s.person
WHERE s.ended_at IS NULL AND s.ends_at > ?1;

-- name: open_sessions_of_person
SELECT id, person, tenant, started_at, last_used_at, ends_at, address, agent, ended_at
FROM session WHERE person = ?1 AND ended_at IS NULL AND ends_at > ?2 ORDER BY started_at DESC, id DESC;

-- name: use_session
UPDATE session SET last_used_at = ?2, address = ?3, agent = ?4 WHERE id = ?1;

-- name: touch_session
UPDATE session SET last_used_at = ?2 WHERE id = ?1 AND last_used_at < ?2;

-- name: age_session
UPDATE session SET started_at = started_at - ?2, last_used_at = last_used_at - ?2, ends_at = ends_at - ?2
WHERE id = ?1;

-- name: end_session
UPDATE session SET ended_at = ?2, ended_why = ?3 WHERE id = ?1 AND ended_at IS NULL;

-- name: end_sessions_of_person
UPDATE session SET ended_at = ?2, ended_why = ?3
WHERE person = ?1 AND id <> ?4 AND ended_at IS NULL RETURNING id;

-- name: end_sessions_of_tenant
UPDATE session SET ended_at = ?2, ended_why = ?3 WHERE tenant = ?1 AND ended_at IS NULL RETURNING id;

-- name: forget_refresh_tokens
DELETE FROM refresh_token WHERE session IN
  (SELECT id FROM session WHERE ended_at < ?1 OR ends_at < ?1);

-- name: forget_sessions
DELETE FROM session WHERE ended_at < ?1 OR ends_at < ?1;

-- name: insert_refresh_token
INSERT INTO refresh_token (hash, session, made_at) VALUES (?1, ?2, ?3);

-- name: find_refresh_token
-- With the newest use of any token of that session.
SELECT session, spent_at,
       (SELECT MAX(other.spent_at) FROM refresh_token AS other WHERE other.session = token.session)
FROM refresh_token AS token WHERE hash = ?1;

-- name: spend_refresh_token
UPDATE refresh_token SET spent_at = ?2 WHERE hash = ?1 AND spent_at IS NULL;

-- name: insert_link
INSERT INTO link (hash, kind, created_at, expires_at, tenant, role, email, email_index, invited_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: find_link
SELECT expires_at, tenant, role, email, email_index FROM link
WHERE hash = ?1 AND kind = ?2 AND expires_at > ?3;

-- name: use_link
DELETE FROM link WHERE hash = ?1 AND kind = ?2 AND expires_at > ?3;

-- name: delete_links_of_kind
DELETE FROM link WHERE kind = ?1;

-- name: delete_invitations_to
DELETE FROM link WHERE tenant = ?1 AND email_index = ?2;

-- name: delete_invitations_by
DELETE FROM link WHERE invited_by = ?1;

-- name: delete_invitations_of_tenant
DELETE FROM link WHERE tenant = ?1;

-- name: forget_links
DELETE FROM link WHERE expires_at < ?1;

-- name: save_failures
INSERT INTO login_failure (source, failures, locks, locked_until, forget_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (source) DO UPDATE SET failures = excluded.failures, locks = excluded.locks,
  locked_until = excluded.locked_until, forget_at = excluded.forget_at;

-- name: all_failures
SELECT source, failures, locks, locked_until FROM login_failure WHERE forget_at > ?1;

-- name: delete_failures
DELETE FROM login_failure WHERE source = ?1;

-- name: forget_failures
DELETE FROM login_failure WHERE forget_at <= ?1;

-- name: insert_token_key
INSERT INTO token_key (id, private, created_at) VALUES (?1, ?2, ?3);

-- name: newest_token_key
SELECT id, private FROM token_key ORDER BY created_at DESC, id LIMIT 1;

-- Single sign-on.

-- name: insert_provider
INSERT INTO sign_on_provider (id, tenant, kind, name, issuer, settings, enabled, joining, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8);

-- name: find_provider
SELECT id, tenant, kind, name, issuer, settings, enabled, joining, created_at, trial_at, trial_outcome
FROM sign_on_provider WHERE id = ?1;

-- name: providers_of_tenant
SELECT id, tenant, kind, name, issuer, settings, enabled, joining, created_at, trial_at, trial_outcome
FROM sign_on_provider WHERE tenant = ?1 ORDER BY created_at, id;

-- name: change_provider
UPDATE sign_on_provider SET name = ?2, issuer = ?3, settings = ?4, enabled = ?5, joining = ?6 WHERE id = ?1;

-- name: set_trial
UPDATE sign_on_provider SET trial_at = ?2, trial_outcome = ?3 WHERE id = ?1;

-- name: delete_provider
DELETE FROM sign_on_provider WHERE id = ?1;

-- name: insert_domain
INSERT INTO sign_on_domain (domain, provider) VALUES (?1, ?2);

-- name: provider_of_domain
SELECT provider FROM sign_on_domain WHERE domain = ?1;

-- name: domains_of_provider
SELECT domain FROM sign_on_domain WHERE provider = ?1 ORDER BY domain;

-- name: delete_domains
DELETE FROM sign_on_domain WHERE provider = ?1;

-- name: insert_sign_on_link
INSERT INTO sign_on_link (provider, subject, person, linked_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (provider, subject) DO UPDATE SET person = excluded.person, linked_at = excluded.linked_at;

-- name: find_sign_on_link
SELECT person FROM sign_on_link WHERE provider = ?1 AND subject = ?2;

-- name: is_linked
SELECT COUNT(*) FROM sign_on_link WHERE provider = ?1 AND person = ?2;

-- name: delete_sign_on_link
DELETE FROM sign_on_link WHERE provider = ?1 AND person = ?2;

-- name: delete_sign_on_links
DELETE FROM sign_on_link WHERE provider = ?1;

-- name: delete_sign_on_links_of
DELETE FROM sign_on_link WHERE person = ?1;

-- name: set_door
INSERT INTO sign_on_door (tenant, provider, break_glass) VALUES (?1, ?2, ?3)
ON CONFLICT (tenant) DO UPDATE SET provider = excluded.provider, break_glass = excluded.break_glass;

-- name: find_door
SELECT provider, break_glass FROM sign_on_door WHERE tenant = ?1;

-- name: delete_door_of_provider
DELETE FROM sign_on_door WHERE provider = ?1;

-- name: insert_sign_on_request
INSERT INTO sign_on_request (state, provider, request, browser, aim, session, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: find_sign_on_request
SELECT provider, request, browser, aim, session FROM sign_on_request WHERE state = ?1 AND expires_at > ?2;

-- name: use_sign_on_request
DELETE FROM sign_on_request WHERE state = ?1;

-- name: delete_sign_on_requests
DELETE FROM sign_on_request WHERE provider = ?1;

-- name: forget_sign_on_requests
DELETE FROM sign_on_request WHERE expires_at <= ?1;

-- name: remember_answer
-- One row the first time, none after.
INSERT INTO sign_on_answer (id, forget_at) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING;

-- name: forget_answers
DELETE FROM sign_on_answer WHERE forget_at <= ?1;

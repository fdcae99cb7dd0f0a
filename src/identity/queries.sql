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
-- Who may be meant by an address: the oldest first, so that a later namesake cannot crowd them out;
-- those without access last, so that they do not stand in the way of the other workspace.
SELECT p.id, p.name, p.email, p.password
FROM member m JOIN person p ON p.id = m.person
WHERE m.email_index = ?1 ORDER BY m.suspended_at IS NOT NULL, m.since, m.person LIMIT 4;

-- name: insert_member
INSERT INTO member (person, tenant, email_index, role, probe, since, likeness)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: members_like
SELECT person FROM member WHERE tenant = ?1 AND likeness = ?2;

-- name: members_without_likeness
SELECT person FROM member WHERE likeness IS NULL;

-- name: set_likeness
UPDATE member SET likeness = ?2 WHERE person = ?1;

-- name: set_email
UPDATE person SET email = ?2 WHERE id = ?1;

-- name: set_member_email
UPDATE member SET email_index = ?2, likeness = ?3 WHERE person = ?1;

-- name: find_account
SELECT m.person, m.tenant, m.probe, m.email_index, p.name, p.email, p.password
FROM member m JOIN person p ON p.id = m.person WHERE m.person = ?1;

-- name: accounts_of_email
-- One in each workspace that knows the address and lets them in.
SELECT m.person, m.tenant, m.probe, m.email_index, p.name, p.email, p.password
FROM member m JOIN person p ON p.id = m.person WHERE m.email_index = ?1 AND m.suspended_at IS NULL
ORDER BY m.since, m.person LIMIT 8;

-- name: find_member
SELECT person, tenant, role, probe, since, last_seen FROM member WHERE person = ?1;

-- name: find_member_by_email
SELECT person, tenant, role, probe, since, last_seen FROM member WHERE tenant = ?1 AND email_index = ?2;

-- name: members_of_tenant
SELECT person, tenant, role, probe, since, last_seen FROM member WHERE tenant = ?1 ORDER BY since, person;

-- name: members_of_role
SELECT person, tenant, role, probe, since, last_seen FROM member
WHERE tenant = ?1 AND role = ?2 ORDER BY since, person;

-- name: colleagues
SELECT person, role, entrusted_by, entrusted_at FROM member
WHERE tenant = ?1 AND suspended_at IS NULL ORDER BY since, person;

-- name: entrust
UPDATE member SET entrusted_by = ?2, entrusted_at = ?3 WHERE person = ?1;

-- name: set_role
UPDATE member SET role = ?2 WHERE person = ?1;

-- name: delete_member
DELETE FROM member WHERE person = ?1;

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
SELECT s.id, s.person, s.tenant, m.role, p.name, s.agent, s.started_at, s.last_used_at, s.ends_at,
       s.proven_by, s.proven_at,
       (SELECT COUNT(*) FROM factor f WHERE f.person = s.person),
       (SELECT COUNT(*) FROM factor_rule r WHERE r.tenant = s.tenant)
FROM session s JOIN member m ON m.person = s.person JOIN person p ON p.id = s.person
WHERE s.ended_at IS NULL AND s.ends_at > ?1;

-- name: open_sessions_of_person
SELECT id, person, tenant, started_at, last_used_at, ends_at, address, agent, ended_at
FROM session WHERE person = ?1 AND ended_at IS NULL AND ends_at > ?2 ORDER BY started_at DESC, id DESC;

-- name: newest_session
SELECT id, person, tenant, started_at, last_used_at, ends_at, address, agent, ended_at
FROM session WHERE person = ?1 ORDER BY last_used_at DESC, id DESC LIMIT 1;

-- name: use_session
UPDATE session SET last_used_at = ?2, address = ?3, agent = ?4 WHERE id = ?1;

-- name: touch_session
UPDATE session SET last_used_at = ?2 WHERE id = ?1 AND last_used_at < ?2;

-- name: age_session
UPDATE session SET started_at = started_at - ?2, last_used_at = last_used_at - ?2, ends_at = ends_at - ?2,
  proven_at = proven_at - ?2
WHERE id = ?1;

-- name: end_session
UPDATE session SET ended_at = ?2, ended_why = ?3 WHERE id = ?1 AND ended_at IS NULL;

-- name: end_sessions_of_person
UPDATE session SET ended_at = ?2, ended_why = ?3
WHERE person = ?1 AND id <> ?4 AND ended_at IS NULL RETURNING id;

-- name: end_sessions_of_tenant
UPDATE session SET ended_at = ?2, ended_why = ?3 WHERE tenant = ?1 AND ended_at IS NULL RETURNING id;

-- name: sessions_ended_since
SELECT id FROM session WHERE ended_at > ?1;

-- name: shorten_sessions
-- A workspace that wants shorter lives wants them of those who are in, too.
UPDATE session SET ends_at = started_at + ?2
WHERE tenant = ?1 AND ended_at IS NULL AND ends_at > started_at + ?2;

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
INSERT INTO link (hash, kind, created_at, expires_at, tenant, role, email, email_index, invited_by, id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: find_link
SELECT hash, created_at, expires_at, tenant, role, email, email_index, invited_by, id FROM link
WHERE hash = ?1 AND kind = ?2 AND expires_at > ?3;

-- name: open_invitations
SELECT hash, created_at, expires_at, tenant, role, email, email_index, invited_by, id FROM link
WHERE tenant = ?1 AND kind = 'invitation' AND expires_at > ?2 ORDER BY created_at DESC, id DESC;

-- name: find_invitation
SELECT hash, created_at, expires_at, tenant, role, email, email_index, invited_by, id FROM link
WHERE id = ?1 AND kind = 'invitation' AND expires_at > ?2;

-- name: invitation_is_open
SELECT id FROM link WHERE id = ?1 AND kind = 'invitation' AND expires_at > ?2;

-- name: delete_invitation
DELETE FROM link WHERE id = ?1 AND kind = 'invitation';

-- name: use_link
DELETE FROM link WHERE hash = ?1 AND kind = ?2 AND expires_at > ?3;

-- name: delete_links_of_kind
DELETE FROM link WHERE kind = ?1;

-- name: delete_invitations_to
DELETE FROM link WHERE tenant = ?1 AND email_index = ?2;

-- name: delete_invitations_by
DELETE FROM link WHERE invited_by = ?1;

-- name: delete_invitations_as
-- To a role that is no more.
DELETE FROM link WHERE tenant = ?1 AND role = ?2;

-- name: delete_invitations_of_tenant
DELETE FROM link WHERE tenant = ?1;

-- name: forget_links
DELETE FROM link WHERE expires_at < ?1;

-- name: insert_account_link
INSERT INTO account_link (hash, kind, person, tenant, made_at, expires_at, session, email)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: find_account_link
SELECT hash, kind, person, tenant, made_at, expires_at, ended_at, session, email FROM account_link
WHERE hash = ?1 AND kind = ?2;

-- name: count_account_links
SELECT COUNT(*) FROM account_link WHERE person = ?1 AND kind = ?2 AND made_at > ?3;

-- name: end_account_link
UPDATE account_link SET ended_at = ?2 WHERE hash = ?1 AND ended_at IS NULL;

-- name: end_account_links_of_kind
UPDATE account_link SET ended_at = ?3 WHERE person = ?1 AND kind = ?2 AND ended_at IS NULL;

-- name: end_account_links
UPDATE account_link SET ended_at = ?2 WHERE person = ?1 AND ended_at IS NULL;

-- name: delete_account_links
DELETE FROM account_link WHERE person = ?1;

-- name: forget_account_links
DELETE FROM account_link WHERE expires_at < ?1;

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

-- name: token_keys
-- The one that signs first.
SELECT id, private, created_at, ends_at FROM token_key WHERE ends_at IS NULL OR ends_at > ?1
ORDER BY ends_at IS NOT NULL, ends_at DESC, id;

-- name: token_key_ids
SELECT id FROM token_key WHERE ends_at IS NULL OR ends_at > ?1 ORDER BY ends_at IS NOT NULL, ends_at DESC, id;

-- name: end_token_keys
UPDATE token_key SET ends_at = ?1 WHERE ends_at IS NULL OR ends_at > ?1;

-- name: forget_token_keys
DELETE FROM token_key WHERE ends_at <= ?1;

-- name: workspace_policies
SELECT tenant, shortest_password, lowest_score, forbidden_words, idle_minutes, idle_minutes_privileged,
       absolute_minutes FROM workspace_policy;

-- name: save_workspace_policy
INSERT INTO workspace_policy (tenant, shortest_password, lowest_score, forbidden_words, idle_minutes,
                              idle_minutes_privileged, absolute_minutes)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (tenant) DO UPDATE SET shortest_password = excluded.shortest_password,
  lowest_score = excluded.lowest_score, forbidden_words = excluded.forbidden_words,
  idle_minutes = excluded.idle_minutes, idle_minutes_privileged = excluded.idle_minutes_privileged,
  absolute_minutes = excluded.absolute_minutes;

-- name: delete_workspace_policy
DELETE FROM workspace_policy WHERE tenant = ?1;

-- name: insert_alert
INSERT INTO alert (id, tenant, person, kind, at, session, address, agent)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: find_alert
SELECT id, tenant, person, kind, at, session, address, agent, seen_at FROM alert WHERE id = ?1;

-- name: alerts_of_tenant
-- Of one person, or with the nil id twice of all.
SELECT id, tenant, person, kind, at, session, address, agent, seen_at FROM alert
WHERE tenant = ?1 AND (person = ?2 OR ?2 = ?3) ORDER BY id DESC LIMIT 100;

-- name: see_alert
UPDATE alert SET seen_at = ?2, seen_by = ?3 WHERE id = ?1 AND seen_at IS NULL;

-- name: delete_alerts_of_tenant
DELETE FROM alert WHERE tenant = ?1;

-- name: forget_alerts
DELETE FROM alert WHERE at < ?1;

-- name: newest_password_cost
SELECT measured_at, memory_kib, passes, milliseconds FROM password_cost ORDER BY measured_at DESC LIMIT 1;

-- name: insert_password_cost
INSERT INTO password_cost (measured_at, memory_kib, passes, milliseconds) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (measured_at) DO UPDATE SET memory_kib = excluded.memory_kib, passes = excluded.passes,
  milliseconds = excluded.milliseconds;

-- name: all_passwords
SELECT password FROM person;

-- name: password_of_person
SELECT password FROM person WHERE id = ?1;

-- Second factors

-- name: insert_factor
INSERT INTO factor (id, person, way, name, made_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: factors_of_person
SELECT id, person, way, name, made_at, used_at FROM factor WHERE person = ?1 ORDER BY made_at, id;

-- name: find_factor
SELECT id, person, way, name, made_at, used_at FROM factor WHERE id = ?1;

-- name: count_factors
SELECT COUNT(*) FROM factor WHERE person = ?1;

-- name: use_factor
UPDATE factor SET used_at = ?2 WHERE id = ?1;

-- name: delete_factor
DELETE FROM factor WHERE id = ?1;

-- name: delete_factors_of_person
DELETE FROM factor WHERE person = ?1;

-- name: insert_passkey
INSERT INTO passkey (factor, credential, algorithm, public_key, counter) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: find_passkey
SELECT k.factor, f.person, k.credential, k.algorithm, k.public_key, k.counter
FROM passkey k JOIN factor f ON f.id = k.factor WHERE k.credential = ?1;

-- name: credentials_of_person
SELECT k.credential FROM passkey k JOIN factor f ON f.id = k.factor WHERE f.person = ?1
ORDER BY f.made_at, f.id;

-- name: count_passkey
UPDATE passkey SET counter = ?2 WHERE factor = ?1;

-- name: delete_passkey
DELETE FROM passkey WHERE factor = ?1;

-- name: delete_passkeys_of_person
DELETE FROM passkey WHERE factor IN (SELECT id FROM factor WHERE person = ?1);

-- name: insert_app
INSERT INTO app (factor, secret, last_step) VALUES (?1, ?2, ?3);

-- name: apps_of_person
SELECT a.factor, a.secret, a.last_step FROM app a JOIN factor f ON f.id = a.factor
WHERE f.person = ?1 ORDER BY f.made_at, f.id;

-- name: use_app_step
UPDATE app SET last_step = ?2 WHERE factor = ?1 AND last_step < ?2;

-- name: delete_app
DELETE FROM app WHERE factor = ?1;

-- name: delete_apps_of_person
DELETE FROM app WHERE factor IN (SELECT id FROM factor WHERE person = ?1);

-- name: offer_app
INSERT INTO app_offer (session, secret, expires_at) VALUES (?1, ?2, ?3)
ON CONFLICT (session) DO UPDATE SET secret = excluded.secret, expires_at = excluded.expires_at;

-- name: find_app_offer
SELECT secret FROM app_offer WHERE session = ?1 AND expires_at > ?2;

-- name: delete_app_offer
DELETE FROM app_offer WHERE session = ?1;

-- name: forget_app_offers
DELETE FROM app_offer WHERE expires_at <= ?1;

-- name: insert_recovery_code
INSERT INTO recovery_code (person, hash) VALUES (?1, ?2);

-- name: use_recovery_code
DELETE FROM recovery_code WHERE person = ?1 AND hash = ?2;

-- name: count_recovery_codes
SELECT COUNT(*) FROM recovery_code WHERE person = ?1;

-- name: delete_recovery_codes
DELETE FROM recovery_code WHERE person = ?1;

-- name: insert_challenge
INSERT INTO challenge (id, ceremony, session, expires_at) VALUES (?1, ?2, ?3, ?4);

-- name: use_challenge
DELETE FROM challenge WHERE id = ?1 AND ceremony = ?2 AND session = ?3 AND expires_at > ?4;

-- name: forget_challenges
DELETE FROM challenge WHERE expires_at <= ?1;

-- name: factor_standing
-- What decides how far a person has to prove themselves.
SELECT m.role, (SELECT COUNT(*) FROM factor f WHERE f.person = m.person),
       (SELECT COUNT(*) FROM factor_rule r WHERE r.tenant = m.tenant)
FROM member m WHERE m.person = ?1;

-- name: demand_factors
INSERT INTO factor_rule (tenant, since) VALUES (?1, ?2) ON CONFLICT (tenant) DO NOTHING;

-- name: stop_demanding_factors
DELETE FROM factor_rule WHERE tenant = ?1;

-- name: count_factor_rules
SELECT COUNT(*) FROM factor_rule WHERE tenant = ?1;

-- name: members_without_factor
SELECT person FROM member WHERE tenant = ?1 AND person NOT IN (SELECT person FROM factor)
ORDER BY since, person;

-- name: prove_session
UPDATE session SET proven_by = ?2, proven_at = ?3 WHERE id = ?1;

-- Leaving

-- name: suspended_at
SELECT suspended_at FROM member WHERE person = ?1;

-- name: suspend_member
UPDATE member SET suspended_at = ?2 WHERE person = ?1 AND suspended_at IS NULL;

-- name: restore_member
UPDATE member SET suspended_at = NULL WHERE person = ?1 AND suspended_at IS NOT NULL;

-- name: standing_of_member
SELECT m.suspended_at, m.from_directory,
       (SELECT MIN(d.due_at) FROM departure d
        WHERE d.tenant = m.tenant AND d.person = m.person AND d.ended_at IS NULL)
FROM member m WHERE m.person = ?1;

-- name: count_other_owners
SELECT COUNT(*) FROM member
WHERE tenant = ?1 AND role = 'owner' AND suspended_at IS NULL AND person <> ?2;

-- name: count_open_sessions
SELECT COUNT(*) FROM session WHERE person = ?1 AND ended_at IS NULL AND ends_at > ?2;

-- name: count_invitations_by
SELECT COUNT(*) FROM link WHERE invited_by = ?1 AND expires_at > ?2;

-- name: count_open_account_links
SELECT COUNT(*) FROM account_link WHERE person = ?1 AND ended_at IS NULL AND expires_at > ?2;

-- name: insert_departure
INSERT INTO departure (id, tenant, person, name, cause, reason, heir, noticed_at, due_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: find_departure
SELECT id, tenant, person, name, cause, reason, heir, noticed_at, due_at, ended_at, handed_at, warned_at,
       sessions, keys, invitations, links, grants, conversations FROM departure WHERE id = ?1;

-- name: departures_of_tenant
SELECT id, tenant, person, name, cause, reason, heir, noticed_at, due_at, ended_at, handed_at, warned_at,
       sessions, keys, invitations, links, grants, conversations FROM departure
WHERE tenant = ?1 ORDER BY id DESC LIMIT 200;

-- name: unhanded_departures_of_person
SELECT id, tenant, person, name, cause, reason, heir, noticed_at, due_at, ended_at, handed_at, warned_at,
       sessions, keys, invitations, links, grants, conversations FROM departure
WHERE tenant = ?1 AND person = ?2 AND ended_at IS NOT NULL AND handed_at IS NULL ORDER BY id;

-- name: departures_to_see_to
-- Due, ended without their work handed over, or noticed so long ago that somebody has to be told.
SELECT id, tenant, person, name, cause, reason, heir, noticed_at, due_at, ended_at, handed_at, warned_at,
       sessions, keys, invitations, links, grants, conversations FROM departure
WHERE handed_at IS NULL
  AND (due_at <= ?1 OR ended_at IS NOT NULL OR (noticed_at <= ?2 AND warned_at IS NULL))
ORDER BY due_at LIMIT 50;

-- name: withdraw_notice
DELETE FROM departure WHERE tenant = ?1 AND person = ?2 AND ended_at IS NULL;

-- name: end_departure
UPDATE departure SET ended_at = ?2, sessions = ?3, keys = ?4, invitations = ?5, links = ?6, grants = ?7
WHERE id = ?1 AND ended_at IS NULL;

-- name: hand_departure
UPDATE departure SET handed_at = ?2, conversations = conversations + ?3 WHERE id = ?1;

-- name: warn_of_departure
UPDATE departure SET warned_at = ?2 WHERE id = ?1 AND warned_at IS NULL;

-- name: delete_departures_of_tenant
DELETE FROM departure WHERE tenant = ?1;

-- name: keep_by_directory
UPDATE member SET from_directory = ?2 WHERE person = ?1;

-- name: set_name
UPDATE person SET name = ?2 WHERE id = ?1;
-- Single sign-on

-- name: insert_provider
INSERT INTO sign_on_provider (id, tenant, kind, name, settings, enabled, joining, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7);

-- name: find_provider
SELECT id, tenant, kind, name, issuer, address, settings, enabled, joining, created_at, trial_at, trial_outcome
FROM sign_on_provider WHERE id = ?1;

-- name: providers_of_tenant
SELECT id, tenant, kind, name, issuer, address, settings, enabled, joining, created_at, trial_at, trial_outcome
FROM sign_on_provider WHERE tenant = ?1 ORDER BY created_at, id;

-- name: change_provider
UPDATE sign_on_provider SET name = ?2, issuer = ?3, address = ?4, settings = ?5, enabled = ?6, joining = ?7
WHERE id = ?1;

-- name: set_trial
UPDATE sign_on_provider SET trial_at = ?2, trial_outcome = ?3 WHERE id = ?1;

-- name: stop_joining_as
UPDATE sign_on_provider SET joining = 'nobody' WHERE tenant = ?1 AND joining = ?2;

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

-- name: count_sign_on_ways
-- Enabled providers that know this person.
SELECT COUNT(*) FROM sign_on_link l JOIN sign_on_provider p ON p.id = l.provider
WHERE l.person = ?1 AND p.enabled = 1;

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
INSERT INTO sign_on_request (state, provider, kept, browser, aim, session, made_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: find_sign_on_request
SELECT provider, kept, browser, aim, session, made_at FROM sign_on_request
WHERE state = ?1 AND expires_at > ?2;

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

-- Keys

-- name: insert_api_key
INSERT INTO api_key (id, person, tenant, name, scope, bots, ranges, per_minute, kept, made_at,
  renewed_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11);

-- name: find_api_key
-- By its id alone: whether it is this workspace's is decided by who asks (control ACC-05).
SELECT id, person, tenant, name, scope, bots, ranges, per_minute, kept, old_kept, old_until, made_at,
  renewed_at, expires_at, used_at, used_from, ended_at, ended_why
FROM api_key WHERE id = ?1;

-- name: api_keys_of_person
SELECT id, person, tenant, name, scope, bots, ranges, per_minute, kept, old_kept, old_until, made_at,
  renewed_at, expires_at, used_at, used_from, ended_at, ended_why
FROM api_key WHERE person = ?1 AND (ended_why IS NULL OR ended_why <> 'revoked') ORDER BY id DESC;

-- name: api_keys_of_tenant
SELECT id, person, tenant, name, scope, bots, ranges, per_minute, kept, old_kept, old_until, made_at,
  renewed_at, expires_at, used_at, used_from, ended_at, ended_why
FROM api_key WHERE tenant = ?1 AND (ended_why IS NULL OR ended_why <> 'revoked') ORDER BY id DESC;

-- name: api_keys_in_force
SELECT id, person, tenant, name, scope, bots, ranges, per_minute, kept, old_kept, old_until, made_at,
  renewed_at, expires_at, used_at, used_from, ended_at, ended_why
FROM api_key WHERE ended_at IS NULL ORDER BY id;

-- name: count_api_keys
SELECT COUNT(*) FROM api_key WHERE person = ?1 AND ended_at IS NULL;

-- name: renew_api_key
UPDATE api_key SET old_kept = ?5, old_until = ?6, kept = ?2, renewed_at = ?3, expires_at = ?4
WHERE id = ?1;

-- name: end_api_key
UPDATE api_key SET ended_at = ?2, ended_why = ?3 WHERE id = ?1 AND ended_at IS NULL;

-- name: revoke_api_key
UPDATE api_key SET ended_at = ?2, ended_why = 'revoked' WHERE id = ?1;

-- name: use_api_key
UPDATE api_key SET used_at = ?2, used_from = ?3 WHERE id = ?1;

-- name: age_api_key
UPDATE api_key SET renewed_at = renewed_at - ?2, expires_at = expires_at - ?2,
  old_until = old_until - ?2, used_at = used_at - ?2
WHERE id = ?1;

-- name: delete_api_keys_of_person
DELETE FROM api_key WHERE person = ?1;

-- name: revoke_api_keys_of_person
UPDATE api_key SET ended_at = ?2, ended_why = 'revoked' WHERE person = ?1 AND ended_at IS NULL
RETURNING id;

-- name: forget_api_keys
DELETE FROM api_key WHERE ended_at < ?1;

// Generated from test/golden/openapi.json by `npm run types -w web/dashboard`; not for editing.
import { list, number, oneOf, orNull, shape, text, truth } from "../read";
import type { components } from "./schema";

type Schemas = components["schemas"];

export const alert = shape<Schemas["Alert"]>({
  id: text,
  sign: oneOf("refresh_replayed", "device_changed", "two_places"),
  person: text,
  name: text,
  at: text,
  session: text,
  address: text,
  agent: text,
  seen_at: orNull(text),
});

export const alertItems = shape<Schemas["AlertItems"]>({
  items: list(alert),
});

export const problem = shape<Schemas["Problem"]>({
  type: text,
  title: text,
  status: number,
  code: text,
  detail: orNull(text),
  field: orNull(text),
  correlation: text,
});

export const auditActor = shape<Schemas["AuditActor"]>({
  kind: oneOf("nobody", "visitor", "member", "bot", "operator", "verifier", "system"),
  id: orNull(text),
  name: orNull(text),
});

export const auditEntry = shape<Schemas["AuditEntry"]>({
  number: number,
  at: text,
  event: text,
  actor: auditActor,
  object: orNull(text),
  address: orNull(text),
  outcome: oneOf("done", "refused"),
  control: orNull(text),
  times: number,
});

export const checkpoint = shape<Schemas["Checkpoint"]>({
  size: number,
  root: text,
  at: text,
  signature: text,
  public_key: text,
});

export const auditList = shape<Schemas["AuditList"]>({
  items: list(auditEntry),
  checkpoint: orNull(checkpoint),
});

export const bot = shape<Schemas["Bot"]>({
  id: text,
  widget: text,
  name: text,
  greeting: text,
  language: oneOf("en", "he"),
  domains: list(text),
  created_at: text,
  sources: number,
});

export const botItems = shape<Schemas["BotItems"]>({
  items: list(bot),
});

export const source = shape<Schemas["Source"]>({
  id: text,
  kind: oneOf("text", "markdown", "question"),
  title: text,
  url: orNull(text),
  characters: number,
  passages: number,
  created_at: text,
});

export const sourceItems = shape<Schemas["SourceItems"]>({
  items: list(source),
});

export const passage = shape<Schemas["Passage"]>({
  heading: text,
  text: text,
});

export const sourceWithPassages = shape<Schemas["SourceWithPassages"]>({
  source: source,
  passages: list(passage),
});

export const citation = shape<Schemas["Citation"]>({
  source: text,
  title: text,
  heading: text,
  url: orNull(text),
});

export const considered = shape<Schemas["Considered"]>({
  source: text,
  title: text,
  heading: text,
  text: text,
  score: number,
});

export const trial = shape<Schemas["Trial"]>({
  answered: truth,
  text: text,
  citation: orNull(citation),
  confidence: number,
  threshold: number,
  considered: list(considered),
});

export const namedBot = shape<Schemas["NamedBot"]>({
  id: text,
  name: text,
});

export const namedVisitor = shape<Schemas["NamedVisitor"]>({
  id: text,
  name: text,
});

export const namedPerson = shape<Schemas["NamedPerson"]>({
  id: text,
  name: text,
});

export const lastMessage = shape<Schemas["LastMessage"]>({
  author: oneOf("visitor", "bot", "agent", "system"),
  text: text,
  at: text,
});

export const conversation = shape<Schemas["Conversation"]>({
  id: text,
  bot: namedBot,
  visitor: namedVisitor,
  state: oneOf("open", "closed"),
  handled_by: oneOf("bot", "waiting", "agent"),
  assignee: orNull(namedPerson),
  last_message: orNull(lastMessage),
  unread: number,
  started_at: text,
  page: orNull(text),
});

export const conversationCounts = shape<Schemas["ConversationCounts"]>({
  all: number,
  waiting: number,
  mine: number,
  closed: number,
});

export const conversationList = shape<Schemas["ConversationList"]>({
  items: list(conversation),
  next: orNull(text),
  counts: conversationCounts,
});

export const messageCitation = shape<Schemas["MessageCitation"]>({
  source: text,
  title: text,
  heading: text,
  url: orNull(text),
});

export const message = shape<Schemas["Message"]>({
  id: text,
  conversation: text,
  author: oneOf("visitor", "bot", "agent", "system"),
  author_name: orNull(text),
  kind: oneOf("text", "note", "event"),
  text: text,
  citation: orNull(messageCitation),
  event: orNull(oneOf("person_requested", "taken_over", "handed_back", "closed", "reopened")),
  client_id: orNull(text),
  at: text,
  offers_person: truth,
});

export const messageList = shape<Schemas["MessageList"]>({
  items: list(message),
  more: truth,
});

export const emailAddress = shape<Schemas["EmailAddress"]>({
  email: text,
});

export const factor = shape<Schemas["Factor"]>({
  id: text,
  way: oneOf("password", "passkey", "app", "recovery_code"),
  name: text,
  made_at: text,
  used_at: orNull(text),
});

export const ownFactors = shape<Schemas["OwnFactors"]>({
  items: list(factor),
  recovery_codes: number,
  required: truth,
});

export const appOffer = shape<Schemas["AppOffer"]>({
  secret: text,
  address: text,
  size: number,
  path: text,
});

export const passkeyOffer = shape<Schemas["PasskeyOffer"]>({
  challenge: text,
  party: text,
  user: text,
  account: text,
  name: text,
  algorithms: list(number),
  known: list(text),
});

export const recoveryCodes = shape<Schemas["RecoveryCodes"]>({
  codes: list(text),
});

export const linkShown = shape<Schemas["LinkShown"]>({
  link: orNull(text),
  mailed: truth,
  expires_at: text,
});

export const openInvitation = shape<Schemas["OpenInvitation"]>({
  id: text,
  email: text,
  role: text,
  invited_by: orNull(text),
  made_at: text,
  expires_at: text,
});

export const invitationItems = shape<Schemas["InvitationItems"]>({
  items: list(openInvitation),
});

export const person = shape<Schemas["Person"]>({
  id: text,
  name: text,
  email: text,
});

export const sessionWorkspace = shape<Schemas["SessionWorkspace"]>({
  id: text,
  name: text,
});

export const grant = shape<Schemas["Grant"]>({
  bot: text,
  privileges: list(oneOf("read_conversations", "note_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members", "invite", "manage_members", "manage_roles", "manage_sessions", "manage_keys", "manage_sign_on", "manage_access_rules", "read_audit", "read_security", "manage_workspace", "approve", "read_billing")),
});

export const session = shape<Schemas["Session"]>({
  person: person,
  workspace: sessionWorkspace,
  role: text,
  privileges: list(oneOf("read_conversations", "note_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members", "invite", "manage_members", "manage_roles", "manage_sessions", "manage_keys", "manage_sign_on", "manage_access_rules", "read_audit", "read_security", "manage_workspace", "approve", "read_billing")),
  every_bot: truth,
  grants: list(grant),
  csrf: text,
  idle_minutes: number,
  ends_at: text,
  stage: oneOf("password", "enrolling", "complete"),
  ways: list(oneOf("password", "passkey", "app", "recovery_code")),
});

export const invitation = shape<Schemas["Invitation"]>({
  email: text,
  workspace: text,
  role: text,
  role_name: text,
});

export const member = shape<Schemas["Member"]>({
  person: text,
  name: text,
  email: text,
  role: text,
  since: text,
  last_seen: orNull(text),
  has_factor: truth,
});

export const memberItems = shape<Schemas["MemberItems"]>({
  items: list(member),
});

export const grantItems = shape<Schemas["GrantItems"]>({
  items: list(grant),
});

export const resetAccount = shape<Schemas["ResetAccount"]>({
  name: text,
  email: text,
  workspace: text,
});

export const strength = shape<Schemas["Strength"]>({
  score: number,
  acceptable: truth,
  advice: list(oneOf("too_short", "too_long", "too_common", "too_guessable", "contains_personal_words", "contains_forbidden_words")),
  shortest: number,
  lowest_score: number,
});

export const privilege = shape<Schemas["Privilege"]>({
  name: oneOf("read_conversations", "note_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members", "invite", "manage_members", "manage_roles", "manage_sessions", "manage_keys", "manage_sign_on", "manage_access_rules", "read_audit", "read_security", "manage_workspace", "approve", "read_billing"),
  scope: oneOf("inbox", "bot", "report", "workspace"),
  sentence: text,
});

export const privilegeItems = shape<Schemas["PrivilegeItems"]>({
  items: list(privilege),
});

export const roleHolder = shape<Schemas["RoleHolder"]>({
  person: text,
  name: text,
});

export const role = shape<Schemas["Role"]>({
  key: text,
  name: text,
  built_in: truth,
  every_bot: truth,
  privileges: list(oneOf("read_conversations", "note_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members", "invite", "manage_members", "manage_roles", "manage_sessions", "manage_keys", "manage_sign_on", "manage_access_rules", "read_audit", "read_security", "manage_workspace", "approve", "read_billing")),
  holders: list(roleHolder),
});

export const roleItems = shape<Schemas["RoleItems"]>({
  items: list(role),
});

export const verificationRun = shape<Schemas["VerificationRun"]>({
  id: text,
  started_at: text,
  seconds: number,
  build: text,
  passed: number,
  failed: number,
  not_claimed: number,
  waived: number,
});

export const controlState = shape<Schemas["ControlState"]>({
  id: text,
  title: text,
  statement: text,
  family: text,
  kind: text,
  verdict: oneOf("passed", "failed", "not_claimed", "waived", "never_run"),
  summary: text,
  at: orNull(text),
});

export const security = shape<Schemas["Security"]>({
  run: orNull(verificationRun),
  controls: list(controlState),
});

export const evidenceConsistency = shape<Schemas["EvidenceConsistency"]>({
  old_size: number,
  proof: list(text),
  checkpoint: text,
});

export const evidencePlace = shape<Schemas["EvidencePlace"]>({
  number: number,
  proof: list(text),
  checkpoint: text,
});

export const evidenceBundle = shape<Schemas["EvidenceBundle"]>({
  format: text,
  statement: text,
  signature: text,
  key: text,
  log: orNull(evidencePlace),
});

export const challengeParameters = shape<Schemas["ChallengeParameters"]>({
  algorithm: text,
  cost: number,
  expiresAt: number,
  keyLength: number,
  keyPrefix: text,
  nonce: text,
  salt: text,
});

export const challenge = shape<Schemas["Challenge"]>({
  parameters: challengeParameters,
  signature: text,
});

export const passkeyQuestion = shape<Schemas["PasskeyQuestion"]>({
  challenge: text,
  party: text,
  allowed: list(text),
});

export const sessionEntry = shape<Schemas["SessionEntry"]>({
  id: text,
  current: truth,
  address: text,
  agent: text,
  started_at: text,
  last_used_at: text,
});

export const sessionItems = shape<Schemas["SessionItems"]>({
  items: list(sessionEntry),
});

export const linkState = shape<Schemas["LinkState"]>({
  expires_at: text,
});

export const workspace = shape<Schemas["Workspace"]>({
  id: text,
  name: text,
  created_at: text,
});

export const workspacePolicy = shape<Schemas["WorkspacePolicy"]>({
  shortest_password: number,
  lowest_score: number,
  forbidden_words: list(text),
  idle_minutes: number,
  idle_minutes_privileged: number,
  absolute_minutes: number,
});

export const factorRule = shape<Schemas["FactorRule"]>({
  for_all: truth,
  members: number,
  covered: number,
});

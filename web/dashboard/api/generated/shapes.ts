// Generated from test/golden/openapi.json by `npm run types -w web/dashboard`; not for editing.
import { list, number, oneOf, orNull, shape, text, truth } from "../read";
import type { components } from "./schema";

type Schemas = components["schemas"];

export const alert = shape<Schemas["Alert"]>({
  id: text,
  sign: oneOf("refresh_replayed", "device_changed", "two_places", "leaving_overdue"),
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

export const approval = shape<Schemas["Approval"]>({
  id: text,
  act: oneOf("change_role", "invite_member", "widen_role", "support_access"),
  object: text,
  subject: text,
  role: orNull(text),
  role_name: orNull(text),
  gained: list(text),
  scope: orNull(text),
  reason: text,
  requester: text,
  by_operator: truth,
  is_own: truth,
  requested_at: text,
  expires_at: text,
  due_at: orNull(text),
  state: oneOf("waiting", "done", "declined", "withdrawn", "expired", "lapsed"),
  decider: text,
  decided_at: orNull(text),
  digest: text,
  may_approve: truth,
  why_not: orNull(text),
});

export const approvalItems = shape<Schemas["ApprovalItems"]>({
  items: list(approval),
});

export const auditActor = shape<Schemas["AuditActor"]>({
  kind: oneOf("nobody", "visitor", "member", "bot", "operator", "verifier", "system"),
  id: orNull(text),
  name: orNull(text),
  key: orNull(text),
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

export const leaveEnds = shape<Schemas["LeaveEnds"]>({
  sessions: number,
  keys: number,
  invitations: number,
  links: number,
  grants: number,
  conversations: number,
});

export const departure = shape<Schemas["Departure"]>({
  id: text,
  person: text,
  name: text,
  cause: oneOf("by_hand", "directory", "sign_on", "removed", "dormant"),
  reason: text,
  heir: orNull(text),
  noticed_at: text,
  due_at: text,
  ended_at: orNull(text),
  handed_at: orNull(text),
  seconds: orNull(number),
  overdue: truth,
  ended: leaveEnds,
});

export const departureItems = shape<Schemas["DepartureItems"]>({
  items: list(departure),
});

export const directoryGroup = shape<Schemas["DirectoryGroup"]>({
  id: text,
  name: text,
  role: orNull(text),
  members: number,
});

export const directoryFailure = shape<Schemas["DirectoryFailure"]>({
  at: text,
  request: text,
  code: text,
});

export const directory = shape<Schemas["Directory"]>({
  address: text,
  users: number,
  last_change: orNull(text),
  last_contact: orNull(text),
  groups: list(directoryGroup),
  failures: list(directoryFailure),
});

export const emailAddress = shape<Schemas["EmailAddress"]>({
  email: text,
});

export const factor = shape<Schemas["Factor"]>({
  id: text,
  way: oneOf("password", "passkey", "app", "recovery_code", "sign_on"),
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
  approval: orNull(text),
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

export const supportSession = shape<Schemas["SupportSession"]>({
  scope: oneOf("conversations", "bots", "members"),
  ends_at: text,
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
  ways: list(oneOf("password", "passkey", "app", "recovery_code", "sign_on")),
  support: orNull(supportSession),
});

export const invitation = shape<Schemas["Invitation"]>({
  email: text,
  workspace: text,
  role: text,
  role_name: text,
});

export const roleHolder = shape<Schemas["RoleHolder"]>({
  person: text,
  name: text,
});

export const apiKey = shape<Schemas["ApiKey"]>({
  id: text,
  name: text,
  owner: roleHolder,
  privileges: list(oneOf("read_conversations", "note_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members", "invite", "manage_members", "manage_roles", "manage_sessions", "manage_keys", "manage_sign_on", "manage_access_rules", "read_audit", "read_security", "manage_workspace", "approve", "read_billing")),
  in_force: list(oneOf("read_conversations", "note_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members", "invite", "manage_members", "manage_roles", "manage_sessions", "manage_keys", "manage_sign_on", "manage_access_rules", "read_audit", "read_security", "manage_workspace", "approve", "read_billing")),
  bots: orNull(list(text)),
  per_minute: number,
  ranges: list(text),
  state: oneOf("active", "expired", "unused"),
  made_at: text,
  renewed_at: text,
  expires_at: text,
  old_secret_until: orNull(text),
  used_at: orNull(text),
  used_from: orNull(text),
});

export const apiKeyItems = shape<Schemas["ApiKeyItems"]>({
  items: list(apiKey),
});

export const madeApiKey = shape<Schemas["MadeApiKey"]>({
  key: apiKey,
  token: text,
});

export const member = shape<Schemas["Member"]>({
  person: text,
  name: text,
  email: text,
  role: text,
  since: text,
  last_seen: orNull(text),
  has_factor: truth,
  suspended_at: orNull(text),
  leaves_at: orNull(text),
  from_directory: truth,
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

export const review = shape<Schemas["Review"]>({
  id: text,
  scope: oneOf("everybody", "privileged"),
  opened_at: text,
  scheduled: truth,
  due_at: text,
  overdue: truth,
  closed_at: orNull(text),
  lines: number,
  decided: number,
  removed: number,
});

export const reviewItems = shape<Schemas["ReviewItems"]>({
  items: list(review),
});

export const reviewGrant = shape<Schemas["ReviewGrant"]>({
  bot: text,
  privileges: list(oneOf("read_conversations", "note_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members", "invite", "manage_members", "manage_roles", "manage_sessions", "manage_keys", "manage_sign_on", "manage_access_rules", "read_audit", "read_security", "manage_workspace", "approve", "read_billing")),
});

export const reviewFacts = shape<Schemas["ReviewFacts"]>({
  dormant: truth,
  email: text,
  every_bot: truth,
  grants: list(reviewGrant),
  has_factor: truth,
  last_seen: orNull(text),
  name: text,
  privileges: list(oneOf("read_conversations", "note_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members", "invite", "manage_members", "manage_roles", "manage_sessions", "manage_keys", "manage_sign_on", "manage_access_rules", "read_audit", "read_security", "manage_workspace", "approve", "read_billing")),
  role: text,
  role_name: text,
});

export const reviewVerdict = shape<Schemas["ReviewVerdict"]>({
  decided_at: text,
  decided_by: orNull(text),
  decider: orNull(text),
  decision: oneOf("keep", "reduce", "remove", "gone", "nobody_else"),
  reason: orNull(text),
  removed: number,
  role: orNull(text),
  role_name: orNull(text),
});

export const reviewLine = shape<Schemas["ReviewLine"]>({
  facts: reviewFacts,
  person: text,
  verdict: orNull(reviewVerdict),
});

export const wholeReview = shape<Schemas["WholeReview"]>({
  review: review,
  lines: list(reviewLine),
});

export const reviewEvidence = shape<Schemas["ReviewEvidence"]>({
  document: text,
  signature: text,
  public_key: text,
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

export const signOnDoor = shape<Schemas["SignOnDoor"]>({
  id: text,
  kind: oneOf("saml", "oidc"),
  name: text,
});

export const signOnDoors = shape<Schemas["SignOnDoors"]>({
  password: truth,
  providers: list(signOnDoor),
});

export const signOnLink = shape<Schemas["SignOnLink"]>({
  door: signOnDoor,
  linked: truth,
});

export const signOnLinkItems = shape<Schemas["SignOnLinkItems"]>({
  items: list(signOnLink),
});

export const goTo = shape<Schemas["GoTo"]>({
  address: text,
});

export const signOnTrial = shape<Schemas["SignOnTrial"]>({
  at: text,
  outcome: text,
});

export const openIdShown = shape<Schemas["OpenIdShown"]>({
  client_id: text,
  has_secret: truth,
});

export const signOnProvider = shape<Schemas["SignOnProvider"]>({
  id: text,
  kind: oneOf("saml", "oidc"),
  name: text,
  issuer: orNull(text),
  address: orNull(text),
  enabled: truth,
  only_door: truth,
  break_glass: orNull(text),
  joining: text,
  domains: list(text),
  trial: orNull(signOnTrial),
  created_at: text,
  our_entity_id: orNull(text),
  our_answer_url: text,
  our_start_url: text,
  openid: orNull(openIdShown),
  our_logout_url: orNull(text),
});

export const signOnProviderItems = shape<Schemas["SignOnProviderItems"]>({
  items: list(signOnProvider),
});

export const supportGrant = shape<Schemas["SupportGrant"]>({
  id: text,
  scope: oneOf("conversations", "bots", "members"),
  reason: text,
  requested_at: text,
  approved_at: orNull(text),
  opened_at: orNull(text),
  ends_at: orNull(text),
  ended_at: orNull(text),
  ended_why: orNull(text),
  is_live: truth,
});

export const supportGrantItems = shape<Schemas["SupportGrantItems"]>({
  items: list(supportGrant),
});

export const workspace = shape<Schemas["Workspace"]>({
  id: text,
  name: text,
  created_at: text,
});

export const addressRange = shape<Schemas["AddressRange"]>({
  range: text,
  label: text,
});

export const addressRanges = shape<Schemas["AddressRanges"]>({
  mode: oneOf("off", "staff", "everybody"),
  ranges: list(addressRange),
  own_address: text,
});

export const lastPlace = shape<Schemas["LastPlace"]>({
  person: text,
  name: text,
  last_seen: orNull(text),
  address: orNull(text),
  verdict: oneOf("inside", "outside", "unknown"),
});

export const addressPreview = shape<Schemas["AddressPreview"]>({
  locks_out: truth,
  own_address: text,
  members: list(lastPlace),
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

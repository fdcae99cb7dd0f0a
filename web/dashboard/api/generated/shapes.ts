// Generated from test/golden/openapi.json by `npm run types -w web/dashboard`; not for editing.
import { list, number, oneOf, orNull, shape, text, truth } from "../read";
import type { components } from "./schema";

type Schemas = components["schemas"];

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

export const problem = shape<Schemas["Problem"]>({
  type: text,
  title: text,
  status: number,
  code: text,
  detail: orNull(text),
  field: orNull(text),
  correlation: text,
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

export const linkShown = shape<Schemas["LinkShown"]>({
  link: text,
  expires_at: text,
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

export const session = shape<Schemas["Session"]>({
  person: person,
  workspace: sessionWorkspace,
  role: oneOf("owner", "administrator", "agent"),
  privileges: list(oneOf("read_conversations", "reply_conversations", "close_conversations", "read_bots", "edit_bots", "read_members", "manage_members", "read_audit", "read_security", "manage_workspace")),
  csrf: text,
  idle_minutes: number,
  ends_at: text,
});

export const invitation = shape<Schemas["Invitation"]>({
  email: text,
  workspace: text,
  role: oneOf("owner", "administrator", "agent"),
});

export const member = shape<Schemas["Member"]>({
  person: text,
  name: text,
  email: text,
  role: oneOf("owner", "administrator", "agent"),
  since: text,
  last_seen: orNull(text),
});

export const memberItems = shape<Schemas["MemberItems"]>({
  items: list(member),
});

export const strength = shape<Schemas["Strength"]>({
  score: number,
  acceptable: truth,
  advice: list(oneOf("too_short", "too_long", "too_common", "too_guessable", "contains_personal_words")),
});

export const verificationRun = shape<Schemas["VerificationRun"]>({
  started_at: text,
  seconds: number,
  build: text,
  passed: number,
  failed: number,
  not_claimed: number,
});

export const controlState = shape<Schemas["ControlState"]>({
  id: text,
  title: text,
  statement: text,
  family: text,
  kind: text,
  verdict: oneOf("passed", "failed", "not_claimed", "never_run"),
  summary: text,
  at: orNull(text),
});

export const security = shape<Schemas["Security"]>({
  run: orNull(verificationRun),
  controls: list(controlState),
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

import { list, number, oneOf, orNull, shape, text, truth } from "./read";
import type { components } from "./schema";

type Schemas = components["schemas"];

const role = oneOf("owner", "administrator", "agent");
const author = oneOf("visitor", "bot", "agent", "system");
const named = shape<Schemas["Named"]>({ id: text, name: text });

export const problem = shape<Schemas["Problem"]>({
  type: text,
  title: text,
  status: number,
  code: text,
  detail: orNull(text),
  field: orNull(text),
  correlation: text,
});

export const session = shape<Schemas["Session"]>({
  person: shape({ id: text, name: text, email: text }),
  workspace: named,
  role,
  privileges: list(text),
  csrf: text,
  idle_minutes: number,
  ends_at: text,
});

export const strength = shape<Schemas["Strength"]>({
  score: oneOf(0, 1, 2, 3, 4),
  acceptable: truth,
  advice: list(
    oneOf("too_short", "too_long", "too_common", "too_guessable", "contains_personal_words"),
  ),
});

export const linkExpiry = shape<Schemas["LinkExpiry"]>({ expires_at: text });

export const workspace = shape<Schemas["Workspace"]>({
  id: text,
  name: text,
  created_at: text,
});

export const member = shape<Schemas["Member"]>({
  person: text,
  name: text,
  email: text,
  role,
  since: text,
  last_seen: orNull(text),
});

export const sessionEntry = shape<Schemas["SessionEntry"]>({
  id: text,
  current: truth,
  address: text,
  agent: text,
  started_at: text,
  last_used_at: text,
});

export const invitation = shape<Schemas["Invitation"]>({ link: text, expires_at: text });

export const invitationOffer = shape<Schemas["InvitationOffer"]>({
  email: text,
  workspace: text,
  role,
});

const signOnKind = oneOf("saml", "oidc");

export const signOnProvider = shape<Schemas["SignOnProvider"]>({
  id: text,
  kind: signOnKind,
  name: text,
  issuer: orNull(text),
  address: orNull(text),
  enabled: truth,
  only_door: truth,
  break_glass: orNull(text),
  joining: oneOf("nobody", "agent", "administrator"),
  domains: list(text),
  trial: orNull(shape<Schemas["SignOnTrial"]>({ at: text, outcome: text })),
  created_at: text,
  our_entity_id: text,
  our_acs_url: text,
  our_start_url: text,
});

const signOnDoor = shape<Schemas["SignOnDoor"]>({ id: text, kind: signOnKind, name: text });

export const signOnDoors = shape<Schemas["SignOnDoors"]>({
  password: truth,
  providers: list(signOnDoor),
});

export const signOnLink = shape<Schemas["SignOnLink"]>({ door: signOnDoor, linked: truth });

export const goTo = shape<Schemas["GoTo"]>({ address: text });

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

export const source = shape<Schemas["Source"]>({
  id: text,
  kind: oneOf("text", "markdown", "question"),
  title: text,
  url: orNull(text),
  characters: number,
  passages: number,
  created_at: text,
});

export const sourceContent = shape<Schemas["SourceContent"]>({
  source,
  passages: list(shape<Schemas["Passage"]>({ heading: text, text })),
});

const citation = shape<Schemas["Citation"]>({
  source: text,
  title: text,
  heading: text,
  url: orNull(text),
});

export const trial = shape<Schemas["Trial"]>({
  answered: truth,
  text,
  citation: orNull(citation),
  confidence: number,
  threshold: number,
  considered: list(
    shape<Schemas["TrialPassage"]>({
      source: text,
      title: text,
      heading: text,
      text,
      score: number,
    }),
  ),
});

export const message = shape<Schemas["Message"]>({
  id: text,
  conversation: text,
  author,
  author_name: orNull(text),
  kind: oneOf("text", "note", "event"),
  text,
  citation: orNull(citation),
  event: orNull(oneOf("person_requested", "taken_over", "handed_back", "closed", "reopened")),
  client_id: orNull(text),
  at: text,
  offers_person: truth,
});

export const conversation = shape<Schemas["Conversation"]>({
  id: text,
  bot: named,
  visitor: named,
  state: oneOf("open", "closed"),
  handled_by: oneOf("bot", "waiting", "agent"),
  assignee: orNull(named),
  last_message: orNull(shape<Schemas["LastMessage"]>({ author, text, at: text })),
  unread: number,
  started_at: text,
  page: orNull(text),
});

export const conversationPage = shape<Schemas["ConversationPage"]>({
  items: list(conversation),
  next: orNull(text),
  counts: shape<Schemas["ConversationCounts"]>({
    all: number,
    waiting: number,
    mine: number,
    closed: number,
  }),
});

export const messagePage = shape<Schemas["MessagePage"]>({
  items: list(message),
  more: truth,
});

export const auditPage = shape<Schemas["AuditPage"]>({
  items: list(
    shape<Schemas["AuditEntry"]>({
      number,
      at: text,
      event: text,
      actor: shape({ kind: text, id: orNull(text), name: orNull(text) }),
      object: orNull(text),
      address: orNull(text),
      outcome: oneOf("done", "refused"),
      control: orNull(text),
      times: (value, at) => orNull(number)(value, at) ?? 1,
    }),
  ),
  checkpoint: orNull(
    shape<Schemas["Checkpoint"]>({ size: number, root: text, at: text, signature: text }),
  ),
});

export const security = shape<Schemas["Security"]>({
  run: orNull(
    shape<Schemas["VerificationRun"]>({
      started_at: text,
      seconds: number,
      build: text,
      passed: number,
      failed: number,
      not_claimed: number,
    }),
  ),
  controls: list(
    shape<Schemas["Control"]>({
      id: text,
      title: text,
      statement: text,
      family: text,
      kind: text,
      verdict: oneOf("passed", "failed", "not_claimed", "never_run"),
      summary: orNull(text),
      at: orNull(text),
    }),
  ),
});

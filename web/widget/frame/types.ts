// What the server tells visitors, as far as the widget uses it, checked where it comes in.

export type Author = "visitor" | "bot" | "agent" | "system";
export type EventName = "person_requested" | "taken_over" | "handed_back" | "closed" | "reopened";
export type Language = "en" | "he";

export interface Citation {
  title: string;
  heading: string;
  url: string | null;
}

export interface Message {
  id: string;
  author: Author;
  author_name: string | null;
  kind: "text" | "note" | "event";
  text: string;
  event: EventName | null;
  citation: Citation | null;
  client_id: string | null;
  at: string;
  offers_person: boolean;
}

export interface Conversation {
  id: string;
  state: "open" | "closed";
  handled_by: "bot" | "waiting" | "agent";
  agent: string | null;
}

export interface Appearance {
  name: string;
  greeting: string;
  language: Language;
  workspace: string;
}

export interface History {
  conversation: Conversation | null;
  messages: Message[];
  unread: number;
}

export type SocketEvent =
  | { type: "message"; message: Message; conversation: Conversation | null }
  | { type: "conversation"; conversation: Conversation }
  | { type: "typing"; author: Author; name: string | null }
  | { type: "hello" | "ping" | "bye" };

type Fields = Record<string, unknown>;

// The members whose absence would break the view are checked; the rest is the server's word.
function checked<T>(value: unknown, ...texts: (keyof T & string)[]): T {
  const raw = fields(value);
  for (const name of texts) {
    if (typeof raw[name] !== "string") throw new TypeError(name);
  }
  return value as T;
}

export function fields(value: unknown): Fields {
  if (typeof value !== "object" || !value) throw new TypeError();
  return value as Fields;
}

export function message(value: unknown): Message {
  return checked<Message>(value, "id", "author", "kind", "text", "at");
}

// Notes never come here; should one ever, it stays unseen.
export function messages(value: unknown): Message[] {
  if (!Array.isArray(value)) throw new TypeError();
  return value.map(message).filter(({ kind }) => kind !== "note");
}

export function conversation(value: unknown): Conversation | null {
  return value ? checked<Conversation>(value, "id", "state", "handled_by") : null;
}

export function appearance(value: unknown): Appearance {
  return checked<Appearance>(value, "name", "greeting", "language", "workspace");
}

export function history(value: unknown): History {
  const raw = fields(value);
  return {
    conversation: conversation(raw.conversation),
    messages: messages(raw.messages),
    unread: Number(raw.unread) || 0,
  };
}

export function socketEvent(value: unknown): SocketEvent {
  const event = checked<SocketEvent>(value, "type");
  if (event.type === "message") message(event.message);
  if (event.type === "message" || event.type === "conversation") conversation(event.conversation);
  return event;
}

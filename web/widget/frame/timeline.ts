// The messages a visitor sees, in order and each once.
import type { Conversation, Message } from "./types";

function before(a: Message, b: Message): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

// A message may come by the socket, by an answer and by catching up: the id decides.
export function merged(known: readonly Message[], arrived: readonly Message[]): Message[] {
  const ids = new Set(known.map((message) => message.id));
  const fresh = arrived.filter((message) => !ids.has(message.id) && ids.add(message.id));
  return fresh.length === 0 ? [...known] : [...known, ...fresh].sort(before);
}

// What a visitor may not have seen yet: not their own words, not events.
export function countNews(messages: readonly Message[]): number {
  return messages.filter(({ author }) => author === "bot" || author === "agent").length;
}

// Only the bot's last word can still be an offer.
export function offersPerson(
  messages: readonly Message[],
  conversation: Conversation | null,
): boolean {
  if (conversation?.state !== "open" || conversation.handled_by !== "bot") return false;
  return messages.at(-1)?.offers_person ?? false;
}

export function isEvent(message: Message): boolean {
  return message.kind === "event" || message.author === "system";
}

const kGroupMs = 5 * 60_000;

// Bubbles of one author within a few minutes stand together: one name, one time.
export function together(a: Message | undefined, b: Message | undefined): boolean {
  if (!a || !b || isEvent(a) || isEvent(b)) return false;
  if (a.author !== b.author || a.author_name !== b.author_name) return false;
  return Date.parse(b.at) - Date.parse(a.at) < kGroupMs;
}

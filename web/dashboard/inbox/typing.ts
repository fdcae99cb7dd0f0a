import { useSyncExternalStore } from "react";

export interface Typing {
  author: "visitor" | "agent";
  name: string | null;
}

const kShownFor = 4000;

const typing = new Map<string, Typing>();
const timers = new Map<string, number>();
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

export function stopTyping(conversation: string): void {
  window.clearTimeout(timers.get(conversation));
  timers.delete(conversation);
  if (typing.delete(conversation)) tell();
}

export function noteTyping(conversation: string, who: Typing): void {
  window.clearTimeout(timers.get(conversation));
  timers.set(
    conversation,
    window.setTimeout(() => stopTyping(conversation), kShownFor),
  );
  typing.set(conversation, who);
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTyping(conversation: string): Typing | null {
  return useSyncExternalStore(subscribe, () => typing.get(conversation) ?? null);
}

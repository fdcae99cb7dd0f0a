// Where the person stands in the guide: a convenience of this browser, not the workspace's data.
import { useSyncExternalStore } from "react";

export interface Progress {
  step: number;
  /** The bot that the guide made. */
  bot: string | null;
  state: "running" | "skipped" | "finished";
}

const kStored = "gatehouse.first-run";
const kStart: Progress = { step: 0, bot: null, state: "running" };
const listeners = new Set<() => void>();

function read(): Progress {
  try {
    const text = window.localStorage.getItem(kStored);
    return text ? { ...kStart, ...(JSON.parse(text) as Partial<Progress>) } : kStart;
  } catch {
    return kStart;
  }
}

let current = read();

function change(next: Partial<Progress>): void {
  current = { ...current, ...next };
  window.localStorage.setItem(kStored, JSON.stringify(current));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useProgress(): [Progress, (next: Partial<Progress>) => void] {
  return [useSyncExternalStore(subscribe, () => current), change];
}

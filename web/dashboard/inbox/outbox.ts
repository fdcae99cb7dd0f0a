// Messages on their way. Each has a client id, so that sending it again after a lost answer stores
// it once; they outlive a reload and go out in order when the server is back.
import { useMemo, useSyncExternalStore } from "react";
import { addNote, reply } from "../api/conversations";
import { SignedOut, Unreachable } from "../api/problem";
import type { Message } from "../api/types";

export interface Outgoing {
  clientId: string;
  person: string;
  conversation: string;
  kind: "text" | "note";
  text: string;
  at: string;
  state: "sending" | "waiting" | "failed";
  error: unknown;
}

const kStored = "gatehouse.outbox";
const kTryAgainAfter = 3000;

export class Outbox {
  private entries: readonly Outgoing[] = [];
  private readonly busy = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private delivered: (message: Message) => void = () => {};
  private timer: number | undefined;

  /** Takes up what an earlier page of the same person left behind. */
  start(person: string, delivered: (message: Message) => void): void {
    this.delivered = delivered;
    this.change(stored().filter((entry) => entry.person === person));
    this.resume();
  }

  add(entry: Pick<Outgoing, "person" | "conversation" | "kind" | "text">): void {
    const fresh: Outgoing = {
      ...entry,
      clientId: crypto.randomUUID(),
      at: new Date().toISOString(),
      state: "sending",
      error: null,
    };
    this.change([...this.entries, fresh]);
    void this.deliver(entry.conversation);
  }

  retry(clientId: string): void {
    const entry = this.entries.find((one) => one.clientId === clientId);
    if (!entry) return;
    this.update(clientId, { state: "sending", error: null });
    void this.deliver(entry.conversation);
  }

  discard(clientId: string): void {
    this.change(this.entries.filter((entry) => entry.clientId !== clientId));
  }

  /** The server is back. */
  resume(): void {
    window.clearTimeout(this.timer);
    this.change(
      this.entries.map((entry) =>
        entry.state === "waiting" ? { ...entry, state: "sending" as const } : entry,
      ),
    );
    for (const conversation of new Set(this.entries.map((entry) => entry.conversation))) {
      void this.deliver(conversation);
    }
  }

  forget(): void {
    window.clearTimeout(this.timer);
    this.change([]);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly all = (): readonly Outgoing[] => this.entries;

  // One at a time for each conversation, so that messages arrive in the order they were written.
  private async deliver(conversation: string): Promise<void> {
    if (this.busy.has(conversation)) return;
    this.busy.add(conversation);
    try {
      for (let next = this.next(conversation); next; next = this.next(conversation)) {
        await this.send(next);
      }
    } finally {
      this.busy.delete(conversation);
    }
  }

  private next(conversation: string): Outgoing | undefined {
    const first = this.entries.find(
      (entry) => entry.conversation === conversation && entry.state !== "failed",
    );
    return first?.state === "sending" ? first : undefined;
  }

  private async send(entry: Outgoing): Promise<void> {
    const post = entry.kind === "note" ? addNote : reply;
    try {
      const body = { client_id: entry.clientId, text: entry.text };
      const message = await post(entry.conversation, body);
      this.delivered(message);
      this.discard(entry.clientId);
    } catch (error) {
      const later = error instanceof Unreachable || error instanceof SignedOut;
      this.update(entry.clientId, later ? { state: "waiting" } : { state: "failed", error });
      if (error instanceof Unreachable) {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.resume(), kTryAgainAfter);
      }
    }
  }

  private update(clientId: string, change: Partial<Outgoing>): void {
    this.change(
      this.entries.map((entry) => (entry.clientId === clientId ? { ...entry, ...change } : entry)),
    );
  }

  private change(entries: readonly Outgoing[]): void {
    this.entries = entries;
    const kept = entries.map((entry) => ({ ...entry, error: null }));
    if (kept.length > 0) window.sessionStorage.setItem(kStored, JSON.stringify(kept));
    else window.sessionStorage.removeItem(kStored);
    for (const listener of this.listeners) listener();
  }
}

function stored(): Outgoing[] {
  try {
    const entries = JSON.parse(window.sessionStorage.getItem(kStored) ?? "[]") as Outgoing[];
    return entries.map((entry) =>
      entry.state === "failed" ? entry : { ...entry, state: "sending" },
    );
  } catch {
    return [];
  }
}

export const outbox = new Outbox();

export function useOutgoing(conversation: string): Outgoing[] {
  const all = useSyncExternalStore(outbox.subscribe, outbox.all);
  return useMemo(
    () => all.filter((entry) => entry.conversation === conversation),
    [all, conversation],
  );
}

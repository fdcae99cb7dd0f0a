// Messages on their way: sent one after the other, in the order written, each under one client_id
// however often it is tried, so the server stores it once.
import { delayAfter } from "./live";
import type { Memory, Unsent } from "./memory";

export interface Pending extends Unsent {
  state: "sending" | "waiting" | "failed";
  reason: string | null; // why it failed, in the server's words
}

export type Delivery =
  | { done: true }
  | { done: false; retryAfterMs: number | null } // null: soon, then ever later
  | { done: false; failed: string | null };

type Deliver = (message: Unsent) => Promise<Delivery>;
type Change = (pending: readonly Pending[]) => void;

export class Outbox {
  readonly #memory: Memory;
  readonly #deliver: Deliver;
  readonly #change: Change;
  #pending: Pending[];
  #busy = false;
  #failures = 0;
  #timer = 0;

  constructor(memory: Memory, deliver: Deliver, change: Change) {
    this.#memory = memory;
    this.#deliver = deliver;
    this.#change = change;
    this.#pending = memory
      .unsent()
      .map((message) => ({ ...message, state: "waiting", reason: null }));
  }

  pending(): readonly Pending[] {
    return this.#pending;
  }

  add(text: string): void {
    const message = { client_id: crypto.randomUUID(), text, at: Date.now() };
    this.#set([...this.#pending, { ...message, state: "sending", reason: null }]);
    void this.flush();
    // Last, so that a full store costs no more than the message's surviving a reload.
    this.#memory.keep(message);
  }

  retry(client_id: string): void {
    this.#mark(client_id, "sending", null);
    void this.flush();
  }

  // The visitor gave it up, or the server has it.
  remove(client_id: string): void {
    this.#memory.forget(client_id);
    if (!this.#pending.some((message) => message.client_id === client_id)) return;
    this.#set(this.#pending.filter((message) => message.client_id !== client_id));
  }

  async flush(): Promise<void> {
    if (this.#busy) return;
    clearTimeout(this.#timer);
    this.#busy = true;
    try {
      while (await this.#deliverNext());
    } finally {
      this.#busy = false;
    }
  }

  async #deliverNext(): Promise<boolean> {
    const next = this.#pending.find((message) => message.state !== "failed");
    if (!next) return false;
    this.#mark(next.client_id, "sending", null);
    const delivery = await this.#deliver(next);
    if (delivery.done) {
      this.#failures = 0;
      this.remove(next.client_id);
      return true;
    }
    if ("failed" in delivery) {
      this.#mark(next.client_id, "failed", delivery.failed);
      return true;
    }
    this.#mark(next.client_id, "waiting", null);
    const delay = delivery.retryAfterMs ?? delayAfter(this.#failures++, Math.random());
    this.#timer = window.setTimeout(() => void this.flush(), delay);
    return false;
  }

  #mark(client_id: string, state: Pending["state"], reason: string | null): void {
    const changed = this.#pending.map((message) =>
      message.client_id === client_id ? { ...message, state, reason } : message,
    );
    this.#set(changed);
  }

  #set(pending: Pending[]): void {
    this.#pending = pending;
    this.#change(pending);
  }
}

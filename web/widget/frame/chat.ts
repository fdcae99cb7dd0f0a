// One visitor's chat: what is shown, and everything that changes it. The views only draw it.
import type { Answer, Api, Refusal } from "./api";
import { Live } from "./live";
import type { Memory, Unsent } from "./memory";
import { Outbox } from "./outbox";
import type { Delivery, Pending } from "./outbox";
import { countNews, merged } from "./timeline";
import type { Appearance, Conversation, Message, SocketEvent } from "./types";

export interface ChatState {
  phase: "loading" | "unreachable" | "missing" | "ready";
  appearance: Appearance | null;
  conversation: Conversation | null;
  messages: readonly Message[];
  pending: readonly Pending[];
  typing: string | null; // the name of who is typing; empty when it has none
  reachable: boolean;
  asking: "no" | "now" | "failed"; // for a person
  unread: number;
}

const kBeginAgainMs = 5_000;
const kTypingMs = 4_000;
const kQuietMs = 3_000;
const kReadDelayMs = 250;

export class Chat {
  readonly #api: Api;
  readonly #memory: Memory;
  readonly #page: () => string | null;
  readonly #live: Live;
  readonly #outbox: Outbox;
  readonly #change: () => void;
  #state: ChatState;
  #token: string | null = null;
  // Nothing is missing up to this message. What we sent ourselves, or heard on the socket, says
  // nothing about what was said just before it while we were away.
  #wholeUntil: string | null = null;
  #seen = false; // the visitor has the chat in front of them
  #catchingUp: Promise<void> | null = null;
  #heardAt = 0;
  #beginTimer = 0;
  #typingTimer = 0;
  #readTimer = 0;

  // `page` is where the visitor is on the customer's site, as far as the loader has said.
  constructor(
    api: Api,
    memory: Memory,
    socketAddress: string,
    page: () => string | null,
    change: () => void,
  ) {
    this.#api = api;
    this.#memory = memory;
    this.#page = page;
    this.#change = change;
    this.#live = new Live(socketAddress, {
      onGap: () => void this.#catchUp(),
      onOpen: (open) => open && void this.#outbox.flush(),
      onEvent: (event) => this.#hear(event),
    });
    this.#outbox = new Outbox(
      memory,
      (message) => this.#deliver(message),
      (pending) => this.#set({ pending }),
    );
    this.#state = {
      phase: "loading",
      appearance: null,
      conversation: null,
      messages: [],
      pending: this.#outbox.pending(),
      typing: null,
      reachable: true,
      asking: "no",
      unread: 0,
    };
  }

  state(): ChatState {
    return this.#state;
  }

  async begin(): Promise<void> {
    clearTimeout(this.#beginTimer);
    const appearance = await this.#api.appearance();
    if (!appearance.ok) {
      const missing = appearance.refusal.kind === "refused";
      this.#set({ phase: missing ? "missing" : "unreachable" });
      if (!missing) this.#beginTimer = window.setTimeout(() => void this.begin(), kBeginAgainMs);
      return;
    }
    this.#set({ appearance: appearance.value });
    this.#token = this.#memory.token();
    await this.#catchUp();
    this.#set({ phase: "ready" });
    this.#live.use(this.#token);
    void this.#outbox.flush();
  }

  send(text: string): void {
    this.#outbox.add(text);
  }

  retry(client_id: string): void {
    this.#outbox.retry(client_id);
  }

  discard(client_id: string): void {
    this.#outbox.remove(client_id);
  }

  typing(): void {
    this.#live.typing();
  }

  seen(seen: boolean): void {
    this.#seen = seen;
    this.#readIfSeen();
  }

  // Back from sleep, or from another network.
  refresh(): void {
    if (this.#state.phase === "unreachable") void this.begin();
    if (this.#state.phase !== "ready") return;
    if (this.#token) this.#live.refresh();
    void this.#catchUp();
    void this.#outbox.flush();
  }

  offline(): void {
    this.#set({ reachable: false });
  }

  async askForPerson(): Promise<void> {
    if (!this.#token || this.#state.asking === "now") return;
    this.#set({ asking: "now" });
    const token = this.#token;
    const answer = this.#noted(await this.#api.askForPerson(token), token);
    if (!answer.ok) {
      this.#set({ asking: "failed" });
      return;
    }
    this.#set({ asking: "no", conversation: answer.value });
    await this.#catchUp();
  }

  async #deliver(message: Unsent): Promise<Delivery> {
    const token = await this.#visitor();
    if (!token.ok) return this.#undelivered(token.refusal);
    const answer = this.#noted(
      await this.#api.send(token.value, message.client_id, message.text),
      token.value,
    );
    if (!answer.ok) return this.#undelivered(answer.refusal);
    this.#take([answer.value.message]);
    this.#set({ conversation: answer.value.conversation });
    this.#live.use(token.value);
    this.#expectNews();
    return { done: true };
  }

  #undelivered(refusal: Refusal): Delivery {
    if (refusal.kind === "refused") return { done: false, failed: refusal.title };
    if (refusal.kind === "slow_down") return { done: false, retryAfterMs: refusal.seconds * 1000 };
    return { done: false, retryAfterMs: null };
  }

  // The server makes a visitor when there is something to say, not when a page is looked at.
  async #visitor(): Promise<Answer<string>> {
    this.#token ??= this.#memory.token();
    if (this.#token) return { ok: true, value: this.#token };
    const answer = this.#noted(await this.#api.newVisitor(this.#page()), null);
    if (answer.ok) {
      this.#token = answer.value;
      this.#memory.keepToken(answer.value);
    }
    return answer;
  }

  // After a message something comes back soon. If the socket stays silent, it may be dead.
  #expectNews(): void {
    const asked = performance.now();
    setTimeout(() => {
      if (this.#heardAt < asked) void this.#catchUp();
    }, kQuietMs);
  }

  #catchUp(): Promise<void> {
    this.#catchingUp ??= this.#fetchMissed().finally(() => {
      this.#catchingUp = null;
    });
    return this.#catchingUp;
  }

  async #fetchMissed(): Promise<void> {
    const token = this.#token;
    if (!token) return;
    while (this.#wholeUntil) {
      const answer = this.#noted(await this.#api.messagesAfter(token, this.#wholeUntil), token);
      const newest = answer.ok && answer.value.at(-1);
      if (!answer.ok || !newest || token !== this.#token) return;
      this.#take(answer.value);
      this.#wholeUntil = newest.id;
      // An event changed the conversation itself, which only the history holds.
      if (answer.value.some((message) => message.event)) break;
    }
    return this.#fetchHistory(token);
  }

  async #fetchHistory(token: string): Promise<void> {
    const answer = this.#noted(await this.#api.history(token), token);
    if (!answer.ok || token !== this.#token) return;
    this.#wholeUntil = answer.value.messages.at(-1)?.id ?? null;
    this.#take(answer.value.messages);
    this.#set({ conversation: answer.value.conversation, unread: answer.value.unread });
    this.#readIfSeen();
  }

  // Every answer says whether the server can be reached and whether the token still holds.
  #noted<T>(answer: Answer<T>, token: string | null): Answer<T> {
    const reachable = answer.ok || answer.refusal.kind !== "unreachable";
    if (reachable !== this.#state.reachable) this.#set({ reachable });
    if (!answer.ok && answer.refusal.kind === "unknown_visitor" && token) this.#startAfresh(token);
    return answer;
  }

  #startAfresh(token: string): void {
    this.#memory.forgetToken(token);
    if (token !== this.#token) return;
    this.#token = null;
    this.#wholeUntil = null;
    this.#live.use(null);
    this.#set({ conversation: null, messages: [], typing: null, asking: "no", unread: 0 });
  }

  #hear(event: SocketEvent): void {
    this.#heardAt = performance.now();
    if (event.type === "typing") this.#showTyping(event.name ?? "");
    if (event.type === "conversation") this.#set({ conversation: event.conversation });
    if (event.type === "message" && event.message.kind !== "note") {
      if (event.conversation) this.#set({ conversation: event.conversation });
      this.#take([event.message]);
    }
  }

  #take(arrived: readonly Message[]): void {
    const known = this.#state.messages;
    const messages = merged(known, arrived);
    if (messages.length === known.length) return;
    const news = countNews(messages) - countNews(known);
    this.#set({ messages, unread: this.#state.unread + news });
    if (news > 0) this.#set({ typing: null });
    for (const { client_id } of arrived) if (client_id) this.#outbox.remove(client_id);
    this.#readIfSeen();
  }

  #showTyping(name: string): void {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = window.setTimeout(() => this.#set({ typing: null }), kTypingMs);
    this.#set({ typing: name });
  }

  #readIfSeen(): void {
    if (!this.#seen || this.#state.unread === 0) return;
    this.#set({ unread: 0 });
    clearTimeout(this.#readTimer);
    this.#readTimer = window.setTimeout(() => {
      if (this.#token) void this.#api.markRead(this.#token);
    }, kReadDelayMs);
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    this.#change();
  }
}

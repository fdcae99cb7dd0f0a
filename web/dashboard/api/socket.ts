// The live connection. It reconnects by itself, with growing delay, and tells listeners when it is
// live again so that they can fetch what they missed.
import { SignedOut } from "./problem";
import { csrfToken } from "./request";
import { currentSession } from "./session";
import { orNull, oneOf, shape, text } from "./read";
import * as shapes from "./generated/shapes";
import type { Conversation, Message } from "./types";

export type SocketEvent =
  | { type: "message"; conversation: Conversation; message: Message }
  | { type: "conversation"; conversation: Conversation }
  | { type: "typing"; conversation: string; author: "visitor" | "agent"; name: string | null }
  | { type: "live"; again: boolean }
  /** What this person may do has changed: what was fetched before may be too much or too little. */
  | { type: "rights" };

export type SocketState = "connecting" | "live" | "lost";

const kFirstDelay = 500;
const kLongestDelay = 15_000;
const kLongestSilence = 120_000;
const kTypingEvery = 2_000;
const kActiveEvery = 60_000;

const bye = shape<{ reason: string }>({ reason: text });
const envelope = shape<{ type: string }>({ type: text });
const messageEvent = shape<{ conversation: Conversation; message: Message }>({
  conversation: shapes.conversation,
  message: shapes.message,
});
const conversationEvent = shape<{ conversation: Conversation }>({
  conversation: shapes.conversation,
});
const typingEvent = shape<{
  conversation: string;
  author: "visitor" | "agent";
  name: string | null;
}>({ conversation: text, author: oneOf("visitor", "agent"), name: orNull(text) });

export class LiveSocket {
  private socket: WebSocket | null = null;
  private timer: number | undefined;
  private silence: number | undefined;
  private attempts = 0;
  private wasLive = false;
  private stopped = true;
  private state: SocketState = "connecting";
  private typingSentAt = 0;
  private activeSentAt = 0;
  private readonly eventListeners = new Set<(event: SocketEvent) => void>();
  private readonly stateListeners = new Set<() => void>();

  start(): void {
    this.stopped = false;
    window.addEventListener("online", this.retryNow);
    this.open();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.retryNow);
    window.clearTimeout(this.timer);
    window.clearTimeout(this.silence);
    this.socket?.close(1000);
    this.socket = null;
  }

  readonly retryNow = (): void => {
    if (this.stopped || this.state === "live") return;
    window.clearTimeout(this.timer);
    this.attempts = 0;
    void this.reopen();
  };

  readonly currentState = (): SocketState => this.state;

  readonly onState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  onEvent(listener: (event: SocketEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  sendTyping(conversation: string): void {
    if (Date.now() - this.typingSentAt < kTypingEvery) return;
    this.typingSentAt = Date.now();
    this.send({ type: "typing", conversation });
  }

  sendActive(): void {
    if (Date.now() - this.activeSentAt < kActiveEvery) return;
    this.activeSentAt = Date.now();
    this.send({ type: "active" });
  }

  private send(frame: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private open(): void {
    const url = new URL("/api/v1/socket", window.location.href);
    url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
    const socket = new WebSocket(url, ["gatehouse.v1", `csrf.${csrfToken()}`]);
    this.socket?.close(1000);
    this.socket = socket;
    socket.onmessage = (frame) => {
      if (socket === this.socket) this.receive(String(frame.data));
    };
    socket.onclose = () => {
      if (socket === this.socket) this.lose();
    };
  }

  // A refused upgrade does not say why. Asking for the session renews an expired token on the way,
  // and tells "the server is away" from "the session is over".
  private async reopen(): Promise<void> {
    try {
      await currentSession();
      if (!this.stopped) this.open();
    } catch (error) {
      if (error instanceof SignedOut) this.stop();
      else this.lose();
    }
  }

  private lose(): void {
    if (this.stopped) return;
    this.socket = null;
    window.clearTimeout(this.silence);
    this.enter("lost");
    const longest = Math.min(kLongestDelay, kFirstDelay * 2 ** this.attempts);
    this.attempts += 1;
    window.clearTimeout(this.timer);
    const delay = longest * (0.75 + Math.random() * 0.5);
    this.timer = window.setTimeout(() => void this.reopen(), delay);
  }

  private enter(state: SocketState): void {
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }

  private emit(event: SocketEvent): void {
    for (const listener of this.eventListeners) listener(event);
  }

  private listenForSilence(): void {
    window.clearTimeout(this.silence);
    this.silence = window.setTimeout(() => this.socket?.close(4000), kLongestSilence);
  }

  private receive(data: string): void {
    this.listenForSilence();
    let frame: unknown;
    try {
      frame = JSON.parse(data);
      const { type } = envelope(frame, "");
      if (type === "hello") this.greet();
      else if (type === "message") this.emit({ type, ...messageEvent(frame, "") });
      else if (type === "conversation") this.emit({ type, ...conversationEvent(frame, "") });
      else if (type === "typing") this.emit({ type, ...typingEvent(frame, "") });
      else if (type === "bye") this.part(bye(frame, "").reason);
    } catch {
      // One frame that cannot be read must not cost the others; the next reload makes it good.
    }
  }

  private part(reason: string): void {
    this.socket?.close(1000);
    // What may be done or from where has changed: the session says what is left.
    if (reason === "rights_changed" || reason === "outside_ranges") this.emit({ type: "rights" });
  }

  private greet(): void {
    this.attempts = 0;
    const again = this.wasLive;
    this.wasLive = true;
    this.enter("live");
    this.emit({ type: "live", again });
  }
}

// The socket: reconnects with growing delay for as long as it is wanted.
import { socketEvent } from "./types";
import type { SocketEvent } from "./types";

const kFirstDelayMs = 500;
const kLongestDelayMs = 15_000;
const kTypingEveryMs = 2_000;

export interface LiveListener {
  // Called on each connection and before each new attempt: what was missed is fetched over HTTP.
  onGap(): void;
  onOpen(open: boolean): void;
  onEvent(event: SocketEvent): void;
}

export function delayAfter(failures: number, chance: number): number {
  const delay = Math.min(kFirstDelayMs * 2 ** failures, kLongestDelayMs);
  return delay * (0.75 + chance / 2);
}

export class Live {
  readonly #address: string;
  readonly #listener: LiveListener;
  #token: string | null = null;
  #socket: WebSocket | null = null;
  #timer = 0;
  #failures = 0;
  #typedAt = -kTypingEveryMs;

  constructor(address: string, listener: LiveListener) {
    this.#address = address;
    this.#listener = listener;
  }

  use(token: string | null): void {
    if (token === this.#token) return;
    this.#token = token;
    this.#drop();
    this.#failures = 0;
    if (token) this.#connect();
  }

  // The connection may be dead without knowing: after sleep, or a change of network.
  refresh(): void {
    if (!this.#token) return;
    this.#drop();
    this.#connect();
  }

  typing(): void {
    const now = performance.now();
    if (this.#socket?.readyState !== WebSocket.OPEN || now - this.#typedAt < kTypingEveryMs) return;
    this.#typedAt = now;
    this.#socket.send('{"type":"typing"}');
  }

  #connect(): void {
    const socket = new WebSocket(this.#address, ["gatehouse.v1", `token.${this.#token}`]);
    this.#socket = socket;
    socket.onopen = () => {
      this.#failures = 0;
      this.#listener.onOpen(true);
      this.#listener.onGap();
    };
    socket.onmessage = ({ data }) => this.#read(data);
    socket.onclose = () => {
      if (socket === this.#socket) this.#retry();
    };
  }

  #read(data: unknown): void {
    let event: SocketEvent;
    try {
      event = socketEvent(JSON.parse(String(data)));
    } catch {
      return; // not ours to understand; the next gap brings what it held
    }
    this.#listener.onEvent(event);
  }

  #retry(): void {
    this.#socket = null;
    this.#listener.onOpen(false);
    const delay = delayAfter(this.#failures++, Math.random());
    this.#timer = window.setTimeout(() => {
      this.#listener.onGap();
      // Catching up may have found that the token has ended.
      if (this.#token) this.#connect();
    }, delay);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

// What outlives a reload: the visitor's token and the messages not yet accepted by the server.
// Each unsent message has a key of its own, so that two tabs do not overwrite each other's.
// Where the browser gives an iframe no storage, everything lives until the page is left.

export interface Unsent {
  client_id: string;
  text: string;
  at: number;
}

// Storage as an object: its keys are members, and a plain object is as good until the page is left.
type Store = Record<string, string>;

export function store(): Store {
  try {
    // Access alone may be refused, or every write.
    const kept = localStorage as Storage & Store;
    kept.gatehouse = "1";
    delete kept.gatehouse;
    return kept;
  } catch {
    return {};
  }
}

export class Memory {
  readonly #store: Store;
  readonly #visitor: string;
  readonly #unsent: string;

  constructor(widget: string, kept: Store) {
    this.#store = kept;
    this.#visitor = `gatehouse.${widget}.visitor`;
    this.#unsent = `gatehouse.${widget}.unsent.`;
  }

  token(): string | null {
    return this.#store[this.#visitor] ?? null;
  }

  keepToken(token: string): void {
    this.#store[this.#visitor] = token;
  }

  forgetToken(token: string): void {
    // Another tab may have a newer one by now.
    if (this.token() === token) delete this.#store[this.#visitor];
  }

  keep(message: Unsent): void {
    this.#store[this.#unsent + message.client_id] = JSON.stringify(message);
  }

  forget(client_id: string): void {
    delete this.#store[this.#unsent + client_id];
  }

  // Oldest first.
  unsent(): Unsent[] {
    return Object.entries(this.#store)
      .filter(([key]) => key.startsWith(this.#unsent))
      .map(([, text]) => JSON.parse(text) as Unsent)
      .sort((a, b) => a.at - b.at);
  }
}

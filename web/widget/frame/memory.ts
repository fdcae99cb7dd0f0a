// What outlives a reload: the visitor's token and the messages not yet accepted by the server.
// Each unsent message has a key of its own, so that two tabs do not overwrite each other's.
// Where the browser gives an iframe no storage, everything lives until the page is left.

export interface Unsent {
  client_id: string;
  text: string;
  at: number;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

class UntilLeft implements Store {
  readonly #items = new Map<string, string>();

  get length(): number {
    return this.#items.size;
  }

  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

export function store(): Store {
  try {
    // Access alone may be refused, or every write.
    localStorage.setItem("gatehouse", "1");
    localStorage.removeItem("gatehouse");
    return localStorage;
  } catch {
    return new UntilLeft();
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
    return this.#store.getItem(this.#visitor);
  }

  keepToken(token: string): void {
    this.#store.setItem(this.#visitor, token);
  }

  forgetToken(token: string): void {
    // Another tab may have a newer one by now.
    if (this.token() === token) this.#store.removeItem(this.#visitor);
  }

  keep(message: Unsent): void {
    this.#store.setItem(this.#unsent + message.client_id, JSON.stringify(message));
  }

  forget(client_id: string): void {
    this.#store.removeItem(this.#unsent + client_id);
  }

  // Oldest first.
  unsent(): Unsent[] {
    const keys = Array.from({ length: this.#store.length }, (_, i) => this.#store.key(i) ?? "");
    return keys
      .filter((key) => key.startsWith(this.#unsent))
      .map((key) => JSON.parse(this.#store.getItem(key) ?? "{}") as Unsent)
      .sort((a, b) => a.at - b.at);
  }
}

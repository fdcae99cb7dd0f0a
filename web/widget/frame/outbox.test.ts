import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Memory, store } from "./memory";
import type { Unsent } from "./memory";
import { Outbox } from "./outbox";
import type { Delivery } from "./outbox";

// The server, as the outbox sees it: answers in turn, then accepts everything.
class Server {
  readonly seen: Unsent[] = [];
  readonly #answers: Delivery[];

  constructor(...answers: Delivery[]) {
    this.#answers = answers;
  }

  readonly deliver = async (message: Unsent): Promise<Delivery> => {
    this.seen.push(message);
    return this.#answers.shift() ?? { done: true };
  };
}

function outbox(server: Server, memory = new Memory("wgt_1", store())): Outbox {
  return new Outbox(memory, server.deliver, () => undefined);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the outbox", () => {
  it("sends in the order written, one after the other", async () => {
    const server = new Server();
    const box = outbox(server);
    box.add("one");
    box.add("two");
    await vi.runAllTimersAsync();
    expect(server.seen.map(({ text }) => text)).toEqual(["one", "two"]);
    expect(box.pending()).toEqual([]);
  });

  it("tries again under the same id when the server could not be reached", async () => {
    const server = new Server({ done: false, retryAfterMs: null });
    const box = outbox(server);
    box.add("one");
    await vi.advanceTimersByTimeAsync(0);
    expect(box.pending()[0]?.state).toBe("waiting");
    await vi.runAllTimersAsync();
    expect(server.seen).toHaveLength(2);
    expect(server.seen[1]?.client_id).toBe(server.seen[0]?.client_id);
  });

  it("waits as long as the server asks", async () => {
    const server = new Server({ done: false, retryAfterMs: 7_000 });
    const box = outbox(server);
    box.add("one");
    await vi.advanceTimersByTimeAsync(6_999);
    expect(server.seen).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.seen).toHaveLength(2);
    expect(box.pending()).toEqual([]);
  });

  it("keeps a refused message for the visitor and goes on with the next", async () => {
    const reason = "Write it in other words.";
    const server = new Server({ done: false, failed: reason });
    const box = outbox(server);
    box.add("one");
    box.add("two");
    await vi.runAllTimersAsync();
    const [refused, ...others] = box.pending();
    expect(refused).toMatchObject({ text: "one", state: "failed", reason });
    expect(others).toEqual([]);
    box.retry(refused?.client_id ?? "");
    await vi.runAllTimersAsync();
    expect(box.pending()).toEqual([]);
  });

  it("sends after a reload what was not sent before it, under the same id", async () => {
    const memory = new Memory("wgt_1", store());
    const before = new Server({ done: false, retryAfterMs: 60_000 });
    outbox(before, memory).add("one");
    await vi.advanceTimersByTimeAsync(0);
    const after = new Server();
    await outbox(after, memory).flush();
    expect(after.seen).toHaveLength(1);
    expect(after.seen[0]).toMatchObject({ client_id: before.seen[0]?.client_id, text: "one" });
    expect(memory.unsent()).toEqual([]);
  });
});

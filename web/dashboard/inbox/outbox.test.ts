import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "../api/types";
import { Outbox } from "./outbox";

const stored = new Map<string, string>();
const sessionStorage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
};

function message(body: { client_id: string; text: string }): Message {
  return {
    id: `msg_${body.client_id}`,
    conversation: "conv_1",
    author: "agent",
    author_name: "Ada",
    kind: "text",
    text: body.text,
    citation: null,
    event: null,
    client_id: body.client_id,
    at: "2026-01-01T00:00:00.000Z",
    offers_person: false,
  };
}

type Body = { client_id: string; text: string };
let bodies: Body[] = [];
let reachable = true;

function serve(): void {
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => {
    if (!reachable) return Promise.reject(new TypeError("network"));
    const body = JSON.parse(String(init.body)) as Body;
    bodies.push(body);
    return Promise.resolve(Response.json(message(body)));
  });
}

async function settled(outbox: Outbox): Promise<void> {
  await vi.waitFor(() => {
    if (outbox.all().some((entry) => entry.state === "sending")) throw new Error("still sending");
  });
}

const draft = { person: "per_1", conversation: "conv_1", kind: "text" as const };

beforeEach(() => {
  stored.clear();
  bodies = [];
  reachable = true;
  vi.stubGlobal("window", { sessionStorage, setTimeout: () => 0, clearTimeout: () => undefined });
  serve();
});

describe("outbox", () => {
  it("delivers in the order of writing and then forgets", async () => {
    const outbox = new Outbox();
    const delivered: string[] = [];
    outbox.start("per_1", (one) => delivered.push(one.text));
    for (const text of ["one", "two", "three"]) outbox.add({ ...draft, text });
    await settled(outbox);
    expect(delivered).toEqual(["one", "two", "three"]);
    expect(outbox.all()).toEqual([]);
    expect(stored.size).toBe(0);
  });

  it("keeps a message without connection and sends it with the same client id", async () => {
    const outbox = new Outbox();
    outbox.start("per_1", () => undefined);
    reachable = false;
    outbox.add({ ...draft, text: "late" });
    await settled(outbox);
    const waiting = outbox.all()[0];
    expect(waiting?.state).toBe("waiting");
    reachable = true;
    outbox.resume();
    await settled(outbox);
    expect(bodies).toEqual([{ client_id: waiting?.clientId, text: "late" }]);
  });

  it("takes up after a reload what the same person left, and nobody else's", async () => {
    const before = new Outbox();
    before.start("per_1", () => undefined);
    reachable = false;
    before.add({ ...draft, text: "before the reload" });
    await settled(before);
    const kept = new Map(stored);
    reachable = true;

    const stranger = new Outbox();
    stranger.start("per_2", () => undefined);
    await settled(stranger);
    expect(bodies).toEqual([]);

    for (const [key, value] of kept) stored.set(key, value);
    const after = new Outbox();
    after.start("per_1", () => undefined);
    await settled(after);
    expect(bodies.map(({ text }) => text)).toEqual(["before the reload"]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer, Api } from "./api";
import { Chat } from "./chat";
import { Memory, store } from "./memory";
import type { Message } from "./types";

const kToken = "visitor";

function message(id: string, author: Message["author"], text: string): Message {
  return {
    id,
    author,
    author_name: null,
    kind: "text",
    text,
    event: null,
    citation: null,
    client_id: null,
    at: `2026-11-25T10:00:0${id}Z`,
    offers_person: false,
  };
}

// The server with what was said so far; the socket never opens.
class Server {
  readonly said = [message("1", "agent", "one")];
  readonly asked: string[] = [];

  api(): Api {
    const ok = async <T>(value: T): Promise<Answer<T>> => ({ ok: true, value });
    const conversation = { id: "con", state: "open", handled_by: "agent", agent: null } as const;
    return {
      appearance: () => ok({ name: "Shop", greeting: "", language: "en", workspace: "Shop" }),
      newVisitor: () => ok(kToken),
      history: () => ok({ conversation, messages: [...this.said], unread: 0 }),
      messagesAfter: (_: string, id: string) => {
        this.asked.push(id);
        return ok(this.said.filter((one) => one.id > id));
      },
      send: (_: string, __: string, text: string) => {
        const sent = message(String(this.said.length + 1), "visitor", text);
        this.said.push(sent);
        return ok({ message: sent, conversation });
      },
      markRead: () => ok(null),
    } as unknown as Api;
  }
}

beforeEach(() => {
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal(
    "WebSocket",
    class {
      close() {}
    },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the chat", () => {
  it("finds what was said before its own message while it was away", async () => {
    const server = new Server();
    const memory = new Memory("wgt_1", store());
    memory.keepToken(kToken);
    const chat = new Chat(server.api(), memory, "wss://chat.example.com", () => null, () => {});
    await chat.begin();
    server.said.push(message("2", "agent", "two"));
    chat.send("three");
    await vi.waitFor(() => expect(server.said).toHaveLength(3));
    chat.refresh();
    await vi.waitFor(() =>
      expect(chat.state().messages.map(({ text }) => text)).toEqual(["one", "two", "three"]),
    );
    expect(server.asked).toContain("1");
  });
});

import { describe, expect, it } from "vitest";
import { countNews, merged, offersPerson, together } from "./timeline";
import type { Conversation, Message } from "./types";

function message(id: string, change: Partial<Message> = {}): Message {
  return {
    id,
    author: "bot",
    author_name: null,
    kind: "text",
    text: "",
    event: null,
    citation: null,
    client_id: null,
    at: "2026-11-23T21:42:10.123Z",
    offers_person: false,
    ...change,
  };
}

const open: Conversation = { id: "conv_1", state: "open", handled_by: "bot", agent: null };

describe("the timeline", () => {
  it("shows a message once, however often it comes", () => {
    const once = merged([], [message("msg_1"), message("msg_1")]);
    expect(merged(once, [message("msg_1")]).map(({ id }) => id)).toEqual(["msg_1"]);
  });

  it("puts a late message where it belongs", () => {
    const known = [message("msg_1", { at: "2026-01-01T00:00:01.000Z" })];
    const late = message("msg_0", { at: "2026-01-01T00:00:00.000Z" });
    expect(merged(known, [late]).map(({ id }) => id)).toEqual(["msg_0", "msg_1"]);
  });

  it("orders messages of the same millisecond by their ids", () => {
    const ids = merged([message("msg_2")], [message("msg_1")]).map(({ id }) => id);
    expect(ids).toEqual(["msg_1", "msg_2"]);
  });

  it("counts what bot and people wrote as news, not the visitor's own words or events", () => {
    const all = [
      message("a"),
      message("b", { author: "agent" }),
      message("c", { author: "visitor" }),
      message("d", { author: "system", kind: "event", event: "closed" }),
    ];
    expect(countNews(all)).toBe(2);
  });

  it("offers a person only while the bot's offer is the last word", () => {
    const offer = message("a", { offers_person: true });
    expect(offersPerson([offer], open)).toBe(true);
    expect(offersPerson([offer, message("b", { author: "visitor" })], open)).toBe(false);
    expect(offersPerson([offer], { ...open, handled_by: "waiting" })).toBe(false);
    expect(offersPerson([offer], { ...open, state: "closed" })).toBe(false);
    expect(offersPerson([], null)).toBe(false);
  });

  it("groups one author's messages of a few minutes", () => {
    const first = message("a", { at: "2026-01-01T00:00:00.000Z" });
    expect(together(first, message("b", { at: "2026-01-01T00:04:59.000Z" }))).toBe(true);
    expect(together(first, message("b", { at: "2026-01-01T00:05:00.000Z" }))).toBe(false);
    expect(together(first, message("b", { author: "agent", at: first.at }))).toBe(false);
    expect(together(undefined, first)).toBe(false);
  });
});

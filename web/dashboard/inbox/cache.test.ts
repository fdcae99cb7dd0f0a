import { expect, it } from "vitest";
import type { Message } from "../api/types";
import { merged } from "./cache";

function at(id: string, time: string): Message {
  return {
    id,
    conversation: "conv_1",
    author: "visitor",
    author_name: null,
    kind: "text",
    text: id,
    citation: null,
    event: null,
    client_id: null,
    at: `2026-01-01T00:00:0${time}.000Z`,
    offers_person: false,
  };
}

it("shows a message seen twice once, in time order", () => {
  const known = [at("a", "1"), at("c", "3")];
  const more = [at("c", "3"), at("b", "2"), at("d", "3")];
  expect(merged(known, more).map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
});

import { expect, it } from "vitest";
import en from "./en.json";
import he from "./he.json";

it("says the same in every language", () => {
  expect(Object.keys(he)).toEqual(Object.keys(en));
  for (const [name, text] of Object.entries(he)) {
    expect(text, name).not.toBe("");
    expect(text.includes("{}"), name).toBe(en[name as keyof typeof en].includes("{}"));
  }
});

import { describe, expect, it } from "vitest";
import { delayAfter } from "./live";
import { parentOrigin } from "./parent";

describe("the page around the frame", () => {
  it("is the origin that the loader wrote", () => {
    const shop = "https://shop.example";
    expect(parentOrigin(`#${shop}`, [])).toBe(shop);
    expect(parentOrigin(`#${shop}`, [shop])).toBe(shop);
  });

  it.each(["", "#", "#null", "#*", "#https://shop.example/path", "#data:text/html,x"])(
    "is nobody when the fragment is %j",
    (fragment) => {
      expect(parentOrigin(fragment, [])).toBeNull();
    },
  );

  it("is nobody when the browser names another one", () => {
    expect(parentOrigin("#https://shop.example", ["https://evil.example"])).toBeNull();
  });
});

describe("reconnecting", () => {
  it("waits longer after each failure, from half a second to a quarter of a minute", () => {
    expect(delayAfter(0, 0.5)).toBe(500);
    expect(delayAfter(3, 0.5)).toBe(4_000);
    expect(delayAfter(30, 0.5)).toBe(15_000);
  });

  it("scatters the visitors of a restarted server", () => {
    expect(delayAfter(0, 0)).toBe(375);
    expect(delayAfter(0, 1)).toBe(625);
  });
});

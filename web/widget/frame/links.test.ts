import { describe, expect, it } from "vitest";
import { pieces, safeHref } from "./links";

function links(text: string): string[] {
  return pieces(text).flatMap(({ href }) => href ?? []);
}

describe("links in plain text", () => {
  it("finds https addresses and leaves every character in place", () => {
    const text = "See https://example.com/a?b=1#c, or ask.";
    expect(links(text)).toEqual(["https://example.com/a?b=1#c"]);
    expect(pieces(text).map((piece) => piece.text).join("")).toBe(text);
  });

  it.each([
    ["(https://example.com/a)", "https://example.com/a"],
    ["https://example.com/a_(b)", "https://example.com/a_(b)"],
    ["https://example.com/a.", "https://example.com/a"],
    ['"https://example.com/"', "https://example.com/"],
  ])("knows where the address in %s ends", (text, href) => {
    expect(links(text)).toEqual([href]);
  });

  it.each([
    "http://example.com/",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://user@example.com/",
    "https://:secret@example.com/",
    "https://",
  ])("makes no link of %s", (text) => {
    expect(links(text)).toEqual([]);
    expect(pieces(text).map((piece) => piece.text).join("")).toBe(text);
  });

  it("refuses a source's address that is not https", () => {
    expect(safeHref("javascript:alert(1)", "https://chat.example")).toBeNull();
    expect(safeHref("/guide", "https://chat.example")).toBe("https://chat.example/guide");
  });
});

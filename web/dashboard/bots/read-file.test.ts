import { describe, expect, it } from "vitest";
import { readFile } from "./read-file";

describe("reading a file as knowledge", () => {
  it("takes a Markdown file's heading as its title", async () => {
    const file = new File(["Intro\n\n# Returns #\n\nWithin 30 days."], "returns.md");
    expect(await readFile(file)).toMatchObject({ kind: "markdown", title: "Returns" });
  });

  it("takes a text file's name as its title", async () => {
    const file = new File(["# not a heading here"], "opening hours.txt");
    expect(await readFile(file)).toMatchObject({ kind: "text", title: "opening hours" });
  });

  it("says why a file cannot be knowledge", async () => {
    expect(await readFile(new File(["x"], "photo.png"))).toBe("wrong_kind");
    expect(await readFile(new File([new Uint8Array([0xff, 0xfe])], "a.txt"))).toBe("not_text");
    expect(await readFile(new File([" \n "], "a.txt"))).toBe("empty");
    expect(await readFile(new File(["x".repeat(900_001)], "a.txt"))).toBe("too_large");
  });
});

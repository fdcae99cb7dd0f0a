import { describe, expect, it } from "vitest";
import { signOnEnd } from "./sign-on-arrival";

describe("the end of a trip to an identity provider", () => {
  it("is one of the words that the server uses", () => {
    expect(signOnEnd("#sign-on=done")).toBe("done");
    expect(signOnEnd("#sign-on=not_linked")).toBe("not_linked");
  });

  it.each(["", "#", "#sign-on=", "#sign-on=other", "#sign-on=done&x", "sign-on=done"])(
    "is nothing for %j",
    (hash) => expect(signOnEnd(hash)).toBeNull(),
  );
});

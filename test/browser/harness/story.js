import { it } from "node:test";

/**
 * Tests that each go on where the last one ended: after a failure the rest would fail for its sake.
 * `onFailure` is to keep what the pages show at that moment.
 */
export function story(onFailure) {
  let isBroken = false;
  return (name, act) =>
    it(name, async (t) => {
      if (isBroken) return t.skip("an earlier step failed");
      try {
        await act();
      } catch (error) {
        isBroken = true;
        await onFailure(name);
        throw error;
      }
    });
}

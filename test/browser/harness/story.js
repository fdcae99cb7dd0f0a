import { it } from "node:test";

/**
 * Tests that each go on where the last one ended: after a failure the rest would fail for its sake.
 * `onFailure` is to keep what the pages show at that moment.
 */
export function story(onFailure) {
  let isBroken = false;
  // `pending`: a known defect of the page, by which the step is shown as skipped until it is mended.
  return (name, act, pending) =>
    it(name, async (t) => {
      if (pending) return t.skip(pending);
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

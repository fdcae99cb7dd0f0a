import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";

const kPatienceMs = 10_000;

/** Looks again and again until `look` gives `wanted`, and fails with the difference if it never does. */
export async function eventually(look, wanted, what) {
  const end = performance.now() + kPatienceMs;
  let seen;
  do {
    seen = await look();
    if (isSame(seen, wanted)) return;
    await setImmediate();
  } while (performance.now() < end);
  if (wanted instanceof RegExp) assert.match(String(seen), wanted, what);
  else assert.deepEqual(seen, wanted, what);
}

function isSame(seen, wanted) {
  if (wanted instanceof RegExp) return wanted.test(String(seen));
  return JSON.stringify(seen) === JSON.stringify(wanted);
}

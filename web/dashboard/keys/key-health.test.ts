import { expect, test } from "vitest";
import type { ApiKey } from "../api/types";
import { healthOf, overlapEnd } from "./key-health";
import { kPresets, presetsFor } from "./presets";

const kNow = Date.parse("2026-11-25T12:00:00Z");

function key(part: Partial<ApiKey>): ApiKey {
  return {
    id: "key_01",
    name: "CRM",
    owner: { person: "per_01", name: "Ada" },
    privileges: ["read_bots"],
    in_force: ["read_bots"],
    bots: null,
    per_minute: 600,
    ranges: [],
    state: "active",
    made_at: "2026-11-20T12:00:00Z",
    renewed_at: "2026-11-20T12:00:00Z",
    expires_at: "2027-05-20T12:00:00Z",
    old_secret_until: null,
    used_at: null,
    used_from: null,
    ...part,
  };
}

test("a new key is well, used or not", () => {
  expect(healthOf(key({}), kNow)).toBe("well");
});

test("a key that nobody used for a week is worth a look", () => {
  const old = { made_at: "2026-11-01T12:00:00Z", renewed_at: "2026-11-01T12:00:00Z" };
  expect(healthOf(key(old), kNow)).toBe("neverUsed");
  expect(healthOf(key({ ...old, used_at: "2026-11-02T12:00:00Z" }), kNow)).toBe("well");
});

test("the end comes before everything else", () => {
  expect(healthOf(key({ expires_at: "2026-12-01T12:00:00Z" }), kNow)).toBe("expiring");
  expect(healthOf(key({ state: "expired" }), kNow)).toBe("expired");
  expect(healthOf(key({ state: "unused" }), kNow)).toBe("unused");
  expect(healthOf(key({ in_force: [] }), kNow)).toBe("powerless");
});

test("an old secret is mentioned while it is good", () => {
  expect(overlapEnd(key({ old_secret_until: "2026-11-25T13:00:00Z" }), kNow)).not.toBeNull();
  expect(overlapEnd(key({ old_secret_until: "2026-11-25T11:00:00Z" }), kNow)).toBeNull();
});

test("the first preset is the narrowest, and nobody is offered more than they hold", () => {
  expect(kPresets[0]?.privileges).toEqual(["read_bots"]);
  expect(presetsFor(["read_bots"]).map(({ name }) => name)).toEqual(["look"]);
});

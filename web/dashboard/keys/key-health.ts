import type { ApiKey } from "../api/types";

export type KeyHealth = "well" | "expiring" | "neverUsed" | "expired" | "unused" | "powerless";

const kDay = 86_400_000;
const kSoon = 14 * kDay;
/** A new key needs a while until somebody has put it where it is used. */
const kGrace = 7 * kDay;

export function healthOf(key: ApiKey, now: number): KeyHealth {
  if (key.state !== "active") return key.state;
  if (key.in_force.length === 0) return "powerless";
  if (new Date(key.expires_at).getTime() - now < kSoon) return "expiring";
  const made = new Date(key.renewed_at).getTime();
  if (key.used_at === null && now - made > kGrace) return "neverUsed";
  return "well";
}

export function overlapEnd(key: ApiKey, now: number): string | null {
  const end = key.old_secret_until;
  return end !== null && new Date(end).getTime() > now ? end : null;
}

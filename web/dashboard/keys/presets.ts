import type { Privilege } from "../api/types";

export interface Preset {
  name: "look" | "inbox" | "answer" | "content" | "reports" | "audit";
  privileges: Privilege[];
}

/** The narrowest first: it is what a new key gets unless somebody chooses more. */
export const kPresets: Preset[] = [
  { name: "look", privileges: ["read_bots"] },
  { name: "inbox", privileges: ["read_conversations"] },
  {
    name: "answer",
    privileges: ["read_conversations", "note_conversations", "reply_conversations"],
  },
  { name: "content", privileges: ["read_bots", "edit_bots"] },
  { name: "reports", privileges: ["read_reports"] },
  { name: "audit", privileges: ["read_audit", "read_security"] },
];

/** Nobody gives a key what they do not hold. */
export function presetsFor(held: readonly Privilege[]): Preset[] {
  return kPresets.filter(({ privileges }) => privileges.every((one) => held.includes(one)));
}

import * as shapes from "./generated/shapes";
import type { Reader } from "./read";
import type { Approval } from "./types";

/** Of acts that may wait for somebody else: what was done, or the request that waits (202). */
export function orApproval<T>(reader: Reader<T>): Reader<T | Approval> {
  return (value, at) => (isRequest(value) ? shapes.approval(value, at) : reader(value, at));
}

function isRequest(value: unknown): boolean {
  return typeof value === "object" && value !== null && "act" in value && "digest" in value;
}

export function waits<T extends object>(answer: T | Approval): answer is Approval {
  return "digest" in answer;
}

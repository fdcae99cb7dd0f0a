import { nothing } from "./read";
import { pathOf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Body, Departure, LeaveEnds } from "./types";

const kLeavePath = "/api/v1/members/{person}/leave";

export async function whatLeavingEnds(person: string): Promise<LeaveEnds> {
  const path = pathOf`/api/v1/members/${person}/leave`;
  return request({ method: "GET", path, read: shapes.leaveEnds });
}

export async function letLeave(
  person: string,
  body: Body<typeof kLeavePath, "post">,
): Promise<Departure> {
  const path = pathOf`/api/v1/members/${person}/leave`;
  return request({ method: "POST", path, body, read: shapes.departure });
}

export async function withdrawLeaving(person: string): Promise<void> {
  const path = pathOf`/api/v1/members/${person}/leave`;
  await request({ method: "DELETE", path, read: nothing });
}

export async function letReturn(person: string, reason: string): Promise<void> {
  const path = pathOf`/api/v1/members/${person}/return`;
  await request({ method: "POST", path, body: { reason }, read: nothing });
}

export async function departures(): Promise<Departure[]> {
  const path = "/api/v1/departures";
  return (await request({ method: "GET", path, read: shapes.departureItems })).items;
}

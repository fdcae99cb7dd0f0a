import { nothing } from "./read";
import { pathOf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Body, SecurityAlert, WorkspacePolicy } from "./types";

const kPolicyPath = "/api/v1/workspace/policy";

export async function workspacePolicy(): Promise<WorkspacePolicy> {
  return request({ method: "GET", path: kPolicyPath, read: shapes.workspacePolicy });
}

export async function changePolicy(
  body: Body<"/api/v1/workspace/policy", "patch">,
): Promise<WorkspacePolicy> {
  return request({ method: "PATCH", path: kPolicyPath, body, read: shapes.workspacePolicy });
}

export async function alerts(): Promise<SecurityAlert[]> {
  return (await request({ method: "GET", path: "/api/v1/alerts", read: shapes.alertItems })).items;
}

export async function markAlertSeen(id: string): Promise<void> {
  const path = pathOf`/api/v1/alerts/${id}/seen`;
  await request({ method: "POST", path, body: {}, read: nothing });
}

export async function endMemberSessions(person: string): Promise<void> {
  const path = pathOf`/api/v1/members/${person}/sessions`;
  await request({ method: "DELETE", path, read: nothing });
}

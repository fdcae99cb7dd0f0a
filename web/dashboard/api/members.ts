import { orApproval } from "./or-approval";
import { nothing } from "./read";
import { pathOf, rememberCsrf, request } from "./request";
import * as shapes from "./generated/shapes";
import type {
  Approval,
  Body,
  Invitation,
  InvitationOffer,
  Member,
  RoleKey,
  Session,
  Workspace,
} from "./types";

export async function workspace(): Promise<Workspace> {
  return request({ method: "GET", path: "/api/v1/workspace", read: shapes.workspace });
}

export async function renameWorkspace(
  body: Body<"/api/v1/workspace", "patch">,
): Promise<Workspace> {
  return request({ method: "PATCH", path: "/api/v1/workspace", body, read: shapes.workspace });
}

export async function members(): Promise<Member[]> {
  const path = "/api/v1/members";
  return (await request({ method: "GET", path, read: shapes.memberItems })).items;
}

/** The member in the new role, or what waits for approval: then nothing has changed yet. */
export async function changeRole(
  person: string,
  role: RoleKey,
  reason: string,
): Promise<Member | Approval> {
  return request<Member | Approval>({
    method: "PATCH",
    path: pathOf`/api/v1/members/${person}`,
    body: { role, reason },
    read: orApproval(shapes.member),
  });
}

export async function removeMember(person: string): Promise<void> {
  await request({
    method: "DELETE",
    path: pathOf`/api/v1/members/${person}`,
    read: nothing,
  });
}

export async function invite(body: Body<"/api/v1/invitations", "post">): Promise<Invitation> {
  return request({
    method: "POST",
    path: "/api/v1/invitations",
    body,
    read: shapes.linkShown,
  });
}

export async function checkInvitation(
  body: Body<"/api/v1/invitations/check", "post">,
): Promise<InvitationOffer> {
  return request({
    method: "POST",
    path: "/api/v1/invitations/check",
    body,
    read: shapes.invitation,
    renew: "never",
  });
}

export async function acceptInvitation(
  body: Body<"/api/v1/invitations/accept", "post">,
): Promise<Session> {
  const session = await request({
    method: "POST",
    path: "/api/v1/invitations/accept",
    body,
    read: shapes.session,
    renew: "never",
  });
  rememberCsrf(session.csrf);
  return session;
}

import { orApproval } from "./or-approval";
import { nothing } from "./read";
import { pathOf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Approval, Body, Grant, Privilege, PrivilegeEntry, Role, RoleKey } from "./types";

export async function privileges(): Promise<PrivilegeEntry[]> {
  const path = "/api/v1/privileges";
  return (await request({ method: "GET", path, read: shapes.privilegeItems })).items;
}

export async function roles(): Promise<Role[]> {
  return (await request({ method: "GET", path: "/api/v1/roles", read: shapes.roleItems })).items;
}

export async function addRole(body: Body<"/api/v1/roles", "post">): Promise<Role> {
  return request({ method: "POST", path: "/api/v1/roles", body, read: shapes.role });
}

export async function editRole(
  role: RoleKey,
  body: Body<"/api/v1/roles/{role}", "patch">,
): Promise<Role | Approval> {
  return request<Role | Approval>({
    method: "PATCH",
    path: pathOf`/api/v1/roles/${role}`,
    body,
    read: orApproval(shapes.role),
  });
}

export async function deleteRole(role: RoleKey): Promise<void> {
  await request({ method: "DELETE", path: pathOf`/api/v1/roles/${role}`, read: nothing });
}

export async function grantsOf(person: string): Promise<Grant[]> {
  const path = pathOf`/api/v1/members/${person}/grants`;
  return (await request({ method: "GET", path, read: shapes.grantItems })).items;
}

export async function setGrant(
  person: string,
  bot: string,
  held: Privilege[],
): Promise<Grant> {
  return request({
    method: "PATCH",
    path: pathOf`/api/v1/members/${person}/grants/${bot}`,
    body: { privileges: held },
    read: shapes.grant,
  });
}

import { pathOf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Directory, DirectoryGroup, RoleKey } from "./types";

export async function directory(): Promise<Directory> {
  return request({ method: "GET", path: "/api/v1/directory", read: shapes.directory });
}

export async function mapGroup(group: string, role: RoleKey | null): Promise<DirectoryGroup> {
  return request({
    method: "PATCH",
    path: pathOf`/api/v1/directory/groups/${group}`,
    body: { role },
    read: shapes.directoryGroup,
  });
}

import { query, request } from "./request";
import * as shapes from "./generated/shapes";
import type { AuditPage, Security } from "./types";

export async function security(): Promise<Security> {
  return request({ method: "GET", path: "/api/v1/security", read: shapes.security });
}

export async function audit(before: number | null, limit: number): Promise<AuditPage> {
  const path = `/api/v1/audit${query({ before, limit })}`;
  return request({ method: "GET", path, read: shapes.auditList });
}

import { nothing } from "./read";
import { pathOf, rememberCsrf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Approval, Session, SupportGrant } from "./types";

export async function approvals(): Promise<Approval[]> {
  const path = "/api/v1/approvals";
  return (await request({ method: "GET", path, read: shapes.approvalItems })).items;
}

/** What was shown is what is approved: the server refuses when it has become something else. */
export async function approve({ id, digest }: Approval): Promise<Approval> {
  return request({
    method: "POST",
    path: pathOf`/api/v1/approvals/${id}/approve`,
    body: { digest },
    read: shapes.approval,
  });
}

export async function decline({ id }: Approval): Promise<Approval> {
  return request({
    method: "POST",
    path: pathOf`/api/v1/approvals/${id}/decline`,
    body: {},
    read: shapes.approval,
  });
}

export async function withdraw({ id }: Approval): Promise<Approval> {
  return request({
    method: "POST",
    path: pathOf`/api/v1/approvals/${id}/withdraw`,
    body: {},
    read: shapes.approval,
  });
}

export async function supportGrants(): Promise<SupportGrant[]> {
  const path = "/api/v1/support";
  return (await request({ method: "GET", path, read: shapes.supportGrantItems })).items;
}

export async function endSupport(grant: string): Promise<void> {
  await request({
    method: "POST",
    path: pathOf`/api/v1/support/${grant}/end`,
    body: {},
    read: nothing,
  });
}

export async function openSupport(token: string): Promise<Session> {
  const session = await request({
    method: "POST",
    path: "/api/v1/support/session",
    body: { token },
    read: shapes.session,
    renew: "never",
  });
  rememberCsrf(session.csrf);
  return session;
}

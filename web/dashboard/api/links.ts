// Links that change an account: lost passwords, new addresses, open invitations.
import { nothing } from "./read";
import { pathOf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Body, ConfirmedEmail, Invitation, OpenInvitation, ResetAccount } from "./types";

export async function askForReset(body: Body<"/api/v1/password-reset", "post">): Promise<void> {
  await request({
    method: "POST",
    path: "/api/v1/password-reset",
    body,
    read: nothing,
    renew: "never",
  });
}

export async function checkReset(
  body: Body<"/api/v1/password-reset/check", "post">,
): Promise<ResetAccount> {
  return request({
    method: "POST",
    path: "/api/v1/password-reset/check",
    body,
    read: shapes.resetAccount,
    renew: "never",
  });
}

export async function resetPassword(
  body: Body<"/api/v1/password-reset/confirm", "post">,
): Promise<void> {
  await request({
    method: "POST",
    path: "/api/v1/password-reset/confirm",
    body,
    read: nothing,
    renew: "never",
  });
}

export async function makeResetLink(
  person: string,
  body: Body<"/api/v1/members/{person}/password-reset", "post">,
): Promise<Invitation> {
  return request({
    method: "POST",
    path: pathOf`/api/v1/members/${person}/password-reset`,
    body,
    read: shapes.linkShown,
  });
}

export async function openInvitations(): Promise<OpenInvitation[]> {
  const path = "/api/v1/invitations";
  return (await request({ method: "GET", path, read: shapes.invitationItems })).items;
}

export async function withdrawInvitation(id: string): Promise<void> {
  const path = pathOf`/api/v1/invitations/${id}/withdraw`;
  await request({ method: "POST", path, read: nothing });
}

export async function inviteAgain(
  id: string,
  body: Body<"/api/v1/invitations/{invitation}/resend", "post">,
): Promise<Invitation> {
  return request({
    method: "POST",
    path: pathOf`/api/v1/invitations/${id}/resend`,
    body,
    read: shapes.linkShown,
  });
}

export async function askForEmail(body: Body<"/api/v1/email", "post">): Promise<void> {
  await request({ method: "POST", path: "/api/v1/email", body, read: nothing });
}

export async function confirmEmail(
  body: Body<"/api/v1/email/confirm", "post">,
): Promise<ConfirmedEmail> {
  return request({
    method: "POST",
    path: "/api/v1/email/confirm",
    body,
    read: shapes.emailAddress,
    renew: "never",
  });
}

export async function undoEmail(body: Body<"/api/v1/email/undo", "post">): Promise<ConfirmedEmail> {
  return request({
    method: "POST",
    path: "/api/v1/email/undo",
    body,
    read: shapes.emailAddress,
    renew: "never",
  });
}

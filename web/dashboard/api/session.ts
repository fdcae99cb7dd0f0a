import { nothing } from "./read";
import { rememberCsrf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Body, Challenge, LinkState, Session, SessionEntry, Strength } from "./types";

function remembered(session: Session): Session {
  rememberCsrf(session.csrf);
  return session;
}

export async function checkSetupLink(
  body: Body<"/api/v1/setup/check", "post">,
): Promise<LinkState> {
  return request({
    method: "POST",
    path: "/api/v1/setup/check",
    body,
    read: shapes.linkState,
    renew: "never",
  });
}

export async function setUp(body: Body<"/api/v1/setup", "post">): Promise<Session> {
  const path = "/api/v1/setup";
  return remembered(
    await request({ method: "POST", path, body, read: shapes.session, renew: "never" }),
  );
}

export async function passwordStrength(
  body: Body<"/api/v1/password-strength", "post">,
  signal: AbortSignal,
): Promise<Strength> {
  return request({
    method: "POST",
    path: "/api/v1/password-strength",
    body,
    read: shapes.strength,
    renew: "never",
    signal,
  });
}

export async function signIn(body: Body<"/api/v1/session", "post">): Promise<Session> {
  const path = "/api/v1/session";
  return remembered(
    await request({ method: "POST", path, body, read: shapes.session, renew: "never" }),
  );
}

export async function challenge(): Promise<Challenge> {
  const path = "/api/v1/session/challenge";
  return request({ method: "GET", path, read: shapes.challenge, renew: "never" });
}

export async function ownPasswordStrength(
  body: Body<"/api/v1/password/strength", "post">,
  signal: AbortSignal,
): Promise<Strength> {
  const path = "/api/v1/password/strength";
  return request({ method: "POST", path, body, read: shapes.strength, signal });
}

// At the start the browser may hold only the refresh cookie, so every 401 deserves one renewal.
export async function currentSession(): Promise<Session> {
  const path = "/api/v1/session";
  return remembered(await request({ method: "GET", path, read: shapes.session, renew: "always" }));
}

export async function signOut(): Promise<void> {
  await request({ method: "DELETE", path: "/api/v1/session", read: nothing, last: true });
  rememberCsrf("");
}

export async function ownSessions(): Promise<SessionEntry[]> {
  const path = "/api/v1/sessions";
  return (await request({ method: "GET", path, read: shapes.sessionItems })).items;
}

export async function endSession(id: string): Promise<void> {
  const path = `/api/v1/sessions/${encodeURIComponent(id)}`;
  await request({ method: "DELETE", path, read: nothing });
}

export async function endOtherSessions(): Promise<void> {
  await request({ method: "DELETE", path: "/api/v1/sessions", read: nothing });
}

export async function changePassword(body: Body<"/api/v1/password", "post">): Promise<void> {
  await request({ method: "POST", path: "/api/v1/password", body, read: nothing });
}

import { nothing } from "./read";
import { pathOf, rememberCsrf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { AppOffer, Factor, FactorRule, OwnFactors, Session } from "./types";
import { answerWithPasskey, makePasskey } from "./webauthn";

// --- signing in and proving

export async function signInWithPasskey(): Promise<Session> {
  const asked = await request({
    method: "POST",
    path: "/api/v1/session/passkey/challenge",
    read: shapes.passkeyQuestion,
    renew: "never",
  });
  const session = await request({
    method: "POST",
    path: "/api/v1/session/passkey",
    body: await answerWithPasskey(asked),
    read: shapes.session,
    renew: "never",
  });
  rememberCsrf(session.csrf);
  return session;
}

export type Proof = { code: string } | { recovery_code: string } | { password: string };

export async function prove(proof: Proof): Promise<Session> {
  const path = "/api/v1/session/proof";
  return request({ method: "POST", path, body: proof, read: shapes.session });
}

export async function proveByPasskey(): Promise<Session> {
  const asked = await request({
    method: "POST",
    path: "/api/v1/session/challenge",
    read: shapes.passkeyQuestion,
  });
  const passkey = await answerWithPasskey(asked);
  const path = "/api/v1/session/proof";
  return request({ method: "POST", path, body: { passkey }, read: shapes.session });
}

// --- one's own

export async function factors(): Promise<OwnFactors> {
  return request({ method: "GET", path: "/api/v1/factors", read: shapes.ownFactors });
}

export async function addPasskey(name: string): Promise<Factor> {
  const offered = await request({
    method: "POST",
    path: "/api/v1/factors/passkeys/challenge",
    read: shapes.passkeyOffer,
  });
  const made = await makePasskey(offered);
  const path = "/api/v1/factors/passkeys";
  return request({ method: "POST", path, body: { name, ...made }, read: shapes.factor });
}

export async function offerApp(): Promise<AppOffer> {
  return request({ method: "POST", path: "/api/v1/factors/apps/secret", read: shapes.appOffer });
}

export async function addApp(body: { name: string; code: string }): Promise<Factor> {
  return request({ method: "POST", path: "/api/v1/factors/apps", body, read: shapes.factor });
}

export async function removeFactor(id: string): Promise<void> {
  await request({ method: "DELETE", path: pathOf`/api/v1/factors/${id}`, read: nothing });
}

export async function makeRecoveryCodes(): Promise<string[]> {
  const path = "/api/v1/factors/recovery-codes";
  return (await request({ method: "POST", path, read: shapes.recoveryCodes })).codes;
}

// --- others

export async function factorRule(): Promise<FactorRule> {
  return request({ method: "GET", path: "/api/v1/workspace/second-factor", read: shapes.factorRule });
}

export async function changeFactorRule(for_all: boolean): Promise<FactorRule> {
  const path = "/api/v1/workspace/second-factor";
  return request({ method: "PATCH", path, body: { for_all }, read: shapes.factorRule });
}

export async function resetFactors(person: string): Promise<void> {
  const path = pathOf`/api/v1/members/${person}/factors`;
  await request({ method: "DELETE", path, read: nothing });
}

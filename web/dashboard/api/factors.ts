import { list, nothing, number, oneOf, orNull, shape, text, truth } from "./read";
import { pathOf, rememberCsrf, request } from "./request";
import * as shapes from "./shapes";
import type { AppOffer, Factor, FactorRule, OwnFactors, Schemas, Session } from "./types";
import { answerWithPasskey, makePasskey } from "./webauthn";

const factor = shape<Factor>({
  id: text,
  way: oneOf("passkey", "app"),
  name: text,
  made_at: text,
  used_at: orNull(text),
});

const ownFactors = shape<OwnFactors>({
  items: list(factor),
  recovery_codes: number,
  required: truth,
});

const rule = shape<FactorRule>({ for_all: truth, members: number, covered: number });

const question = shape<Schemas["PasskeyQuestion"]>({
  challenge: text,
  party: text,
  allowed: list(text),
});

const offer = shape<Schemas["PasskeyOffer"]>({
  challenge: text,
  party: text,
  user: text,
  account: text,
  name: text,
  algorithms: list(number),
  known: list(text),
});

const appOffer = shape<AppOffer>({ secret: text, address: text, size: number, path: text });

// --- signing in and proving

export async function signInWithPasskey(): Promise<Session> {
  const asked = await request({
    method: "POST",
    path: "/api/v1/session/passkey/challenge",
    read: question,
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
    read: question,
  });
  const passkey = await answerWithPasskey(asked);
  const path = "/api/v1/session/proof";
  return request({ method: "POST", path, body: { passkey }, read: shapes.session });
}

// --- one's own

export async function factors(): Promise<OwnFactors> {
  return request({ method: "GET", path: "/api/v1/factors", read: ownFactors });
}

export async function addPasskey(name: string): Promise<Factor> {
  const offered = await request({
    method: "POST",
    path: "/api/v1/factors/passkeys/challenge",
    read: offer,
  });
  const made = await makePasskey(offered);
  const path = "/api/v1/factors/passkeys";
  return request({ method: "POST", path, body: { name, ...made }, read: factor });
}

export async function offerApp(): Promise<AppOffer> {
  return request({ method: "POST", path: "/api/v1/factors/apps/secret", read: appOffer });
}

export async function addApp(body: { name: string; code: string }): Promise<Factor> {
  return request({ method: "POST", path: "/api/v1/factors/apps", body, read: factor });
}

export async function removeFactor(id: string): Promise<void> {
  await request({ method: "DELETE", path: pathOf`/api/v1/factors/${id}`, read: nothing });
}

export async function makeRecoveryCodes(): Promise<string[]> {
  const read = shape<{ codes: string[] }>({ codes: list(text) });
  const path = "/api/v1/factors/recovery-codes";
  return (await request({ method: "POST", path, read })).codes;
}

// --- others

export async function factorRule(): Promise<FactorRule> {
  return request({ method: "GET", path: "/api/v1/workspace/second-factor", read: rule });
}

export async function changeFactorRule(for_all: boolean): Promise<FactorRule> {
  const path = "/api/v1/workspace/second-factor";
  return request({ method: "PATCH", path, body: { for_all }, read: rule });
}

export async function resetFactors(person: string): Promise<void> {
  const path = pathOf`/api/v1/members/${person}/factors`;
  await request({ method: "DELETE", path, read: nothing });
}

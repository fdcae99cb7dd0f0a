// Passkeys in the browser (W3C Web Authentication). Octets travel as base64url.
import type { Schemas } from "./types";

export type PasskeyAnswer = Schemas["PasskeyAnswer"];
export type PasskeyOffer = Schemas["PasskeyOffer"];
export type PasskeyQuestion = Schemas["PasskeyQuestion"];

/** The person closed the browser's own dialog, or it took too long. */
export class PasskeyCancelled extends Error {
  constructor() {
    super("No passkey was given.");
    this.name = "PasskeyCancelled";
  }
}

/** This authenticator holds a passkey of the same person already. */
export class PasskeyExists extends Error {
  constructor() {
    super("The authenticator knows this person already.");
    this.name = "PasskeyExists";
  }
}

export function canUsePasskeys(): boolean {
  return typeof window.PublicKeyCredential === "function";
}

function encoded(octets: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(octets));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decoded(text: string): Uint8Array<ArrayBuffer> {
  const octets = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(octets, (one) => one.charCodeAt(0));
}

function known(ids: string[]): PublicKeyCredentialDescriptor[] {
  return ids.map((id) => ({ type: "public-key", id: decoded(id) }));
}

async function ask(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const given = await asking;
    if (given instanceof PublicKeyCredential) return given;
  } catch (error) {
    if (error instanceof DOMException && error.name === "InvalidStateError") {
      throw new PasskeyExists();
    }
    if (!(error instanceof DOMException)) throw error;
  }
  throw new PasskeyCancelled();
}

export async function makePasskey(
  offer: PasskeyOffer,
): Promise<{ client_data: string; attestation: string }> {
  const made = await ask(
    navigator.credentials.create({
      publicKey: {
        challenge: decoded(offer.challenge),
        rp: { id: offer.party, name: "Gatehouse" },
        user: { id: decoded(offer.user), name: offer.account, displayName: offer.name },
        pubKeyCredParams: offer.algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: known(offer.known),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        attestation: "none",
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    client_data: encoded(response.clientDataJSON),
    attestation: encoded(response.attestationObject),
  };
}

export async function answerWithPasskey(question: PasskeyQuestion): Promise<PasskeyAnswer> {
  const given = await ask(
    navigator.credentials.get({
      publicKey: {
        challenge: decoded(question.challenge),
        rpId: question.party,
        allowCredentials: known(question.allowed),
        userVerification: "required",
      },
    }),
  );
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    credential: encoded(given.rawId),
    client_data: encoded(response.clientDataJSON),
    authenticator_data: encoded(response.authenticatorData),
    signature: encoded(response.signature),
    user: response.userHandle ? encoded(response.userHandle) : null,
  };
}

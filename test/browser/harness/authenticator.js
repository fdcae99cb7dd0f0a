// What people carry with them: a passkey that Chromium keeps as if somebody had touched the reader,
// and an authenticator app.
import { createHmac } from "node:crypto";

const kOptions = {
  protocol: "ctap2",
  ctap2Version: "ctap2_1",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

/** Passkeys of this page from here on. */
export async function carryAuthenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: kOptions,
  });
  return {
    credentials: async () =>
      (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    /** Left at home. */
    putAway: () => session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
  };
}

function octetsOf(base32) {
  let bits = "";
  for (const letter of base32.replaceAll(" ", "")) {
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  }
  const whole = bits.match(/.{8}/g) ?? [];
  return Buffer.from(whole.map((octet) => Number.parseInt(octet, 2)));
}

/** The code that an app shows for this key; `steps` of thirty seconds from now (RFC 6238). */
export function codeOf(key, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", octetsOf(key)).update(counter).digest();
  const at = hash.at(-1) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** What a new owner is led through before anything else opens. */
export async function protectAccount(page) {
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("I have kept them").check();
  await page.getByRole("button", { name: "Continue" }).click();
}

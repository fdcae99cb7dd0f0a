// A real OpenID Connect provider (npm oidc-provider) for the tests, with a door for the test itself:
//
//   node provider.mjs CERTIFICATE KEY        prints "ready PORT"
//
//   POST /control/client  {"redirect_uri","logout_uri"}   whom it serves; forgets what was before
//   POST /control/visit   {"address","account"}           a browser's visit: where it is sent in the end
//   POST /control/bend    {"claims","header","by"}        what is wrong with the next ID token
//   POST /control/rotate  {}                              signs with a new key from now on
//   POST /control/logout  {"account"}                     tells its client that somebody has left
import { createHash, createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import https from "node:https";

import { SignJWT, UnsecuredJWT, decodeJwt, importJWK } from "jose";
import { Provider } from "oidc-provider";

const [certificate, key] = process.argv.slice(2);
const secret = "a secret of the client, 32 octets";
let issuer = "";
let provider;
let callback;
let keys = [];
let bend;

function newKey(algorithm = "RS256") {
  const made =
    algorithm === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = made.privateKey.export({ format: "jwk" });
  return { ...jwk, kid: randomUUID(), alg: algorithm, use: "sig" };
}

const publicPart = ({ kty, kid, alg, use, n, e, crv, x, y }) => ({ kty, kid, alg, use, n, e, crv, x, y });

const hash = (text) => createHash("sha256").update(text).digest();

// The provider's own token with what the case says put in its place.
async function bent(token) {
  const { claims = {}, header = {}, by = "own", drop = [] } = bend;
  bend = undefined;
  const payload = { ...decodeJwt(token), ...claims };
  for (const name of drop) delete payload[name];
  if (by === "none") return new UnsecuredJWT(payload).encode();
  const own = keys.at(-1);
  const full = { alg: own.alg, kid: own.kid, ...header };
  if (by === "public") {
    // The public key's text as a shared secret: RFC 8725 2.1.
    const text = [{ ...full, alg: "HS256" }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const mac = createHmac("sha256", JSON.stringify(publicPart(own))).update(text);
    return `${text}.${mac.digest("base64url")}`;
  }
  const signer = by === "stranger" ? { ...newKey(own.alg), kid: own.kid } : own;
  return new SignJWT(payload).setProtectedHeader(full).sign(await importJWK(signer, own.alg));
}

// Everybody who comes is signed in as whom the test names, and agrees.
async function interact(context) {
  const { prompt, params } = await provider.interactionDetails(context.req, context.res);
  const account = context.get("x-account");
  if (prompt.name === "login")
    return provider.interactionFinished(context.req, context.res, { login: { accountId: account } });
  const grant = new provider.Grant({ accountId: account, clientId: params.client_id });
  grant.addOIDCScope("openid email profile");
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(context.req, context.res, { consent });
}

function serve({ redirect_uri, logout_uri, algorithm = "RS256" }) {
  keys = [newKey(algorithm)];
  bend = undefined;
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: "gatehouse",
        client_secret: secret,
        redirect_uris: [redirect_uri],
        id_token_signed_response_alg: algorithm,
        backchannel_logout_uri: logout_uri,
      },
    ],
    jwks: { keys },
    cookies: { keys: ["of the tests"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.com`, email_verified: true, name: `The ${id}` }),
    }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    fetch: post,
  });
  provider.use(async (context, next) => {
    if (context.path.startsWith("/interaction/")) return interact(context);
    await next();
    if (context.path === "/token" && context.body?.id_token && bend)
      context.body = { ...context.body, id_token: await bent(context.body.id_token) };
    if (context.path === "/jwks") context.body = { keys: keys.map(publicPart) };
    return undefined;
  });
  callback = provider.callback();
}

// To the server under test, whose certificate nobody but itself has signed.
function post(url, { method, headers, body }) {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers }, rejectUnauthorized: false };
    const request = https.request(url, options, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode });
    });
    request.on("error", reject);
    request.end(body.toString());
  });
}

// A browser with its cookies, until it is sent away from here.
async function visit({ address, account }) {
  const cookies = new Map();
  let url = new URL(address);
  for (let step = 0; step < 10 && url.origin === issuer; ++step) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await new Promise((resolve, reject) => {
      const options = { headers: { cookie, "x-account": account }, rejectUnauthorized: false };
      https.get(url, options, resolve).on("error", reject);
    });
    answer.resume();
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    if (!answer.headers.location) throw new Error(`no way on: ${answer.statusCode} ${url}`);
    url = new URL(answer.headers.location, url);
  }
  return { address: url.href };
}

async function control(what, input) {
  switch (what) {
    case "client":
      serve(input);
      return {};
    case "visit":
      return visit(input);
    case "bend":
      bend = input;
      return {};
    case "rotate":
      keys.push(newKey(keys.at(-1).alg));
      bend = {};
      return { kid: keys.at(-1).kid, thumb: hash(keys.at(-1).n ?? keys.at(-1).x).toString("hex") };
    case "logout": {
      const client = await provider.Client.find("gatehouse");
      await client.backchannelLogout(input.account);
      return {};
    }
    default:
      throw new Error(`unknown: ${what}`);
  }
}

async function body(request) {
  let text = "";
  for await (const part of request) text += part;
  return JSON.parse(text || "{}");
}

const server = https.createServer(
  { cert: readFileSync(certificate), key: readFileSync(key) },
  async (request, response) => {
    if (!request.url.startsWith("/control/")) return callback(request, response);
    try {
      const said = await control(request.url.slice("/control/".length), await body(request));
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(said));
    } catch (error) {
      const text = JSON.stringify({ error: String(error?.stack ?? error) });
      response.writeHead(500, { "content-type": "application/json" }).end(text);
    }
    return undefined;
  },
);
server.listen(0, "127.0.0.1", () => {
  issuer = `https://127.0.0.1:${server.address().port}`;
  console.log(`ready ${server.address().port}`);
});

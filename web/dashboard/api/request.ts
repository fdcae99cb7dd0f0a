// The one way to the server: adds the CSRF header, renews an expired access token once, turns
// refusals into ApiProblem and silence into Unreachable.
import { ApiProblem, SignedOut, Unreachable } from "./problem";
import type { Reader } from "./read";
import * as shapes from "./generated/shapes";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

interface Call<T> {
  method: Method;
  path: string;
  body?: unknown;
  read: Reader<T>;
  signal?: AbortSignal;
  /** Which 401 is worth a renewal. "never" is for routes that need no session. */
  renew?: "when_expired" | "always" | "never";
  /** Ends the session: what else is under way is dropped, and nothing more is sent after it. */
  last?: boolean;
}

// The access token ran out, or the browser has dropped its cookie; the refresh token may be good yet.
// Or the server has replaced the key that signed it.
const kRenewable = new Set([
  "identity.access_expired",
  "edge.unauthenticated",
  "crypto.token_refused",
]);

const kStepUpNeeded = "identity.step_up_needed";

let csrf = "";
let asking = new AbortController();
let renewal: Promise<boolean> | null = null;
/** Asks the person to prove who they are once more; false when they would rather not. */
type StepUp = () => Promise<boolean>;
let stepUp: StepUp | null = null;
let steppingUp: Promise<boolean> | null = null;
const signedOutListeners = new Set<() => void>();

export function rememberCsrf(token: string): void {
  // A renewal brings the token that is known.
  if (token && token !== csrf) asking = new AbortController();
  csrf = token;
}

export function csrfToken(): string {
  return csrf;
}

export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export function onStepUp(ask: StepUp): () => void {
  stepUp = ask;
  return () => {
    if (stepUp === ask) stepUp = null;
  };
}

// Several requests may need it at once; the person is asked one time.
function stepUpOnce(): Promise<boolean> {
  steppingUp ??= (stepUp?.() ?? Promise.resolve(false)).finally(() => {
    steppingUp = null;
  });
  return steppingUp;
}

export async function request<T>(call: Call<T>): Promise<T> {
  if (!call.last) return answerTo(call);
  asking.abort();
  try {
    return await answerTo(call);
  } catch (error) {
    asking = new AbortController();
    throw error;
  }
}

async function answerTo<T>(call: Call<T>): Promise<T> {
  const renew = call.renew ?? "when_expired";
  let response = await send(call);
  if (response.status === 401 && renew !== "never") {
    const refusal = await problemOf(response);
    if (renew !== "always" && !kRenewable.has(refusal.code)) throw endSession();
    if (!(await renewOnce())) throw endSession();
    response = await send(call);
    if (response.status === 401) throw endSession();
  }
  if (response.status === 403) {
    const refusal = await problemOf(response);
    if (refusal.code !== kStepUpNeeded || !(await stepUpOnce())) throw refusal;
    response = await send(call);
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return call.read(undefined, "");
  return call.read(await jsonOf(response), "");
}

function signalsOf({ signal, renew, last }: Call<unknown>): AbortSignal[] {
  const own = signal ? [signal] : [];
  return renew === "never" || last ? own : [...own, asking.signal];
}

async function send<T>(call: Call<T>): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (call.method !== "GET" && csrf) headers.set("X-Gatehouse-CSRF", csrf);
  if (call.body !== undefined) headers.set("Content-Type", "application/json");
  try {
    return await fetch(call.path, {
      method: call.method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.any(signalsOf(call)),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
}

// Many requests may meet the expired token at once; the refresh token is good for one renewal only.
function renewOnce(): Promise<boolean> {
  renewal ??= renewSession().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function renewSession(): Promise<boolean> {
  const response = await send({
    method: "POST",
    path: "/api/v1/session/refresh",
    read: shapes.session,
    renew: "never",
  });
  // Another tab was faster: its cookies are ours too, and the session's token has not changed.
  if (response.status === 401)
    return (await problemOf(response)).code === "identity.access_expired";
  if (!response.ok) throw await problemOf(response);
  rememberCsrf(shapes.session(await jsonOf(response), "").csrf);
  return true;
}

function endSession(): SignedOut {
  csrf = "";
  for (const listener of signedOutListeners) listener();
  return new SignedOut();
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch {
    throw new Unreachable();
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const seconds = Number.isFinite(retryAfter) ? Math.max(1, Math.ceil(retryAfter)) : null;
  try {
    return new ApiProblem(shapes.problem((await response.json()) as unknown, ""), seconds);
  } catch {
    // A proxy in between may answer in its own words; those are not for the reader.
    return new ApiProblem(
      {
        type: "about:blank",
        title: "",
        status: response.status,
        code: `http.${response.status}`,
        detail: null,
        field: null,
        correlation: "",
      },
      seconds,
    );
  }
}

export function pathOf(strings: TemplateStringsArray, ...parts: string[]): string {
  return strings.reduce(
    (path, fixed, index) => path + encodeURIComponent(parts[index - 1] ?? "") + fixed,
  );
}

export function query(parts: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}

import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, SignedOut, Unreachable } from "./problem";
import { nothing, shape, text } from "./read";
import { onSignedOut, onStepUp, pathOf, query, rememberCsrf, request } from "./request";

const read = shape<{ name: string }>({ name: text });
const session = {
  person: { id: "per_1", name: "Ada", email: "ada@example.com" },
  workspace: { id: "ten_1", name: "Works" },
  role: "owner",
  privileges: [],
  every_bot: true,
  grants: [],
  csrf: "new-token",
  idle_minutes: 30,
  stage: "complete",
  ways: ["passkey"],
  ends_at: "2026-01-01T00:00:00.000Z",
};

function refusal(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = {
    type: "t",
    title: "No.",
    status,
    code,
    detail: null,
    field: "/name",
    correlation: "r",
  };
  return new Response(JSON.stringify(body), { status, headers });
}

type Answer = (path: string, init: RequestInit) => Response;

function server(answer: Answer) {
  const calls: string[] = [];
  const fake = vi.fn((path: string, init: RequestInit) => {
    calls.push(`${init.method ?? ""} ${path}`);
    return Promise.resolve(answer(path, init));
  });
  vi.stubGlobal("fetch", fake);
  return { calls, fake };
}

const ask = () => request({ method: "GET", path: "/thing", read });

afterEach(() => {
  vi.unstubAllGlobals();
  rememberCsrf("");
});

describe("request", () => {
  it("renews an expired access token once for many requests and repeats them", async () => {
    let expired = true;
    const { calls } = server((path) => {
      if (path.endsWith("/refresh")) {
        expired = false;
        return Response.json(session);
      }
      return expired ? refusal(401, "identity.access_expired") : Response.json({ name: "x" });
    });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers).toEqual([{ name: "x" }, { name: "x" }, { name: "x" }]);
    expect(calls.filter((call) => call.endsWith("/refresh"))).toHaveLength(1);
  });

  it("ends the session when the renewal is refused", async () => {
    const ended = vi.fn();
    const forget = onSignedOut(ended);
    server(() => refusal(401, "identity.access_expired"));
    await expect(ask()).rejects.toBeInstanceOf(SignedOut);
    expect(ended).toHaveBeenCalledOnce();
    forget();
  });

  it("does not try to renew a session that was revoked", async () => {
    const { calls } = server(() => refusal(401, "identity.signed_out"));
    await expect(ask()).rejects.toBeInstanceOf(SignedOut);
    expect(calls).toEqual(["GET /thing"]);
  });

  it("asks for the factor once and repeats what needed it", async () => {
    let proven = false;
    const asked = vi.fn(() => {
      proven = true;
      return Promise.resolve(true);
    });
    const forget = onStepUp(asked);
    server(() =>
      proven ? Response.json({ name: "x" }) : refusal(403, "identity.step_up_needed"),
    );
    expect(await Promise.all([ask(), ask()])).toEqual([{ name: "x" }, { name: "x" }]);
    expect(asked).toHaveBeenCalledOnce();
    forget();
  });

  it("leaves a refusal as it is when the person will not show a factor", async () => {
    const forget = onStepUp(() => Promise.resolve(false));
    const { calls } = server(() => refusal(403, "identity.step_up_needed"));
    await expect(ask()).rejects.toMatchObject({ code: "identity.step_up_needed" });
    expect(calls).toEqual(["GET /thing"]);
    forget();
  });

  it("sends the CSRF token with changes only", async () => {
    rememberCsrf("token-1");
    const { fake } = server(() => Response.json({ name: "x" }));
    await ask();
    await request({ method: "POST", path: "/thing", body: {}, read });
    const sent = fake.mock.calls.map(([, init]) =>
      new Headers(init.headers).get("X-Gatehouse-CSRF"),
    );
    expect(sent).toEqual([null, "token-1"]);
  });

  it("turns a refusal into its code, field and waiting time", async () => {
    server(() => refusal(429, "identity.login_locked", { "Retry-After": "47" }));
    const problem = await ask().catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      code: "identity.login_locked",
      field: "/name",
      retryAfter: 47,
    });
  });

  it("drops what is under way when the session ends, and sends no more", async () => {
    const sent: string[] = [];
    vi.stubGlobal("fetch", (path: string, { method, signal }: RequestInit) => {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      sent.push(`${method ?? ""} ${path}`);
      if (method === "DELETE") return Promise.resolve(new Response(null, { status: 204 }));
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
      });
    });
    rememberCsrf("token-1");
    const dropped = expect(ask()).rejects.toMatchObject({ name: "AbortError" });
    await request({ method: "DELETE", path: "/session", read: nothing, last: true });
    await dropped;
    await expect(ask()).rejects.toMatchObject({ name: "AbortError" });
    expect(sent).toEqual(["GET /thing", "DELETE /session"]);
  });

  it("goes on when the session could not be ended", async () => {
    rememberCsrf("token-1");
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
    const end = request({ method: "DELETE", path: "/session", read: nothing, last: true });
    await expect(end).rejects.toBeInstanceOf(Unreachable);
    server(() => Response.json({ name: "x" }));
    await expect(ask()).resolves.toEqual({ name: "x" });
  });

  it("calls silence by its name", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
    await expect(ask()).rejects.toBeInstanceOf(Unreachable);
  });

  it("refuses an answer of the wrong shape", async () => {
    server(() => Response.json({ name: 7 }));
    await expect(ask()).rejects.toThrow("/name");
  });
});

describe("addresses", () => {
  it("encode what stands in a path", () => {
    expect(pathOf`/bots/${"a/b?"}/sources`).toBe("/bots/a%2Fb%3F/sources");
  });

  it("leave out what is not asked", () => {
    expect(query({ before: null, search: "", limit: 30 })).toBe("?limit=30");
    expect(query({})).toBe("");
  });
});

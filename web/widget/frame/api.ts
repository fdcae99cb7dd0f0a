// One function for each route of /widget/v1. An answer is a value, also when it is a refusal.
import { appearance, conversation, fields, history, message, messages } from "./types";
import type { Appearance, Conversation, History, Message } from "./types";

export type Refusal =
  | { kind: "unreachable" } // no connection, or the server has a bad moment: try later
  | { kind: "slow_down"; seconds: number }
  | { kind: "unknown_visitor" } // the token has ended
  | { kind: "refused"; title: string | null };

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

const kDeadlineMs = 15_000;
const kPauseSeconds = 5;

interface Call<T> {
  path: string;
  token?: string;
  body?: object; // makes it a POST
  parse: (body: unknown) => T;
}

async function refusalOf(response: Response): Promise<Refusal> {
  const { status, headers } = response;
  if (status === 401) return { kind: "unknown_visitor" };
  if (status === 429) {
    return { kind: "slow_down", seconds: Number(headers.get("Retry-After")) || kPauseSeconds };
  }
  if (status >= 500) return { kind: "unreachable" };
  const { title } = fields(await response.json());
  return { kind: "refused", title: typeof title === "string" ? title : null };
}

export class Api {
  readonly #base: string;

  // `base` is the path of the widget: /widget/v1/wgt_…
  constructor(base: string) {
    this.#base = base;
  }

  appearance(): Promise<Answer<Appearance>> {
    return this.#call({ path: "/appearance", parse: appearance });
  }

  newVisitor(page: string | null): Promise<Answer<string>> {
    const parse = (body: unknown) => String(fields(body).token);
    return this.#call({ path: "/visitors", body: { page }, parse });
  }

  history(token: string): Promise<Answer<History>> {
    return this.#call({ path: "/conversation", token, parse: history });
  }

  messagesAfter(token: string, id: string): Promise<Answer<Message[]>> {
    const path = `/messages?after=${encodeURIComponent(id)}`;
    const parse = (body: unknown) => messages(fields(body).items);
    return this.#call({ path, token, parse });
  }

  send(
    token: string,
    client_id: string,
    text: string,
  ): Promise<Answer<{ message: Message; conversation: Conversation | null }>> {
    const parse = (body: unknown) => ({
      message: message(fields(body).message),
      conversation: conversation(fields(body).conversation),
    });
    return this.#call({ path: "/messages", token, body: { client_id, text }, parse });
  }

  askForPerson(token: string): Promise<Answer<Conversation | null>> {
    const parse = (body: unknown) => conversation(fields(body).conversation);
    return this.#call({ path: "/person", token, body: {}, parse });
  }

  markRead(token: string): Promise<Answer<null>> {
    return this.#call({ path: "/read", token, body: {}, parse: () => null });
  }

  async #call<T>({ path, token, body, parse }: Call<T>): Promise<Answer<T>> {
    const headers: Record<string, string> = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    try {
      const response = await fetch(this.#base + path, {
        method: body ? "POST" : "GET",
        headers,
        body: body ? JSON.stringify(body) : null,
        credentials: "omit",
        signal: AbortSignal.timeout(kDeadlineMs),
      });
      if (!response.ok) return { ok: false, refusal: await refusalOf(response) };
      const value: unknown = response.status === 204 ? null : await response.json();
      return { ok: true, value: parse(value) };
    } catch {
      return { ok: false, refusal: { kind: "unreachable" } };
    }
  }
}

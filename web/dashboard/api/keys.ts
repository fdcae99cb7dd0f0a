import { nothing } from "./read";
import { pathOf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { ApiKey, Body, MadeApiKey } from "./types";

export async function ownKeys(): Promise<ApiKey[]> {
  const path = "/api/v1/keys";
  return (await request({ method: "GET", path, read: shapes.apiKeyItems })).items;
}

export async function workspaceKeys(): Promise<ApiKey[]> {
  const path = "/api/v1/workspace/keys";
  return (await request({ method: "GET", path, read: shapes.apiKeyItems })).items;
}

export async function makeKey(body: Body<"/api/v1/keys", "post">): Promise<MadeApiKey> {
  return request({ method: "POST", path: "/api/v1/keys", body, read: shapes.madeApiKey });
}

export async function renewKey(
  key: string,
  body: Body<"/api/v1/keys/{key}/renewal", "post">,
): Promise<MadeApiKey> {
  return request({
    method: "POST",
    path: pathOf`/api/v1/keys/${key}/renewal`,
    body,
    read: shapes.madeApiKey,
  });
}

export async function revokeKey(key: string): Promise<void> {
  await request({ method: "DELETE", path: pathOf`/api/v1/keys/${key}`, read: nothing });
}

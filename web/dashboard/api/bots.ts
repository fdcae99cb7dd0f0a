import { nothing } from "./read";
import { pathOf, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Body, Bot, Source, SourceContent, Trial } from "./types";

export type NewSource = Body<"/api/v1/bots/{bot}/sources", "post">;
export type BotChange = Body<"/api/v1/bots/{bot}", "patch">;

export async function bots(): Promise<Bot[]> {
  const path = "/api/v1/bots";
  return (await request({ method: "GET", path, read: shapes.botItems })).items;
}

export async function bot(id: string): Promise<Bot> {
  return request({ method: "GET", path: pathOf`/api/v1/bots/${id}`, read: shapes.bot });
}

export async function createBot(body: Body<"/api/v1/bots", "post">): Promise<Bot> {
  return request({ method: "POST", path: "/api/v1/bots", body, read: shapes.bot });
}

export async function changeBot(id: string, body: BotChange): Promise<Bot> {
  const path = pathOf`/api/v1/bots/${id}`;
  return request({ method: "PATCH", path, body, read: shapes.bot });
}

export async function deleteBot(id: string): Promise<void> {
  await request({ method: "DELETE", path: pathOf`/api/v1/bots/${id}`, read: nothing });
}

export async function sources(bot: string): Promise<Source[]> {
  const path = pathOf`/api/v1/bots/${bot}/sources`;
  return (await request({ method: "GET", path, read: shapes.sourceItems })).items;
}

export async function addSource(bot: string, body: NewSource): Promise<Source> {
  const path = pathOf`/api/v1/bots/${bot}/sources`;
  return request({ method: "POST", path, body, read: shapes.source });
}

export async function sourceContent(bot: string, source: string): Promise<SourceContent> {
  const path = pathOf`/api/v1/bots/${bot}/sources/${source}`;
  return request({ method: "GET", path, read: shapes.sourceWithPassages });
}

export async function deleteSource(bot: string, source: string): Promise<void> {
  const path = pathOf`/api/v1/bots/${bot}/sources/${source}`;
  await request({ method: "DELETE", path, read: nothing });
}

export async function tryBot(bot: string, question: string): Promise<Trial> {
  const path = pathOf`/api/v1/bots/${bot}/try`;
  return request({ method: "POST", path, body: { question }, read: shapes.trial });
}

/** The widget of the bot that the demo page shows, or null without a demo page. */
export async function demoWidget(): Promise<string | null> {
  const response = await fetch("/demo", { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return null;
  return /data-widget="(wgt_[A-Za-z0-9]+)"/.exec(await response.text())?.[1] ?? null;
}

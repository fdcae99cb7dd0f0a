import { pathOf, query, request } from "./request";
import * as shapes from "./shapes";
import type { Body, Conversation, ConversationPage, Message, MessagePage } from "./types";

export interface ConversationFilter {
  state?: "open" | "closed";
  handled_by?: "bot" | "waiting" | "agent";
  assignee?: "me";
  search?: string;
  before?: string | null;
  limit?: number;
}

type Draft = Body<"/api/v1/conversations/{conversation}/messages", "post">;
export type ConversationAct = "take-over" | "hand-back" | "close" | "reopen" | "read";

export async function conversations(
  filter: ConversationFilter,
  signal: AbortSignal,
): Promise<ConversationPage> {
  const path = `/api/v1/conversations${query({ ...filter })}`;
  return request({ method: "GET", path, read: shapes.conversationPage, signal });
}

export async function conversation(id: string): Promise<Conversation> {
  const path = pathOf`/api/v1/conversations/${id}`;
  return request({ method: "GET", path, read: shapes.conversation });
}

export async function messages(
  id: string,
  window: { before?: string; after?: string; limit: number },
): Promise<MessagePage> {
  const path = pathOf`/api/v1/conversations/${id}/messages` + query(window);
  return request({ method: "GET", path, read: shapes.messagePage });
}

export async function reply(id: string, body: Draft): Promise<Message> {
  const path = pathOf`/api/v1/conversations/${id}/messages`;
  return request({ method: "POST", path, body, read: shapes.message });
}

export async function addNote(id: string, body: Draft): Promise<Message> {
  const path = pathOf`/api/v1/conversations/${id}/notes`;
  return request({ method: "POST", path, body, read: shapes.message });
}

export async function act(id: string, what: ConversationAct): Promise<Conversation> {
  const path = pathOf`/api/v1/conversations/${id}/${what}`;
  return request({ method: "POST", path, body: {}, read: shapes.conversation });
}

import { pathOf, query, request } from "./request";
import * as shapes from "./generated/shapes";
import type {
  Body,
  Conversation,
  ConversationFilter,
  ConversationPage,
  Message,
  MessagePage,
} from "./types";

type Draft = Body<"/api/v1/conversations/{conversation}/messages", "post">;
export type ConversationAct = "take-over" | "hand-back" | "close" | "reopen" | "read";

export async function conversations(
  filter: ConversationFilter,
  signal: AbortSignal,
): Promise<ConversationPage> {
  const path = `/api/v1/conversations${query({ ...filter })}`;
  return request({ method: "GET", path, read: shapes.conversationList, signal });
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
  return request({ method: "GET", path, read: shapes.messageList });
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

// What the live connection and our own acts change in what was fetched before.
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Conversation, ConversationPage, Message, MessagePage } from "../api/types";
import { conversationKey, kConversationsKey, messagesKey } from "./keys";

/** One list in time order; a message that came twice stands once. */
export function merged(known: Message[], more: Message[]): Message[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of more) byId.set(message.id, message);
  return [...byId.values()].sort(
    (one, other) => one.at.localeCompare(other.at) || one.id.localeCompare(other.id),
  );
}

export function addMessage(client: QueryClient, message: Message): void {
  client.setQueryData<MessagePage>(
    messagesKey(message.conversation),
    (page) => page && { ...page, items: merged(page.items, [message]) },
  );
}

export function updateConversation(client: QueryClient, conversation: Conversation): void {
  client.setQueryData(conversationKey(conversation.id), conversation);
  client.setQueriesData<InfiniteData<ConversationPage>>(
    { queryKey: [...kConversationsKey, "list"] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.id === conversation.id ? conversation : item)),
        })),
      },
  );
  refreshListsSoon(client);
}

const kGather = 300;
const pending = new WeakSet<QueryClient>();

// Order, membership and counts are the server's to say; many events at once cost one question.
export function refreshListsSoon(client: QueryClient): void {
  if (pending.has(client)) return;
  pending.add(client);
  window.setTimeout(() => {
    pending.delete(client);
    void client.invalidateQueries({ queryKey: kConversationsKey });
  }, kGather);
}

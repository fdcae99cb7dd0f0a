/** Lists and counts: everything that one conversation's change may reorder. */
export const kConversationsKey = ["conversations"] as const;

export function conversationKey(id: string): readonly [string, string] {
  return ["conversation", id];
}

export function messagesKey(id: string): readonly [string, string] {
  return ["messages", id];
}

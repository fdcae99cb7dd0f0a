// What was written but not sent, while one looks at another conversation.
const drafts = new Map<string, string>();

export function draftOf(conversation: string): string {
  return drafts.get(conversation) ?? "";
}

export function keepDraft(conversation: string, text: string): void {
  if (text) drafts.set(conversation, text);
  else drafts.delete(conversation);
}

export function forgetDrafts(): void {
  drafts.clear();
}

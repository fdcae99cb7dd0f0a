import { useMutation, useQueryClient } from "@tanstack/react-query";
import { act, type ConversationAct } from "../api/conversations";
import type { Conversation } from "../api/types";
import { useNotify } from "../parts/use-notify";
import { updateConversation } from "./cache";
import { conversationKey, messagesKey } from "./keys";

export interface Change {
  run: (what: ConversationAct) => void;
  /** What is under way. */
  running: ConversationAct | null;
}

export function useAct({ id }: Conversation): Change {
  const client = useQueryClient();
  const notify = useNotify();
  const change = useMutation({
    mutationFn: (what: ConversationAct) => act(id, what),
    onSuccess: (conversation) => {
      updateConversation(client, conversation);
      void client.invalidateQueries({ queryKey: messagesKey(id) });
    },
    onError: (error) => {
      notify.failed(error);
      // Most likely a colleague was faster.
      void client.invalidateQueries({ queryKey: conversationKey(id) });
    },
  });
  return { run: change.mutate, running: change.isPending ? change.variables : null };
}

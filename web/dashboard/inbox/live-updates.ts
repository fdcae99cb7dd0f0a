import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLiveEvents } from "../session/live";
import { useSession } from "../session/session";
import { addMessage, refreshListsSoon, updateConversation } from "./cache";
import { kConversationsKey } from "./keys";
import { outbox } from "./outbox";
import { noteTyping, stopTyping } from "./typing";

/** Keeps everything fetched about conversations true while the person is signed in. */
export function useInboxUpdates(): void {
  const client = useQueryClient();
  const { person } = useSession();

  useEffect(() => {
    outbox.start(person.id, (message) => {
      addMessage(client, message);
      refreshListsSoon(client);
    });
  }, [client, person.id]);

  useLiveEvents((event) => {
    switch (event.type) {
      case "message":
        addMessage(client, event.message);
        updateConversation(client, event.conversation);
        stopTyping(event.message.conversation);
        return;
      case "conversation":
        updateConversation(client, event.conversation);
        return;
      case "typing":
        if (event.name !== person.name) noteTyping(event.conversation, event);
        return;
      case "live":
        outbox.resume();
        if (!event.again) return;
        // What happened meanwhile is fetched; messages ask only for those after the last one known.
        for (const queryKey of [kConversationsKey, ["conversation"], ["messages"]]) {
          void client.invalidateQueries({ queryKey });
        }
        // And what could not be loaded is tried again, on whatever page the person is.
        void client.invalidateQueries({ predicate: ({ state }) => state.status === "error" });
    }
  });
}

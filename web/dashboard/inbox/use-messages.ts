import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { messages } from "../api/conversations";
import type { MessagePage } from "../api/types";
import { merged } from "./cache";
import { messagesKey } from "./keys";

const kPageSize = 50;

async function newest(id: string): Promise<MessagePage> {
  return messages(id, { limit: kPageSize });
}

async function caughtUp(id: string, known: MessagePage): Promise<MessagePage> {
  let items = known.items;
  for (;;) {
    const after = items.at(-1)?.id;
    if (after === undefined) return newest(id);
    const page = await messages(id, { after, limit: 100 });
    items = merged(items, page.items);
    if (!page.more || page.items.length === 0) return { items, more: known.more };
  }
}

/** `more` of the data says whether earlier messages exist. */
export function useMessages(id: string) {
  const client = useQueryClient();
  const key = messagesKey(id);
  const page = useQuery({
    queryKey: key,
    queryFn: async () => {
      const known = client.getQueryData<MessagePage>(key);
      const fresh = known ? await caughtUp(id, known) : await newest(id);
      // Live messages may have come in while this one waited.
      const live = client.getQueryData<MessagePage>(key)?.items ?? [];
      return { ...fresh, items: merged(live, fresh.items) };
    },
    refetchOnWindowFocus: false,
  });
  const earlier = useMutation({
    mutationFn: (before: string) => messages(id, { before, limit: kPageSize }),
    onSuccess: (older) =>
      client.setQueryData<MessagePage>(key, (known) => ({
        items: merged(older.items, known?.items ?? []),
        more: older.more,
      })),
  });
  return { page, earlier };
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { messages } from "../api/conversations";
import type { MessagePage } from "../api/types";
import { merged } from "./cache";
import { messagesKey } from "./keys";

const kPageSize = 50;

/**
 * Nothing is missing up to `wholeUntil`. What we sent ourselves, or heard on the socket, says nothing
 * about what was said just before it while we were away.
 */
interface Known extends MessagePage {
  wholeUntil: string | undefined;
}

async function newest(id: string): Promise<Known> {
  const page = await messages(id, { limit: kPageSize });
  return { ...page, wholeUntil: page.items.at(-1)?.id };
}

async function caughtUp(id: string, known: Known): Promise<Known> {
  let { items, wholeUntil } = known;
  for (;;) {
    if (wholeUntil === undefined) return newest(id);
    const page = await messages(id, { after: wholeUntil, limit: 100 });
    items = merged(items, page.items);
    wholeUntil = page.items.at(-1)?.id ?? wholeUntil;
    if (!page.more || page.items.length === 0) return { items, more: known.more, wholeUntil };
  }
}

/** `more` of the data says whether earlier messages exist. */
export function useMessages(id: string) {
  const client = useQueryClient();
  const key = messagesKey(id);
  const page = useQuery({
    queryKey: key,
    queryFn: async () => {
      const known = client.getQueryData<Known>(key);
      const fresh = known ? await caughtUp(id, known) : await newest(id);
      // Live messages may have come in while this one waited.
      const live = client.getQueryData<Known>(key)?.items ?? [];
      return { ...fresh, items: merged(live, fresh.items) };
    },
    refetchOnWindowFocus: false,
  });
  const earlier = useMutation({
    mutationFn: (before: string) => messages(id, { before, limit: kPageSize }),
    onSuccess: (older) =>
      client.setQueryData<Known>(key, (known) => ({
        items: merged(older.items, known?.items ?? []),
        more: older.more,
        wholeUntil: known?.wholeUntil,
      })),
  });
  return { page, earlier };
}

import type { ConversationFilter } from "../api/types";
import { useFragment } from "../parts/use-fragment";

export const kViews = ["all", "waiting", "mine", "closed"] as const;
export type View = (typeof kViews)[number];

const kFilters: Record<View, ConversationFilter> = {
  all: { state: "open" },
  waiting: { state: "open", handled_by: "waiting" },
  mine: { state: "open", assignee: "me" },
  closed: { state: "closed" },
};

interface Filter {
  view: View;
  search: string;
  /** The fragment of the address, to keep when a conversation is opened. */
  suffix: string;
  request: ConversationFilter;
  show: (change: { view?: View; search?: string }) => void;
}

/** The filter lives in the address, so that going back and sharing a link keep it. */
export function useFilter(): Filter {
  const [parameters, setParameters] = useFragment();
  const view = kViews.find((one) => one === parameters.get("view")) ?? "all";
  const search = parameters.get("q") ?? "";
  const suffix = parameters.size > 0 ? `#${parameters.toString()}` : "";

  return {
    view,
    search,
    suffix,
    request: search ? { ...kFilters[view], search } : kFilters[view],
    show: (change) => {
      const wanted = { view, search, ...change };
      setParameters({
        ...(wanted.view !== "all" && { view: wanted.view }),
        ...(wanted.search && { q: wanted.search }),
      });
    },
  };
}

// How a trip to an identity provider ended: the server sends the browser here with "#sign-on=done".

const kEnds = ["done", "proven", "lost", "refused", "not_linked", "unavailable"] as const;

export type SignOnEnd = (typeof kEnds)[number];

export function signOnEnd(hash: string): SignOnEnd | null {
  const word = /^#sign-on=([a-z_]+)$/.exec(hash)?.[1];
  return kEnds.find((end) => end === word) ?? null;
}

// The tab that comes back from a provider tells the one that waits.
const kChannel = "gatehouse-sign-on";
const kProven = "proven";

export function tellProven(): void {
  const channel = new BroadcastChannel(kChannel);
  channel.postMessage(kProven);
  channel.close();
}

/** Returns what stops listening. */
export function onProvenElsewhere(hear: () => void): () => void {
  const channel = new BroadcastChannel(kChannel);
  channel.addEventListener("message", ({ data }) => {
    if (data === kProven) hear();
  });
  return () => channel.close();
}

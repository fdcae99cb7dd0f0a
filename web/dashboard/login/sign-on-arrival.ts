// How a trip to an identity provider ended: the server sends the browser here with "#sign-on=done".

export type SignOnEnd = "done" | "lost" | "refused" | "not_linked" | "unavailable";

const kEnds: readonly SignOnEnd[] = ["done", "lost", "refused", "not_linked", "unavailable"];

export function signOnEnd(hash: string): SignOnEnd | null {
  const word = /^#sign-on=([a-z_]+)$/.exec(hash)?.[1];
  return kEnds.find((end) => end === word) ?? null;
}

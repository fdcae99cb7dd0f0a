import { useEffect, useRef } from "react";

export type InboxKey =
  "next" | "previous" | "reply" | "note" | "close" | "search" | "help" | "escape";

const kByPlace: Record<string, InboxKey> = {
  KeyJ: "next",
  KeyK: "previous",
  KeyR: "reply",
  KeyN: "note",
  KeyE: "close",
};

// Letters go by their place on the keyboard, so that they work with a Hebrew layout as well.
function keyOf(event: KeyboardEvent): InboxKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "Escape") return "escape";
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "help";
  if (event.key === "/" || event.code === "Slash") return "search";
  return event.shiftKey ? null : (kByPlace[event.code] ?? null);
}

function isWriting(target: EventTarget | null): target is HTMLElement {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  );
}

function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[role=dialog], [role=menu]") !== null;
}

/** `onKey` says whether the key was its own; others may have it otherwise. */
export function useInboxKeys(onKey: (key: InboxKey) => boolean, enabled: boolean): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });

  useEffect(() => {
    if (!enabled) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isElsewhere(event.target)) return;
      const key = keyOf(event);
      if (key === null) return;
      if (isWriting(event.target)) {
        // Escape leaves the field; the next one leaves the conversation.
        if (key === "escape") event.target.blur();
        return;
      }
      if (latest.current(key)) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [enabled]);
}

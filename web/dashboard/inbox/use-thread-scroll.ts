import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const kNear = 80;

interface ThreadScroll {
  scroller: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  toEnd: () => void;
}

/**
 * Opens at the first unread message or the end, follows new messages while the reader is at the
 * end, and stays where the reader is when earlier messages come in above.
 */
export function useThreadScroll(first: string | undefined, last: string): ThreadScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef<{ first: string | undefined; height: number } | null>(null);
  const following = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const known = before.current;
    if (known === null) {
      const divider = box.querySelector("[data-unread-divider]");
      if (divider) divider.scrollIntoView({ block: "center" });
      else box.scrollTop = box.scrollHeight;
    } else if (known.first !== first) {
      box.scrollTop += box.scrollHeight - known.height;
    } else if (following.current) {
      box.scrollTop = box.scrollHeight;
    }
    before.current = { first, height: box.scrollHeight };
  }, [first, last]);

  useEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    const look = () => {
      const near = box.scrollHeight - box.scrollTop - box.clientHeight < kNear;
      following.current = near;
      setAtEnd(near);
    };
    look();
    box.addEventListener("scroll", look, { passive: true });
    // A composer that grows or a keyboard that opens must not hide the newest message.
    const sizes = new ResizeObserver(() => {
      if (following.current) box.scrollTop = box.scrollHeight;
    });
    sizes.observe(box);
    return () => {
      box.removeEventListener("scroll", look);
      sizes.disconnect();
    };
  }, []);

  return { scroller, atEnd, toEnd };
}

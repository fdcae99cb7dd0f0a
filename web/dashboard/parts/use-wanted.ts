import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

/** Runs what the command palette asked this page to do, also when the page was open already. */
export function useWanted(name: string, act: () => void): void {
  const { key, state } = useLocation();
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });

  const wanted = (state as { wanted?: string } | null)?.wanted === name;
  useEffect(() => {
    if (wanted) latest.current();
  }, [wanted, key]);
}

import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { Privilege, Session } from "../api/types";
import { hintSignedIn } from "./hint";

export const kSessionKey = ["session"] as const;

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession needs RequireSession above it.");
  return session;
}

/** Whether the person may do this at all, or with this bot and what belongs to it. */
export function useMay(): (privilege: Privilege, bot?: string) => boolean {
  const { privileges, every_bot, grants } = useSession();
  return (privilege, bot) => {
    if (!privileges.includes(privilege)) return false;
    if (bot === undefined || every_bot) return true;
    return grants.some((one) => one.bot === bot && one.privileges.includes(privilege));
  };
}

/** Everything that was fetched belongs to the person who left. */
export function forgetSession(client: QueryClient): void {
  hintSignedIn(false);
  client.clear();
}

/** Call with the session that a sign-in, set-up or invitation returned. */
export function useEnter(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => {
    client.clear();
    hintSignedIn(true);
    client.setQueryData(kSessionKey, session);
  };
}

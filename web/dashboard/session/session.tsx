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

export function useMay(): (privilege: Privilege) => boolean {
  const { privileges } = useSession();
  return (privilege) => privileges.includes(privilege);
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

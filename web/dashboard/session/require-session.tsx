import { Center } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { SignedOut } from "../api/problem";
import { onSignedOut } from "../api/request";
import { currentSession } from "../api/session";
import { Failure } from "../parts/failure";
import { Splash } from "../parts/splash";
import { mayBeSignedIn } from "./hint";
import { LiveProvider } from "./live";
import { forgetSession, kSessionKey, SessionContext } from "./session";

export function RequireSession() {
  const location = useLocation();
  const client = useQueryClient();
  const known = mayBeSignedIn();
  const [ended, setEnded] = useState(false);
  const session = useQuery({
    queryKey: kSessionKey,
    queryFn: currentSession,
    enabled: known,
    // Rights can change while the page is open; whoever comes back to it sees those of now.
    staleTime: 60_000,
  });

  useEffect(
    () =>
      onSignedOut(() => {
        forgetSession(client);
        setEnded(true);
      }),
    [client],
  );

  if (ended || !known || session.error instanceof SignedOut) {
    return <Navigate to="/login" replace state={{ from: location.pathname, ended }} />;
  }
  if (session.isPending) return <Splash />;
  if (session.isError) {
    return (
      <Center mih="100%" p="lg">
        <Failure error={session.error} retry={() => void session.refetch()} />
      </Center>
    );
  }
  return (
    <SessionContext value={session.data}>
      <LiveProvider>
        <Outlet />
      </LiveProvider>
    </SessionContext>
  );
}

import { Center } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { ApiProblem, SignedOut, Unreachable } from "../api/problem";
import { onSignedOut } from "../api/request";
import { currentSession } from "../api/session";
import { StepUp } from "../account/step-up";
import { Failure } from "../parts/failure";
import { Splash } from "../parts/splash";
import { mayBeSignedIn } from "./hint";
import { LiveProvider } from "./live";
import { forgetSession, kSessionKey, SessionContext } from "./session";

const kLongestWait = 8000;

function isOutside(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "access.outside_ranges";
}

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
    // Nothing can be shown without it, so a server that is away is waited for.
    retry: (_, error) => error instanceof Unreachable,
    retryDelay: (failures) => Math.min(kLongestWait, 500 * 2 ** failures),
  });
  const away = session.isPending && session.failureCount > 2;

  useEffect(
    () =>
      onSignedOut(() => {
        forgetSession(client);
        setEnded(true);
      }),
    [client],
  );

  if (ended || !known || session.error instanceof SignedOut) {
    return <Navigate to="/login" replace state={{ from: location.pathname + location.hash, ended }} />;
  }
  if (session.isPending && !away) return <Splash />;
  // What was known of the session shows nothing to somebody who may not come from here any more.
  if (!session.data || isOutside(session.error)) {
    return (
      <Center mih="100%" p="lg">
        <Failure error={session.error ?? session.failureReason} retry={() => void session.refetch()} />
      </Center>
    );
  }
  if (session.data.stage !== "complete") {
    return <Navigate to="/second-factor" replace state={{ from: location.pathname }} />;
  }
  return (
    <SessionContext value={session.data}>
      <LiveProvider>
        <Outlet />
        <StepUp />
      </LiveProvider>
    </SessionContext>
  );
}

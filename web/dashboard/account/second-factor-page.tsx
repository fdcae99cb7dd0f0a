import { Button, Center } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation, useNavigate } from "react-router";
import { SignedOut } from "../api/problem";
import { currentSession } from "../api/session";
import type { Session } from "../api/types";
import { Failure } from "../parts/failure";
import { GatePage } from "../parts/gate-page";
import { Splash } from "../parts/splash";
import { mayBeSignedIn } from "../session/hint";
import { kSessionKey, useEnter } from "../session/session";
import { useSignOut } from "../shell/person-menu";
import { Enrolment } from "./enrolment";
import { ProveForm } from "./prove-form";
import { RecoveryCodes } from "./recovery-codes";
import { StepUp } from "./step-up";

function wantedPath(state: unknown): string {
  const from = (state as { from?: unknown } | null)?.from;
  return typeof from === "string" && /^\/(?!\/)/.test(from) ? from : "/";
}

/** Between the password and the dashboard: show the second factor, or add the first one. */
export function SecondFactorPage() {
  const client = useQueryClient();
  const known = mayBeSignedIn();
  const session = useQuery({
    queryKey: kSessionKey,
    queryFn: currentSession,
    enabled: known,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [added, setAdded] = useState(false);
  const from = wantedPath(useLocation().state);

  if (!known || session.error instanceof SignedOut) return <Navigate to="/login" replace />;
  if (session.isPending) return <Splash />;
  if (session.isError) {
    return (
      <Center mih="100%" p="lg">
        <Failure error={session.error} retry={() => void session.refetch()} />
      </Center>
    );
  }
  if (added) return <KeepCodes session={session.data} from={from} />;
  if (session.data.stage === "complete") return <Navigate to={from} replace />;
  if (session.data.stage === "password") return <Show session={session.data} from={from} />;
  return (
    <AddFirst
      onAdded={() => {
        setAdded(true);
        void client.invalidateQueries({ queryKey: kSessionKey });
      }}
    />
  );
}

function SignOutButton() {
  const { t } = useTranslation();
  const leave = useSignOut();
  return (
    <Button variant="subtle" color="gray" onClick={leave}>
      {t("shell.signOut")}
    </Button>
  );
}

function Show({ session, from }: { session: Session; from: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const enter = useEnter();
  return (
    <GatePage title={t("prove.title")} description={t("prove.description")}>
      <ProveForm
        ways={session.ways}
        onProven={(proven) => {
          enter(proven);
          void navigate(from, { replace: true });
        }}
      />
      <SignOutButton />
    </GatePage>
  );
}

function AddFirst({ onAdded }: { onAdded: () => void }) {
  const { t } = useTranslation();
  return (
    <GatePage title={t("enrol.title")} description={t("enrol.description")}>
      <Enrolment onAdded={onAdded} />
      <SignOutButton />
      <StepUp />
    </GatePage>
  );
}

function KeepCodes({ session, from }: { session: Session; from: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <GatePage title={t("recovery.title")} description={t("recovery.description")}>
      <RecoveryCodes
        account={session.person.email}
        onKept={() => void navigate(from, { replace: true })}
      />
      <StepUp />
    </GatePage>
  );
}

import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate } from "react-router";
import { currentSession } from "../api/session";
import type { Session } from "../api/types";
import { GatePage } from "../parts/gate-page";
import { ProblemAlert } from "../parts/problem-alert";
import { Splash } from "../parts/splash";
import { useEnter } from "../session/session";
import { PasskeyButton } from "./passkey-button";
import { PuzzleProgress } from "./puzzle-progress";
import { signOnEnd } from "./sign-on-arrival";
import { SignOnDoor } from "./sign-on-door";
import { SignOnProven } from "./sign-on-proven";
import { useSignIn } from "./use-sign-in";

interface Arrival {
  from: string;
  ended: boolean;
}

function arrivalOf(state: unknown): Arrival {
  const given = (typeof state === "object" && state !== null ? state : {}) as Partial<Arrival>;
  // Only paths of this dashboard, never "//elsewhere".
  const from = typeof given.from === "string" && /^\/(?!\/)/.test(given.from) ? given.from : "/";
  return { from, ended: given.ended === true };
}

export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const enter = useEnter();
  const location = useLocation();
  const { from, ended } = arrivalOf(location.state as unknown);
  const signOn = signOnEnd(location.hash);
  const letIn = (session: Session) => {
    enter(session);
    void navigate(from, { replace: true });
  };
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { signIn, solving } = useSignIn();
  const signingIn = useMutation({ mutationFn: signIn, onSuccess: letIn });

  // Back from an identity provider with a session, which only its cookies know so far.
  const returning = useMutation({
    mutationFn: currentSession,
    onSuccess: (session) => {
      enter(session);
      void navigate("/", { replace: true });
    },
  });
  const { mutate: fetchSession } = returning;
  useEffect(() => {
    if (signOn === "done") fetchSession();
  }, [signOn, fetchSession]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signingIn.mutate({ email, password });
  };

  if (signOn === "proven") return <SignOnProven />;
  if (signOn === "done" && !returning.isError) return <Splash />;

  return (
    <GatePage title={t("login.title")} description={t("login.description")}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {signOn !== null && signOn !== "done" && (
            <Alert color="red" icon={<Info size={18} />} p="sm">
              {t(`login.signOnEnd.${signOn}`)}
            </Alert>
          )}
          <ProblemAlert error={returning.error} />
          {ended && (
            <Alert color="blue" icon={<Info size={18} />} p="sm">
              {t("login.ended")}
            </Alert>
          )}
          <PasskeyButton onEnter={letIn} />
          <TextInput
            label={t("fields.email")}
            type="email"
            dir="ltr"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("fields.password")}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("password.show"), tabIndex: 0 }}
          />
          <PuzzleProgress solving={solving} />
          <ProblemAlert error={signingIn.error} />
          <Button type="submit" size="md" loading={signingIn.isPending}>
            {t("login.signIn")}
          </Button>
          <SignOnDoor key={email} email={email} />
          <Anchor component={Link} to="/reset" size="sm">
            {t("login.forgot")}
          </Anchor>
          <Text size="xs" c="dimmed">
            {t("login.help")}
          </Text>
        </Stack>
      </form>
    </GatePage>
  );
}

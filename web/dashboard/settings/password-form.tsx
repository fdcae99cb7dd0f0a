import { Button, Group, PasswordInput, Stack, VisuallyHidden } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword } from "../api/session";
import { NewPassword } from "../parts/new-password";
import { forgetError } from "../parts/forget-error";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { useNotify } from "../parts/use-notify";
import { useSession } from "../session/session";
import { kSessionsKey } from "./session-list";

export function PasswordForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const { person, workspace } = useSession();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword({ current, password }),
    onSuccess: () => {
      setCurrent("");
      setPassword("");
      void client.invalidateQueries({ queryKey: kSessionsKey });
      notify.done(t("settings.passwordChanged"));
    },
  });
  const problemOf = useFieldProblem(change.error);

  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };

  return (
    <form onSubmit={save} onChange={forgetError(change)}>
      <Stack gap="md" maw="28rem">
        {/* Lets a password store know whose password changes. */}
        <VisuallyHidden aria-hidden>
          <input type="text" autoComplete="username" value={person.email} readOnly tabIndex={-1} />
        </VisuallyHidden>
        <PasswordInput
          label={t("settings.currentPassword")}
          autoComplete="current-password"
          required
          value={current}
          error={problemOf("current")}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("password.show"), tabIndex: 0 }}
        />
        <NewPassword
          label={t("settings.newPassword")}
          value={password}
          onChange={setPassword}
          words={[person.name, person.email, workspace.name]}
          rules="own"
          error={problemOf("password")}
        />
        {!isAboutAField(change.error, ["current", "password"]) && (
          <ProblemAlert error={change.error} />
        )}
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t("settings.changePassword")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

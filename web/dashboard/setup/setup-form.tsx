import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { setUp } from "../api/session";
import { NewPassword } from "../parts/new-password";
import { forgetError } from "../parts/forget-error";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { useEnter } from "../session/session";

const kFields = ["name", "email", "password", "workspace"];

export function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const enter = useEnter();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [workspace, setWorkspace] = useState("");
  const creation = useMutation({
    mutationFn: setUp,
    onSuccess: (session) => {
      enter(session);
      void navigate("/", { replace: true });
    },
  });
  const problemOf = useFieldProblem(creation.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate({ token, name, email, password, workspace });
  };

  return (
    <form onSubmit={submit} onChange={forgetError(creation)}>
      <Stack gap="md">
        <TextInput
          label={t("fields.workspace")}
          description={t("setup.workspaceHint")}
          autoComplete="organization"
          required
          autoFocus
          value={workspace}
          error={problemOf("workspace")}
          onChange={(event) => setWorkspace(event.currentTarget.value)}
        />
        <TextInput
          label={t("fields.name")}
          autoComplete="name"
          required
          value={name}
          error={problemOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("fields.email")}
          type="email"
          dir="ltr"
          autoComplete="username"
          required
          value={email}
          error={problemOf("email")}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NewPassword
          label={t("fields.password")}
          value={password}
          onChange={setPassword}
          words={[name, email, workspace].filter(Boolean)}
          error={problemOf("password")}
        />
        {!isAboutAField(creation.error, kFields) && <ProblemAlert error={creation.error} />}
        <Button type="submit" size="md" loading={creation.isPending}>
          {t("setup.create")}
        </Button>
      </Stack>
    </form>
  );
}

import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { acceptInvitation } from "../api/members";
import type { InvitationOffer } from "../api/types";
import { NewPassword } from "../parts/new-password";
import { forgetError } from "../parts/forget-error";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { useEnter } from "../session/session";

export function JoinForm({ token, offer }: { token: string; offer: InvitationOffer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const enter = useEnter();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const joining = useMutation({
    mutationFn: acceptInvitation,
    onSuccess: (session) => {
      enter(session);
      void navigate("/", { replace: true });
    },
  });
  const problemOf = useFieldProblem(joining.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    joining.mutate({ token, name, password });
  };

  return (
    <form onSubmit={submit} onChange={forgetError(joining)}>
      <Stack gap="md">
        <TextInput
          label={t("fields.email")}
          type="email"
          dir="ltr"
          autoComplete="username"
          readOnly
          variant="filled"
          value={offer.email}
        />
        <TextInput
          label={t("fields.name")}
          autoComplete="name"
          required
          autoFocus
          value={name}
          error={problemOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPassword
          label={t("fields.password")}
          value={password}
          onChange={setPassword}
          words={[name, offer.email, offer.workspace].filter(Boolean)}
          rules={{ invitation: token }}
          error={problemOf("password")}
        />
        {!isAboutAField(joining.error, ["name", "password"]) && (
          <ProblemAlert error={joining.error} />
        )}
        <Button type="submit" size="md" loading={joining.isPending}>
          {t("join.join")}
        </Button>
      </Stack>
    </form>
  );
}

import { Button, Skeleton, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleCheck, LinkIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { checkReset, resetPassword } from "../api/links";
import { ApiProblem } from "../api/problem";
import type { ResetAccount } from "../api/types";
import { currentLanguage } from "../language/i18n";
import { Failure } from "../parts/failure";
import { GateOutcome } from "../parts/gate-outcome";
import { GatePage } from "../parts/gate-page";
import { NewPassword } from "../parts/new-password";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";

interface ChoosePasswordProps {
  token: string;
  onAskAgain: () => void;
}

function isOver(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 404 || error.status === 400);
}

export function ChoosePassword({ token, onAskAgain }: ChoosePasswordProps) {
  const { t } = useTranslation();
  const account = useQuery({
    queryKey: ["password-reset"],
    queryFn: () => checkReset({ token }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

  if (isOver(account.error)) return <LinkOver onAskAgain={onAskAgain} />;
  if (account.isPending) {
    return (
      <GatePage title={t("reset.title")}>
        <Stack>
          <Skeleton h={36} />
          <Skeleton h={36} />
        </Stack>
      </GatePage>
    );
  }
  if (account.isError) {
    return (
      <GatePage title={t("reset.title")}>
        <Failure error={account.error} retry={() => void account.refetch()} />
      </GatePage>
    );
  }
  return <Choosing token={token} account={account.data} onAskAgain={onAskAgain} />;
}

function LinkOver({ onAskAgain }: { onAskAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <GateOutcome
      title={t("reset.title")}
      icon={<LinkIcon size={24} />}
      heading={t("reset.overTitle")}
      text={t("reset.over")}
      actions={
        <Button variant="default" onClick={onAskAgain}>
          {t("reset.askAgain")}
        </Button>
      }
    />
  );
}

interface ChoosingProps extends ChoosePasswordProps {
  account: ResetAccount;
}

function Choosing({ token, account, onAskAgain }: ChoosingProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const choice = useMutation({ mutationFn: resetPassword });
  const problemOf = useFieldProblem(choice.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    choice.mutate({ token, password, language: currentLanguage() });
  };

  if (choice.isSuccess) {
    return (
      <GateOutcome
        title={t("reset.title")}
        icon={<CircleCheck size={24} />}
        good
        heading={t("reset.doneTitle")}
        text={t("reset.done")}
        actions={
          <Button component={Link} to="/login">
            {t("login.title")}
          </Button>
        }
      />
    );
  }
  if (choice.error instanceof ApiProblem && choice.error.status === 404) {
    return <LinkOver onAskAgain={onAskAgain} />;
  }
  const { email, workspace } = account;
  return (
    <GatePage
      title={t("reset.title")}
      description={t("reset.chooseDescription", { email, workspace })}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t("fields.email")}
            type="email"
            dir="ltr"
            autoComplete="username"
            readOnly
            variant="filled"
            value={email}
          />
          <NewPassword
            label={t("settings.newPassword")}
            value={password}
            onChange={setPassword}
            words={[account.name, email, workspace]}
            error={problemOf("password")}
          />
          {!isAboutAField(choice.error, ["password"]) && <ProblemAlert error={choice.error} />}
          <Button type="submit" size="md" loading={choice.isPending}>
            {t("reset.choose")}
          </Button>
        </Stack>
      </form>
    </GatePage>
  );
}

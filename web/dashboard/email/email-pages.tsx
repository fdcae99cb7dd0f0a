import { Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, LinkIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { confirmEmail, undoEmail } from "../api/links";
import { ApiProblem } from "../api/problem";
import { currentLanguage } from "../language/i18n";
import { GateOutcome } from "../parts/gate-outcome";
import { GatePage } from "../parts/gate-page";
import { useLinkToken } from "../parts/link-token";
import { ProblemAlert } from "../parts/problem-alert";

export function ConfirmEmailPage() {
  const { t } = useTranslation();
  return (
    <UseLink
      title={t("email.confirmTitle")}
      description={t("email.confirmDescription")}
      act={t("email.confirm")}
      use={confirmEmail}
      doneTitle={t("email.confirmedTitle")}
      done={(email) => t("email.confirmed", { email })}
      goOn={t("email.goOn")}
    />
  );
}

export function UndoEmailPage() {
  const { t } = useTranslation();
  return (
    <UseLink
      title={t("email.undoTitle")}
      description={t("email.undoDescription")}
      act={t("email.undo")}
      use={undoEmail}
      doneTitle={t("email.undoneTitle")}
      done={(email) => t("email.undone", { email })}
      goOn={t("reset.backToLogin")}
    />
  );
}

interface UseLinkProps {
  title: string;
  description: string;
  act: string;
  use: typeof confirmEmail;
  doneTitle: string;
  done: (email: string) => string;
  goOn: string;
}

// A button, because programs that look into mails open links, too.
function UseLink({ title, description, act, use, doneTitle, done, goOn }: UseLinkProps) {
  const { t } = useTranslation();
  const token = useLinkToken();
  const using = useMutation({ mutationFn: use });

  if (using.data) {
    return (
      <GateOutcome
        title={title}
        icon={<CircleCheck size={24} />}
        good
        heading={doneTitle}
        text={done(using.data.email)}
        actions={
          <Button component="a" href="/" variant="default">
            {goOn}
          </Button>
        }
      />
    );
  }
  const refused = using.error instanceof ApiProblem && [400, 404].includes(using.error.status);
  if (token === "" || refused) {
    return (
      <GateOutcome
        title={title}
        icon={<LinkIcon size={24} />}
        heading={t("reset.overTitle")}
        text={t("email.over")}
        actions={
          <Button component="a" href="/" variant="default">
            {t("email.goOn")}
          </Button>
        }
      />
    );
  }
  return (
    <GatePage title={title} description={description}>
      <Stack gap="md">
        <ProblemAlert error={using.error} />
        <Button
          size="md"
          autoFocus
          loading={using.isPending}
          onClick={() => using.mutate({ token, language: currentLanguage() })}
        >
          {act}
        </Button>
      </Stack>
    </GatePage>
  );
}

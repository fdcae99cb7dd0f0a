import { Alert, Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleX, FlaskConical } from "lucide-react";
import { useTranslation } from "react-i18next";
import { tryOut } from "../api/sign-on";
import type { SignOnProvider } from "../api/types";
import { useFormat } from "../language/format";
import { ProblemAlert } from "../parts/problem-alert";
import { useOutcomeText } from "./outcome-text";

export function Trial({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const trying = useMutation({
    mutationFn: () => tryOut(provider.id),
    onSuccess: (address) => window.location.assign(address),
  });
  return (
    <Stack gap="sm">
      {provider.trial && <Outcome trial={provider.trial} />}
      <ProblemAlert error={trying.error} />
      <Group>
        <Button
          variant="default"
          leftSection={<FlaskConical size={16} />}
          loading={trying.isPending || trying.isSuccess}
          disabled={provider.issuer === null}
          onClick={() => trying.mutate()}
        >
          {t("signOn.try")}
        </Button>
      </Group>
    </Stack>
  );
}

function Outcome({ trial }: { trial: NonNullable<SignOnProvider["trial"]> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const outcomeText = useOutcomeText();
  const worked = trial.outcome === "accepted";
  return (
    <Alert
      role="status"
      color={worked ? "green" : "red"}
      icon={worked ? <CircleCheck size={18} /> : <CircleX size={18} />}
      title={t(worked ? "signOn.tryWorked" : "signOn.tryFailed", {
        ago: format.ago(trial.at),
      })}
    >
      {outcomeText(trial.outcome)}
    </Alert>
  );
}

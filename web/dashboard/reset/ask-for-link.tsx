import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { askForReset } from "../api/links";
import { currentLanguage } from "../language/i18n";
import { GateOutcome } from "../parts/gate-outcome";
import { GatePage } from "../parts/gate-page";
import { ProblemAlert } from "../parts/problem-alert";

export function AskForLink() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const asking = useMutation({ mutationFn: askForReset });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate({ email, language: currentLanguage() });
  };

  // The same words whether or not there is such an account.
  if (asking.isSuccess) {
    return (
      <GateOutcome
        title={t("reset.title")}
        icon={<MailCheck size={24} />}
        good
        heading={t("reset.sentTitle")}
        text={
          <>
            {t("reset.sent", { email })}
            <br />
            <br />
            {t("reset.nothing")}
          </>
        }
        actions={
          <>
            <Button component={Link} to="/login" variant="default">
              {t("reset.backToLogin")}
            </Button>
            <Button variant="subtle" onClick={() => asking.reset()}>
              {t("reset.another")}
            </Button>
          </>
        }
      />
    );
  }
  return (
    <GatePage title={t("reset.title")} description={t("reset.description")}>
      <form onSubmit={submit}>
        <Stack gap="md">
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
          <ProblemAlert error={asking.error} />
          <Button type="submit" size="md" loading={asking.isPending}>
            {t("reset.send")}
          </Button>
          <Text size="sm">
            <Anchor component={Link} to="/login" size="sm">
              {t("reset.backToLogin")}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </GatePage>
  );
}

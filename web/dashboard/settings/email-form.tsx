import { Alert, Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { askForEmail } from "../api/links";
import { currentLanguage } from "../language/i18n";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";

export function EmailForm() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [current, setCurrent] = useState("");
  const asking = useMutation({
    mutationFn: askForEmail,
    onSuccess: () => {
      setEmail("");
      setCurrent("");
    },
  });
  const problemOf = useFieldProblem(asking.error);

  const save = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate({ email, current, language: currentLanguage() });
  };

  return (
    <form onSubmit={save}>
      <Stack gap="md" maw="28rem">
        {asking.isSuccess && (
          <Alert color="green" icon={<MailCheck size={18} />} role="status">
            {t("settings.emailSent", { email: asking.variables.email })}
          </Alert>
        )}
        <TextInput
          label={t("settings.newEmail")}
          type="email"
          dir="ltr"
          autoComplete="email"
          required
          value={email}
          error={problemOf("email")}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("settings.currentPassword")}
          autoComplete="current-password"
          required
          value={current}
          error={problemOf("current")}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("password.show"), tabIndex: 0 }}
        />
        {!isAboutAField(asking.error, ["email", "current"]) && (
          <ProblemAlert error={asking.error} />
        )}
        <Group>
          <Button type="submit" loading={asking.isPending}>
            {t("settings.changeEmail")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import { Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { doorsFor, startOf } from "../api/sign-on";
import { ProblemAlert } from "../parts/problem-alert";

/** The way to an identity provider, found by the domain of the address that was typed. */
export function SignOnDoor({ email }: { email: string }) {
  const { t } = useTranslation();
  const looking = useMutation({
    mutationFn: () => doorsFor(email),
    onSuccess: ([door]) => {
      if (door) window.location.assign(startOf(door));
    },
  });
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        size="md"
        leftSection={<KeyRound size={16} />}
        loading={looking.isPending}
        disabled={!email.includes("@")}
        onClick={() => looking.mutate()}
      >
        {t("login.signOn")}
      </Button>
      {looking.data?.length === 0 && (
        <Text size="sm" role="status">
          {t("login.noSignOn")}
        </Text>
      )}
      <ProblemAlert error={looking.error} />
    </Stack>
  );
}

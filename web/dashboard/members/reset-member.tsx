import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { makeResetLink } from "../api/links";
import type { Member } from "../api/types";
import { useFormat } from "../language/format";
import { currentLanguage } from "../language/i18n";
import { LinkOutcome } from "../parts/link-outcome";
import { ProblemAlert } from "../parts/problem-alert";

export function ResetMember({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={member !== null}
      onClose={onClose}
      title={t("members.resetNamed", { name: member?.name ?? "" })}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {member && <Resetting member={member} onClose={onClose} />}
    </Modal>
  );
}

function Resetting({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, email, person } = member;
  const making = useMutation({
    mutationFn: () => makeResetLink(person, { language: currentLanguage() }),
  });

  if (making.data) {
    const time = format.dateTime(making.data.expires_at);
    return (
      <LinkOutcome
        made={making.data}
        label={t("members.resetLink")}
        shown={t("members.resetOnce", { name, time })}
        mailed={t("members.resetMailed", { email, time })}
        onClose={onClose}
      />
    );
  }
  return (
    <Stack gap="md">
      <Text size="sm">{t("members.resetConsequence", { name })}</Text>
      <ProblemAlert error={making.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("common.cancel")}
        </Button>
        <Button loading={making.isPending} onClick={() => making.mutate()}>
          {t("members.reset")}
        </Button>
      </Group>
    </Stack>
  );
}

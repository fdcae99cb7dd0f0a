import { Alert, Button, Group, Stack } from "@mantine/core";
import { Hourglass, KeyRound, MailCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Invitation } from "../api/types";
import { CopyBlock } from "./copy-block";

interface LinkOutcomeProps {
  made: Invitation;
  /** What the link is, for those who do not see it. */
  label: string;
  /** What is said when the link is shown here and now only. */
  shown: string;
  /** What is said when it went by mail. */
  mailed: string;
  /** What else is to be known about it. */
  note?: string | undefined;
  onClose: () => void;
}

/** A link that was made: sent by mail, or shown once where there is no mail. */
export function LinkOutcome({ made, label, shown, mailed, note, onClose }: LinkOutcomeProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      {made.link === null ? (
        <Alert color="green" icon={<MailCheck size={18} />} role="status">
          {mailed}
        </Alert>
      ) : (
        <>
          <Alert color="blue" icon={<KeyRound size={18} />}>
            {shown}
          </Alert>
          <CopyBlock value={made.link} label={label} />
        </>
      )}
      {note && (
        <Alert color="yellow" icon={<Hourglass size={18} />}>
          {note}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.done")}
        </Button>
      </Group>
    </Stack>
  );
}

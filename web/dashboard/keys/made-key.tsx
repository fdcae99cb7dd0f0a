import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { MadeApiKey } from "../api/types";
import { useFormat } from "../language/format";
import { CopyBlock } from "../parts/copy-block";
import { overlapEnd } from "./key-health";

/** The only time that anybody sees a key. */
export function MadeKey({ made, onClose }: { made: MadeApiKey; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const overlap = overlapEnd(made.key, Date.now());
  const path = made.key.in_force.includes("read_conversations") ? "conversations" : "bots";
  const example = `curl -H "Authorization: Bearer ${made.token}" \\\n  ${location.origin}/api/v1/${path}`;
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<TriangleAlert size={18} />} role="status">
        {t("apiKeys.shownOnce")}
      </Alert>
      <CopyBlock value={made.token} label={t("apiKeys.token")} />
      {overlap !== null && (
        <Text size="sm">{t("apiKeys.oldGoesOn", { date: format.dateTime(overlap) })}</Text>
      )}
      <div>
        <Text size="sm" fw={500} mb={4}>
          {t("apiKeys.example")}
        </Text>
        <CopyBlock value={example} label={t("apiKeys.example")} />
      </div>
      <Text size="xs" c="dimmed">
        {t("apiKeys.keepSafe")}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t("apiKeys.kept")}</Button>
      </Group>
    </Stack>
  );
}

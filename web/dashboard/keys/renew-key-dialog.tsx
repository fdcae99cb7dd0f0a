import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { renewKey } from "../api/keys";
import type { ApiKey } from "../api/types";
import { ProblemAlert } from "../parts/problem-alert";
import { kDefaultLife, LifeChoice } from "./life-choice";
import { MadeKey } from "./made-key";
import { kEveryKeysKey } from "./keys";

export function RenewKeyDialog({ entry, onClose }: { entry: ApiKey | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={entry !== null}
      onClose={onClose}
      title={t("apiKeys.renewTitle", { name: entry?.name ?? "" })}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {entry && <Renewing key={entry.id} entry={entry} onClose={onClose} />}
    </Modal>
  );
}

function Renewing({ entry, onClose }: { entry: ApiKey; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [overlap, setOverlap] = useState("24");
  const [days, setDays] = useState(kDefaultLife);
  const renewing = useMutation({
    mutationFn: () => renewKey(entry.id, { overlap_hours: Number(overlap), days }),
    onSuccess: () => void client.invalidateQueries({ queryKey: kEveryKeysKey }),
  });
  if (renewing.data) return <MadeKey made={renewing.data} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    renewing.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{t("apiKeys.renewHint")}</Text>
        <Select
          label={t("apiKeys.overlap")}
          allowDeselect={false}
          value={overlap}
          onChange={(value) => setOverlap(value ?? "24")}
          data={[
            { value: "0", label: t("apiKeys.overlap0") },
            { value: "1", label: t("apiKeys.overlap1") },
            { value: "24", label: t("apiKeys.overlap24") },
            { value: "168", label: t("apiKeys.overlap168") },
          ]}
        />
        <LifeChoice days={days} onChange={setDays} />
        <ProblemAlert error={renewing.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={renewing.isPending}>
            {t("apiKeys.renew")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

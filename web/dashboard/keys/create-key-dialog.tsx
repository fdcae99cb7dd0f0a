import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { makeKey } from "../api/keys";
import type { Privilege } from "../api/types";
import { forgetError } from "../parts/forget-error";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { kDefaultPerMinute, KeyBounds } from "./key-bounds";
import { kEveryKeysKey } from "./keys";
import { kDefaultLife, LifeChoice } from "./life-choice";
import { MadeKey } from "./made-key";
import { ScopeChoice } from "./scope-choice";

export function CreateKeyDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t("apiKeys.create")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Creating onClose={onClose} />
    </Modal>
  );
}

function Creating({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [privileges, setPrivileges] = useState<Privilege[]>([]);
  const [bots, setBots] = useState<string[]>([]);
  const [days, setDays] = useState(kDefaultLife);
  const [ranges, setRanges] = useState<string[]>([]);
  const [perMinute, setPerMinute] = useState(kDefaultPerMinute);
  const making = useMutation({
    mutationFn: () =>
      makeKey({
        name,
        privileges,
        bots: bots.length > 0 ? bots : null,
        days,
        per_minute: perMinute,
        ranges,
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: kEveryKeysKey }),
  });
  const problemOf = useFieldProblem(making.error);
  if (making.data) return <MadeKey made={making.data} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <form onSubmit={submit} onChange={forgetError(making)}>
      <Stack gap="md">
        <TextInput
          label={t("apiKeys.name")}
          description={t("apiKeys.nameHint")}
          required
          data-autofocus
          maxLength={120}
          value={name}
          error={problemOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ScopeChoice
          error={problemOf("privileges")}
          onChange={setPrivileges}
          bots={bots}
          onBots={setBots}
        />
        <LifeChoice days={days} onChange={setDays} />
        <KeyBounds
          ranges={ranges}
          onRanges={setRanges}
          rangesError={problemOf("ranges")}
          perMinute={perMinute}
          onPerMinute={setPerMinute}
        />
        {!isAboutAField(making.error, ["name", "privileges", "ranges"]) && (
          <ProblemAlert error={making.error} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={making.isPending} disabled={privileges.length === 0}>
            {t("apiKeys.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

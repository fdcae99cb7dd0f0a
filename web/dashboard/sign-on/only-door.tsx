import { Alert, Button, Group, Modal, Select, Stack, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { members } from "../api/members";
import { makeOnlyDoor, openOtherDoors } from "../api/sign-on";
import type { SignOnProvider } from "../api/types";
import { kMembersKey } from "../members/keys";
import { ProblemAlert } from "../parts/problem-alert";
import { useSession } from "../session/session";
import { useKeep } from "./use-change";

/** Shutting the other doors is asked about first; opening them again is not. */
export function OnlyDoor({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const keep = useKeep();
  const [asking, dialog] = useDisclosure(false);
  const opening = useMutation({ mutationFn: () => openOtherDoors(provider.id), onSuccess: keep });
  const ready = provider.enabled && provider.trial?.outcome === "accepted";
  return (
    <Stack gap="sm">
      <Switch
        label={t("signOn.only")}
        description={ready || provider.only_door ? null : t("signOn.onlyNotReady")}
        checked={provider.only_door}
        disabled={opening.isPending || (!ready && !provider.only_door)}
        onChange={() => (provider.only_door ? opening.mutate() : dialog.open())}
      />
      <ProblemAlert error={opening.error} />
      <Modal
        opened={asking}
        onClose={dialog.close}
        title={t("signOn.onlyConfirmTitle")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <Shutting provider={provider} onClose={dialog.close} />
      </Modal>
    </Stack>
  );
}

function Shutting({ provider, onClose }: { provider: SignOnProvider; onClose: () => void }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const keep = useKeep();
  const found = useQuery({ queryKey: kMembersKey, queryFn: members });
  const owners = (found.data ?? []).filter(({ role }) => role === "owner");
  const [breakGlass, setBreakGlass] = useState<string | null>(person.id);
  const shutting = useMutation({
    mutationFn: (owner: string) => makeOnlyDoor(provider.id, owner),
    onSuccess: (saved) => {
      keep(saved);
      onClose();
    },
  });
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<TriangleAlert size={18} />}>
        {t("signOn.onlyConsequence", { name: provider.name })}
      </Alert>
      <Select
        label={t("signOn.breakGlass")}
        description={t("signOn.breakGlassHint")}
        data={owners.map((owner) => ({ value: owner.person, label: owner.name }))}
        value={breakGlass}
        allowDeselect={false}
        onChange={setBreakGlass}
      />
      <Text size="sm">{t("signOn.onlySessions")}</Text>
      <ProblemAlert error={shutting.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("common.cancel")}
        </Button>
        <Button
          variant="light"
          color="red"
          loading={shutting.isPending}
          disabled={breakGlass === null}
          onClick={() => breakGlass && shutting.mutate(breakGlass)}
        >
          {t("signOn.onlyConfirm")}
        </Button>
      </Group>
    </Stack>
  );
}

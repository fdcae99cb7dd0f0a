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
import { ConfirmDialog } from "../parts/confirm-dialog";
import { ProblemAlert } from "../parts/problem-alert";
import { useSession } from "../session/session";
import { useKeep } from "./use-change";

/** Both ways are asked about first: one locks people out, the other lets passwords in again. */
export function OnlyDoor({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const keep = useKeep();
  const [asking, dialog] = useDisclosure(false);
  const [askingToOpen, openDialog] = useDisclosure(false);
  const opening = useMutation({
    mutationFn: () => openOtherDoors(provider.id),
    onSuccess: (saved) => {
      keep(saved);
      openDialog.close();
    },
  });
  const ready = provider.enabled && provider.trial?.outcome === "accepted";
  return (
    <Stack gap="sm">
      <Switch
        label={t("signOn.only")}
        description={ready || provider.only_door ? null : t("signOn.onlyNotReady")}
        checked={provider.only_door}
        disabled={opening.isPending || (!ready && !provider.only_door)}
        onChange={() => (provider.only_door ? openDialog.open() : dialog.open())}
      />
      <ConfirmDialog
        opened={askingToOpen}
        onClose={openDialog.close}
        title={t("signOn.openTitle")}
        consequence={t("signOn.openConsequence", { name: provider.name })}
        confirm={t("signOn.openConfirm")}
        busy={opening.isPending}
        error={opening.error}
        onConfirm={() => opening.mutate()}
      />
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

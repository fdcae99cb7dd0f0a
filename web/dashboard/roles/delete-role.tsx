import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { deleteRole } from "../api/roles";
import type { Role } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { useNotify } from "../parts/use-notify";
import { kRolesKey } from "./keys";

export function DeleteRole({ role, onClose }: { role: Role | null; onClose: () => void }) {
  if (role && role.holders.length > 0) return <StillHeld role={role} onClose={onClose} />;
  return <Deleting role={role} onClose={onClose} />;
}

function Deleting({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const name = role?.name ?? "";
  const deletion = useMutation({
    mutationFn: (key: string) => deleteRole(key),
    onSuccess: () => {
      notify.done(t("roles.deleted", { name }));
      onClose();
    },
    // Somebody may hold it by now: the list says who.
    onSettled: () => client.invalidateQueries({ queryKey: kRolesKey }),
  });
  return (
    <ConfirmDialog
      opened={role !== null}
      onClose={onClose}
      title={t("roles.deleteTitle", { name })}
      consequence={t("roles.deleteConsequence", { name })}
      confirm={t("roles.delete")}
      busy={deletion.isPending}
      error={deletion.error}
      onConfirm={() => role && deletion.mutate(role.key)}
    />
  );
}

function StillHeld({ role, onClose }: { role: Role; onClose: () => void }) {
  const { t } = useTranslation();
  const names = role.holders.map(({ name }) => name).join(", ");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("roles.heldTitle", { name: role.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="md">
        <Text size="sm">{t("roles.held", { names })}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("common.close")}
          </Button>
          <Button component={Link} to="/members">
            {t("nav.members")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

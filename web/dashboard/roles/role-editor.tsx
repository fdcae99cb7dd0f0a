import { Alert, Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { waits } from "../api/or-approval";
import { addRole, editRole } from "../api/roles";
import type { Privilege, PrivilegeEntry, Role } from "../api/types";
import { kApprovalsKey } from "../approvals/keys";
import { useFormat } from "../language/format";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { useNotify } from "../parts/use-notify";
import { kRolesKey } from "./keys";
import { PrivilegeChoice } from "./privilege-choice";
import { usePrivileges } from "./use-roles";

interface RoleEditorProps {
  editing: "new" | Role | null;
  onClose: () => void;
}

export function RoleEditor({ editing, onClose }: RoleEditorProps) {
  const { t } = useTranslation();
  const privileges = usePrivileges();
  const role = editing === "new" ? null : editing;
  return (
    <Modal
      opened={editing !== null}
      onClose={onClose}
      size="lg"
      title={role ? t("roles.editNamed", { name: role.name }) : t("roles.create")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {privileges.data && (
        <RoleForm key={role?.key ?? "new"} role={role} all={privileges.data} onClose={onClose} />
      )}
    </Modal>
  );
}

interface RoleFormProps {
  role: Role | null;
  all: PrivilegeEntry[];
  onClose: () => void;
}

function RoleForm({ role, all, onClose }: RoleFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [name, setName] = useState(role?.name ?? "");
  const [everyBot, setEveryBot] = useState(role?.every_bot ?? false);
  const [held, setHeld] = useState<Privilege[]>(role?.privileges ?? []);
  const saving = useMutation({
    mutationFn: () => {
      const draft = { name, every_bot: everyBot, privileges: held };
      return role ? editRole(role.key, draft) : addRole(draft);
    },
    onSuccess: (saved) => {
      void client.invalidateQueries({ queryKey: kRolesKey });
      if (waits(saved)) {
        void client.invalidateQueries({ queryKey: kApprovalsKey });
        notify.done(t("approvals.askedForRole", { name: saved.subject }));
        onClose();
        return;
      }
      notify.done(t("roles.saved", { name: saved.name }));
      onClose();
    },
  });
  const problemOf = useFieldProblem(saving.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t("roles.name")}
          required
          data-autofocus
          maxLength={60}
          value={name}
          error={problemOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Radio.Group
          label={t("roles.reach")}
          value={everyBot ? "every" : "granted"}
          onChange={(value) => setEveryBot(value === "every")}
        >
          <Stack gap="sm" mt="xs">
            <Radio
              value="granted"
              label={t("roles.grantedBots")}
              description={t("roles.grantedBotsHint")}
            />
            <Radio
              value="every"
              label={t("roles.everyBot")}
              description={t("roles.everyBotHint")}
            />
          </Stack>
        </Radio.Group>
        <PrivilegeChoice all={all} held={held} onChange={setHeld} />
        {role && <WhatHappens role={role} />}
        {!isAboutAField(saving.error, ["name"]) && <ProblemAlert error={saving.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {t("common.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function WhatHappens({ role }: { role: Role }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = role.holders.length;
  if (count === 0) return null;
  return (
    <Alert color="yellow" icon={<Info size={18} />}>
      {t("roles.editConsequence", {
        count,
        number: format.number(count),
        names: role.holders.map(({ name }) => name).join(", "),
      })}
    </Alert>
  );
}

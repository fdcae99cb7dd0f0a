import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { invite } from "../api/members";
import type { Invitation, RoleKey } from "../api/types";
import { useFormat } from "../language/format";
import { CopyBlock } from "../parts/copy-block";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { mayGive } from "../roles/rights";
import { useRoleText } from "../roles/role-text";
import { useRoles } from "../roles/use-roles";
import { useSession } from "../session/session";

export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("members.invite")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Inviting onClose={onClose} />
    </Modal>
  );
}

function Inviting({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<RoleKey>("agent");
  const creation = useMutation({ mutationFn: invite });

  if (creation.data) {
    return <LinkOnce email={email} invitation={creation.data} onClose={onClose} />;
  }
  return (
    <InviteForm
      email={email}
      role={role}
      error={creation.error}
      busy={creation.isPending}
      onEmail={setEmail}
      onRole={setRole}
      onSubmit={() => creation.mutate({ email, role })}
    />
  );
}

interface InviteFormProps {
  email: string;
  role: RoleKey;
  error: unknown;
  busy: boolean;
  onEmail: (email: string) => void;
  onRole: (role: RoleKey) => void;
  onSubmit: () => void;
}

function InviteForm({ email, role, error, busy, onEmail, onRole, onSubmit }: InviteFormProps) {
  const { t } = useTranslation();
  const problemOf = useFieldProblem(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t("fields.email")}
          type="email"
          dir="ltr"
          required
          data-autofocus
          autoComplete="off"
          value={email}
          error={problemOf("email")}
          onChange={(event) => onEmail(event.currentTarget.value)}
        />
        <RoleChoice role={role} onRole={onRole} />
        {!isAboutAField(error, ["email"]) && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {t("members.makeLink")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface RoleChoiceProps {
  role: RoleKey;
  onRole: (role: RoleKey) => void;
}

function RoleChoice({ role, onRole }: RoleChoiceProps) {
  const { t } = useTranslation();
  const session = useSession();
  const roleText = useRoleText();
  const roles = useRoles().data ?? [];
  const chosen = roles.find(({ key }) => key === role);
  return (
    <>
      <Select
        label={t("members.role")}
        allowDeselect={false}
        value={role}
        onChange={(value) => onRole(value ?? "agent")}
        data={roles.map((one) => ({
          value: one.key,
          label: roleText(one.key),
          disabled: !mayGive(session, one),
        }))}
      />
      {chosen && (
        <Text size="xs" c="dimmed">
          {chosen.every_bot ? t("roles.everyBotHint") : t("members.invitedReach")}
        </Text>
      )}
    </>
  );
}

interface LinkOnceProps {
  email: string;
  invitation: Invitation;
  onClose: () => void;
}

function LinkOnce({ email, invitation, onClose }: LinkOnceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap="md">
      <Alert color="blue" icon={<KeyRound size={18} />}>
        {t("members.linkOnce", { email, time: format.dateTime(invitation.expires_at) })}
      </Alert>
      <CopyBlock value={invitation.link} label={t("members.link")} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.done")}
        </Button>
      </Group>
    </Stack>
  );
}

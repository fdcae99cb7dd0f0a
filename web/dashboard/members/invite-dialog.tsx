import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { invite } from "../api/members";
import type { RoleKey } from "../api/types";
import { useFormat } from "../language/format";
import { currentLanguage } from "../language/i18n";
import { forgetError } from "../parts/forget-error";
import { LinkOutcome } from "../parts/link-outcome";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { mayGive } from "../roles/rights";
import { useRoleText } from "../roles/role-text";
import { useRoles } from "../roles/use-roles";
import { useSession } from "../session/session";
import { kInvitationsKey } from "./keys";

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
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: invite,
    onSuccess: () => void client.invalidateQueries({ queryKey: kInvitationsKey }),
  });

  if (creation.data) {
    const time = format.dateTime(creation.data.expires_at);
    return (
      <LinkOutcome
        note={creation.data.approval === null ? undefined : t("approvals.invited", { email })}
        made={creation.data}
        label={t("members.link")}
        shown={t("members.linkOnce", { email, time })}
        mailed={t("members.mailed", { email, time })}
        onClose={onClose}
      />
    );
  }
  return (
    <InviteForm
      email={email}
      role={role}
      error={creation.error}
      busy={creation.isPending}
      onEdit={forgetError(creation)}
      onEmail={setEmail}
      onRole={setRole}
      onSubmit={() => creation.mutate({ email, role, language: currentLanguage() })}
    />
  );
}

interface InviteFormProps {
  email: string;
  role: RoleKey;
  error: unknown;
  busy: boolean;
  onEdit: () => void;
  onEmail: (email: string) => void;
  onRole: (role: RoleKey) => void;
  onSubmit: () => void;
}

function InviteForm(props: InviteFormProps) {
  const { email, role, error, busy, onEdit, onEmail, onRole, onSubmit } = props;
  const { t } = useTranslation();
  const problemOf = useFieldProblem(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} onChange={onEdit}>
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

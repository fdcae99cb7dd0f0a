import { Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { invite } from "../api/members";
import type { Role } from "../api/types";
import { useFormat } from "../language/format";
import { currentLanguage } from "../language/i18n";
import { forgetError } from "../parts/forget-error";
import { LinkOutcome } from "../parts/link-outcome";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { kInvitationsKey } from "./keys";
import { kRoles, useRoleText } from "./role-text";

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
  const [role, setRole] = useState<Role>("agent");
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
  role: Role;
  error: unknown;
  busy: boolean;
  onEdit: () => void;
  onEmail: (email: string) => void;
  onRole: (role: Role) => void;
  onSubmit: () => void;
}

function InviteForm(props: InviteFormProps) {
  const { email, role, error, busy, onEdit, onEmail, onRole, onSubmit } = props;
  const { t } = useTranslation();
  const roleText = useRoleText();
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
        <Radio.Group
          label={t("members.role")}
          value={role}
          onChange={(value) => onRole(kRoles.find((one) => one === value) ?? "agent")}
        >
          <Stack gap="sm" mt="xs">
            {kRoles.toReversed().map((one) => (
              <Radio
                key={one}
                value={one}
                label={roleText(one).name}
                description={roleText(one).may}
              />
            ))}
          </Stack>
        </Radio.Group>
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

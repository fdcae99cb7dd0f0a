import { Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReviewDecision } from "../api/reviews";
import type { ReviewLine, Role } from "../api/types";
import { ProblemAlert } from "../parts/problem-alert";
import { mayGive } from "../roles/rights";
import { useRoleText } from "../roles/role-text";
import { useRoles } from "../roles/use-roles";
import { useSession } from "../session/session";

interface DecisionDialogProps {
  line: ReviewLine | null;
  decision: "reduce" | "remove";
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onDecide: (body: ReviewDecision) => void;
}

/** Why, and for reducing to which role: what is decided is carried out at once. */
export function DecisionDialog({ line, decision, ...props }: DecisionDialogProps) {
  const { t } = useTranslation();
  const name = line?.facts.name ?? "";
  return (
    <Modal
      opened={line !== null}
      onClose={props.onClose}
      title={
        decision === "reduce"
          ? t("reviews.reduceTitle", { name })
          : t("members.removeTitle", { name })
      }
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {line && <DecisionForm key={line.person} line={line} decision={decision} {...props} />}
    </Modal>
  );
}

type FormProps = Omit<DecisionDialogProps, "line"> & { line: ReviewLine };

function DecisionForm({ line, decision, busy, error, onClose, onDecide }: FormProps) {
  const { t } = useTranslation();
  const session = useSession();
  const roleText = useRoleText();
  const roles = useRoles().data ?? [];
  const [role, setRole] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const smaller = roles.filter((one) => mayGive(session, one) && isSmaller(one, line));
  const first = smaller[0]?.key ?? null;
  useEffect(() => setRole((now) => now ?? first), [first]);

  const decide = (event: FormEvent) => {
    event.preventDefault();
    if (decision === "remove") onDecide({ decision, reason });
    else if (role) onDecide({ decision, role, reason });
  };
  const nothingSmaller = decision === "reduce" && smaller.length === 0;
  return (
    <form onSubmit={decide}>
      <Stack gap="md">
        <Text size="sm">
          {decision === "remove"
            ? t("members.removeConsequence", { name: line.facts.name })
            : nothingSmaller
              ? t("reviews.nothingSmaller")
              : t("members.roleConsequence", { name: line.facts.name })}
        </Text>
        {decision === "reduce" && !nothingSmaller && (
          <Select
            label={t("reviews.newRole")}
            allowDeselect={false}
            value={role}
            onChange={setRole}
            data={smaller.map(({ key }) => ({ value: key, label: roleText(key) }))}
          />
        )}
        {!nothingSmaller && (
          <Textarea
            label={t("reviews.reason")}
            description={t("reviews.reasonHint")}
            autosize
            minRows={2}
            required
            minLength={3}
            maxLength={300}
            dir="auto"
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <ProblemAlert error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          {!nothingSmaller && (
            <Button
              type="submit"
              loading={busy}
              {...(decision === "remove" && { variant: "light", color: "red" })}
            >
              {decision === "remove" ? t("members.remove") : t("reviews.reduce")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function isSmaller(role: Role, { facts }: ReviewLine): boolean {
  if (role.key === facts.role || (role.every_bot && !facts.every_bot)) return false;
  return role.privileges.every((one) => facts.privileges.includes(one));
}

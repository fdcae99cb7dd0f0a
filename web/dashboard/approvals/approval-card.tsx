import { Badge, Button, Card, Group, List, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Undo2, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { approve, decline, withdraw } from "../api/approvals";
import type { Approval } from "../api/types";
import { useFormat } from "../language/format";
import { ProblemAlert } from "../parts/problem-alert";
import { useMay } from "../session/session";
import { useActText } from "./act-text";

const kColors = {
  waiting: "yellow",
  done: "green",
  declined: "red",
  withdrawn: "gray",
  expired: "gray",
  lapsed: "gray",
} as const;

export function ApprovalCard({ approval }: { approval: Approval }) {
  const actText = useActText();
  const { t } = useTranslation();
  const { title, consequence, gained } = actText(approval);
  const states = {
    waiting: t("approvals.waiting"),
    done: t("approvals.done"),
    declined: t("approvals.declined"),
    withdrawn: t("approvals.withdrawn"),
    expired: t("approvals.expired"),
    lapsed: t("approvals.lapsed"),
  };
  return (
    <Card withBorder radius="md" component="article">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Title order={3} size="h4">
            {title}
          </Title>
          <Badge color={kColors[approval.state]} variant="light">
            {states[approval.state]}
          </Badge>
        </Group>
        <Text size="sm">{consequence}</Text>
        {gained.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              {t("approvals.gains")}
            </Text>
            <List size="sm">
              {gained.map((one) => (
                <List.Item key={one}>{one}</List.Item>
              ))}
            </List>
          </div>
        )}
        {approval.reason && (
          <Text size="sm">
            {t("approvals.reason")} <bdi>{approval.reason}</bdi>
          </Text>
        )}
        <History approval={approval} />
        {approval.state === "waiting" && <Deciding approval={approval} />}
      </Stack>
    </Card>
  );
}

function History({ approval }: { approval: Approval }) {
  const { t } = useTranslation();
  const format = useFormat();
  const former = t("approvals.formerMember");
  const asker = approval.by_operator ? t("approvals.operator") : approval.requester || former;
  const asked = t("approvals.askedBy", { name: asker, time: format.dateTime(approval.requested_at) });
  const decided = approval.decided_at && format.dateTime(approval.decided_at);
  return (
    <Text size="xs" c="dimmed">
      {asked}
      {decided &&
        ` · ${
          approval.decider
            ? t("approvals.decidedBy", { name: approval.decider, time: decided })
            : t("approvals.decidedAt", { time: decided })
        }`}
    </Text>
  );
}

function Deciding({ approval }: { approval: Approval }) {
  const { t } = useTranslation();
  const may = useMay();
  const client = useQueryClient();
  // What was done may concern any page: members, roles, the provider's grants.
  const onSuccess = () => client.invalidateQueries();
  const approving = useMutation({ mutationFn: approve, onSuccess });
  const declining = useMutation({ mutationFn: decline, onSuccess });
  const withdrawing = useMutation({ mutationFn: withdraw, onSuccess });
  const busy = approving.isPending || declining.isPending || withdrawing.isPending;
  return (
    <Stack gap="sm">
      <Waits approval={approval} />
      <ProblemAlert error={approving.error ?? declining.error ?? withdrawing.error} />
      <Group gap="xs">
        {approval.may_approve && (
          <Button
            leftSection={<Check size={16} />}
            loading={approving.isPending}
            disabled={busy}
            onClick={() => approving.mutate(approval)}
          >
            {t("approvals.approve")}
          </Button>
        )}
        {may("approve") && !approval.is_own && (
          <Button
            variant="default"
            leftSection={<X size={16} />}
            loading={declining.isPending}
            disabled={busy}
            onClick={() => declining.mutate(approval)}
          >
            {t("approvals.decline")}
          </Button>
        )}
        {approval.is_own && (
          <Button
            variant="default"
            leftSection={<Undo2 size={16} className="gh-mirror" />}
            loading={withdrawing.isPending}
            disabled={busy}
            onClick={() => withdrawing.mutate(approval)}
          >
            {t("approvals.withdraw")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** Whom or what it waits for. */
function Waits({ approval }: { approval: Approval }) {
  const { t } = useTranslation();
  const format = useFormat();
  const until = t("approvals.until", { time: format.dateTime(approval.expires_at) });
  const reasons: Record<string, string> = {
    "access.own_request": t("approvals.ownRequest"),
    "access.gains_by_it": t("approvals.gainsByIt"),
    "access.not_independent": t("approvals.notIndependent"),
    "access.forbidden": t("approvals.ownRequest"),
  };
  const text = approval.due_at
    ? t("approvals.byItself", { time: format.dateTime(approval.due_at) })
    : `${reasons[approval.why_not ?? ""] ?? ""} ${until}`.trim();
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

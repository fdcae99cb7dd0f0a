import { Badge, Card, Code, EmptyState, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { supportGrants } from "../api/approvals";
import type { SupportGrant } from "../api/types";
import { kSupportKey } from "../approvals/keys";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import { EndSupport } from "./end-support";
import { useScopeText } from "./scope-text";

export function SupportList() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kSupportKey, queryFn: supportGrants });

  if (found.isPending) return <Skeleton h={132} radius="md" aria-label={t("common.loading")} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) {
    return (
      <EmptyState
        icon={<ShieldCheck size={24} />}
        title={t("support.noneTitle")}
        description={t("support.none")}
        size="sm"
        py="xl"
        variant="light"
        color="green"
      />
    );
  }
  return (
    <Stack gap="md" maw="48rem">
      <Text size="sm" c="dimmed" maw="65ch">
        {t("support.description")}
      </Text>
      {found.data.map((grant) => (
        <GrantCard key={grant.id} grant={grant} />
      ))}
    </Stack>
  );
}

function GrantCard({ grant }: { grant: SupportGrant }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scopeText = useScopeText();
  const over = grant.ended_at !== null || (grant.opened_at !== null && !grant.is_live);
  const state = grant.is_live
    ? { color: "red", text: t("support.live") }
    : over
      ? { color: "gray", text: t("support.over") }
      : grant.approved_at
        ? { color: "green", text: t("support.approved") }
        : { color: "yellow", text: t("support.asked") };
  const times = [
    t("support.askedAt", { time: format.dateTime(grant.requested_at) }),
    grant.opened_at && t("support.openedAt", { time: format.dateTime(grant.opened_at) }),
    grant.ended_at && t("support.endedAt", { time: format.dateTime(grant.ended_at) }),
  ].filter(Boolean);
  return (
    <Card withBorder radius="md" component="article">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600}>{scopeText(grant.scope)}</Text>
          <Badge color={state.color} variant="light">
            {state.text}
          </Badge>
        </Group>
        {grant.reason && (
          <Text size="sm">
            <bdi>{grant.reason}</bdi>
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {times.join(" · ")}
        </Text>
        <Text size="xs" c="dimmed">
          {t("support.inLog")} <Code dir="ltr">{grant.id}</Code>
        </Text>
        {!over && <EndSupport grant={grant} />}
      </Stack>
    </Card>
  );
}

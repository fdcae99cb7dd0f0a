import { Alert, Badge, Button, EmptyState, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, ShieldAlert, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { alerts, markAlertSeen } from "../api/protection";
import type { SecurityAlert } from "../api/types";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import { useNotify } from "../parts/use-notify";
import { useSession } from "../session/session";
import { describeAgent } from "../settings/describe-agent";

const kAlertsKey = ["alerts"] as const;

/** How many nobody has looked at yet. */
export function useUnseenAlerts(): number {
  const found = useQuery({ queryKey: kAlertsKey, queryFn: alerts });
  return found.data?.filter((alert) => alert.seen_at === null).length ?? 0;
}

export function AlertsTab() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kAlertsKey, queryFn: alerts });

  if (found.isPending) {
    return (
      <Stack role="status" aria-label={t("common.loading")}>
        <Skeleton h={92} radius="md" />
        <Skeleton h={92} radius="md" />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) {
    return (
      <EmptyState
        icon={<ShieldCheck size={24} />}
        title={t("alerts.noneTitle")}
        description={t("alerts.none")}
        size="sm"
        py="xl"
        variant="light"
        color="green"
      />
    );
  }
  return (
    <Stack gap="sm" maw="48rem">
      <Text size="sm" c="dimmed" maw="65ch">
        {t("alerts.description")}
      </Text>
      {found.data.map((alert) => (
        <AlertCard key={alert.id} alert={alert} />
      ))}
    </Stack>
  );
}

/** One's own that one has not looked at, beside the list of sessions. */
export function OwnAlerts() {
  const { person } = useSession();
  const found = useQuery({ queryKey: kAlertsKey, queryFn: alerts });
  const own = found.data?.filter((alert) => alert.person === person.id && alert.seen_at === null);
  if (!own?.length) return null;
  return (
    <Stack gap="sm" mb="md">
      {own.map((alert) => (
        <AlertCard key={alert.id} alert={alert} />
      ))}
    </Stack>
  );
}

function AlertCard({ alert }: { alert: SecurityAlert }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const notify = useNotify();
  const seeing = useMutation({
    mutationFn: () => markAlertSeen(alert.id),
    onSuccess: () => client.invalidateQueries({ queryKey: kAlertsKey }),
    onError: notify.failed,
  });
  const { browser, system } = describeAgent(alert.agent);
  const agent = browser && system ? t("settings.browserOn", { browser, system }) : alert.agent;
  const seen = alert.seen_at !== null;
  const signs = {
    refresh_replayed: t("alerts.refreshReplayed"),
    device_changed: t("alerts.deviceChanged"),
    two_places: t("alerts.twoPlaces"),
    leaving_overdue: t("alerts.leavingOverdue"),
  };
  return (
    <Alert
      color={seen ? "gray" : "red"}
      icon={<ShieldAlert size={18} />}
      title={
        <Group gap={8}>
          <bdi>{alert.name || t("alerts.formerMember")}</bdi>
          {!seen && (
            <Badge size="xs" color="red">
              {t("alerts.unseen")}
            </Badge>
          )}
        </Group>
      }
    >
      <Text size="sm">{signs[alert.sign]}</Text>
      <Text size="xs" c="dimmed" mt={4}>
        {format.dateTime(alert.at)}
        {alert.address !== "" && (
          <>
            {" · "}
            <bdi dir="ltr">{alert.address}</bdi> ({t("settings.placeUnknown")}) ·{" "}
            {agent || t("settings.unknownAgent")}
          </>
        )}
      </Text>
      {!seen && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          leftSection={<Check size={14} />}
          loading={seeing.isPending}
          onClick={() => seeing.mutate()}
        >
          {t("alerts.markSeen")}
        </Button>
      )}
    </Alert>
  );
}

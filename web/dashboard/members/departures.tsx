import { Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { departures, withdrawLeaving } from "../api/leaving";
import type { Departure } from "../api/types";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import { useNotify } from "../parts/use-notify";
import { kDeparturesKey, kMembersKey } from "./keys";
import { EndedList } from "./leave-member";

/** Who is about to leave, and the proof of what ended for those who left. */
export function Departures() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kDeparturesKey, queryFn: departures });
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (!found.data?.length) return null;
  return (
    <Stack gap="sm" component="section" aria-label={t("leaving.list")}>
      <div>
        <Title order={2} size="h4">
          {t("leaving.list")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("leaving.listHint")}
        </Text>
      </div>
      {found.data.slice(0, 20).map((one) => (
        <DepartureCard key={one.id} departure={one} />
      ))}
    </Stack>
  );
}

function DepartureCard({ departure }: { departure: Departure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const causes: Record<Departure["cause"], string> = {
    by_hand: t("leaving.byHand"),
    directory: t("leaving.byDirectory"),
    sign_on: t("leaving.bySignOn"),
    removed: t("leaving.byRemoval"),
    dormant: t("leaving.byDormancy"),
  };
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Group gap={6}>
            <Text size="sm" fw={600}>
              <bdi>{departure.name}</bdi>
            </Text>
            <Badge size="xs" color="gray">
              {causes[departure.cause]}
            </Badge>
            {departure.overdue && !departure.ended_at && (
              <Badge size="xs" color="red">
                {t("leaving.overdue")}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            <bdi>{departure.reason}</bdi>
          </Text>
        </div>
        {departure.ended_at === null && <Withdraw departure={departure} />}
      </Group>
      {departure.ended_at === null ? (
        <Text size="sm" mt={6}>
          {t("leaving.due", { time: format.dateTime(departure.due_at) })}
        </Text>
      ) : (
        <>
          <Text size="sm" mt={6}>
            {t("leaving.endedAt", {
              time: format.dateTime(departure.ended_at),
              seconds: format.number(departure.seconds ?? 0),
            })}
          </Text>
          <EndedList ended={departure.ended} />
        </>
      )}
    </Card>
  );
}

function Withdraw({ departure }: { departure: Departure }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const name = departure.name;
  const withdrawing = useMutation({
    mutationFn: () => withdrawLeaving(departure.person),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kDeparturesKey });
      void client.invalidateQueries({ queryKey: kMembersKey });
      notify.done(t("leaving.withdrawn", { name }));
    },
    onError: notify.failed,
  });
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={withdrawing.isPending}
      aria-label={t("leaving.withdrawNamed", { name })}
      onClick={() => withdrawing.mutate()}
    >
      {t("leaving.withdraw")}
    </Button>
  );
}

import { Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { endOtherSessions, endSession, ownSessions } from "../api/session";
import type { SessionEntry } from "../api/types";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import { useNotify } from "../parts/use-notify";
import { useSignOut } from "../shell/person-menu";
import { describeAgent } from "./describe-agent";
import classes from "./session-list.module.css";

export const kSessionsKey = ["sessions"] as const;

export function SessionList() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const found = useQuery({ queryKey: kSessionsKey, queryFn: ownSessions });
  const ending = useMutation({
    mutationFn: (id: string | null) => (id === null ? endOtherSessions() : endSession(id)),
    onSuccess: () => notify.done(t("settings.sessionEnded")),
    onError: notify.failed,
    onSettled: () => void client.invalidateQueries({ queryKey: kSessionsKey }),
  });

  if (found.isPending) {
    return (
      <Stack gap="sm" role="status" aria-label={t("common.loading")}>
        <Skeleton h={44} />
        <Skeleton h={44} />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const others = found.data.filter((session) => !session.current);
  return (
    <Stack gap="sm">
      <ul className={classes.list}>
        {found.data.map((session) => (
          <li key={session.id}>
            <SessionRow
              session={session}
              busy={ending.isPending && ending.variables === session.id}
              onEnd={() => ending.mutate(session.id)}
            />
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Group>
          <Button
            variant="light"
            color="red"
            loading={ending.isPending && ending.variables === null}
            onClick={() => ending.mutate(null)}
          >
            {t("settings.endOthers")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface SessionRowProps {
  session: SessionEntry;
  busy: boolean;
  onEnd: () => void;
}

function SessionRow({ session, busy, onEnd }: SessionRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const leave = useSignOut();
  const { browser, system, mobile } = describeAgent(session.agent);
  const Icon = mobile ? Smartphone : Monitor;
  const name = browser && system ? t("settings.browserOn", { browser, system }) : session.agent;
  return (
    <Group wrap="nowrap" gap="md" className={classes.row}>
      <Icon size={20} aria-hidden className={classes.icon} />
      <div className={classes.what}>
        <Group gap={8}>
          <Text size="sm" fw={500} lineClamp={1} title={session.agent}>
            {name || t("settings.unknownAgent")}
          </Text>
          {session.current && (
            <Badge size="xs" color="green">
              {t("settings.thisSession")}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          <bdi dir="ltr">{session.address}</bdi> ({t("settings.placeUnknown")}) ·{" "}
          {t("settings.lastUsed", { ago: format.ago(session.last_used_at) })} ·{" "}
          {t("settings.started", { date: format.dateTime(session.started_at) })}
        </Text>
      </div>
      <Button
        size="xs"
        variant="default"
        className={classes.icon ?? ""}
        loading={busy}
        aria-label={session.current ? t("shell.signOut") : t("settings.endNamed", { name })}
        onClick={session.current ? leave : onEnd}
      >
        {session.current ? t("shell.signOut") : t("settings.end")}
      </Button>
    </Group>
  );
}

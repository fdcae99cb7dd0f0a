import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ApiKey } from "../api/types";
import { useFormat } from "../language/format";
import { useSession } from "../session/session";
import { healthOf, type KeyHealth, overlapEnd } from "./key-health";
import classes from "./key-list.module.css";
import { ScopeText } from "./scope-text";

interface KeyCardProps {
  entry: ApiKey;
  withOwner: boolean;
  onRenew: () => void;
  onRevoke: () => void;
}

const kColors: Record<KeyHealth, string> = {
  well: "green",
  expiring: "yellow",
  neverUsed: "yellow",
  expired: "gray",
  unused: "gray",
  powerless: "red",
};

export function KeyCard({ entry, withOwner, onRenew, onRevoke }: KeyCardProps) {
  const { t } = useTranslation();
  const { person } = useSession();
  const health = healthOf(entry, Date.now());
  const isOwn = entry.owner.person === person.id;
  const active = entry.state === "active";
  const name = entry.name;
  return (
    <Card component="article" aria-label={entry.name}>
      <Group wrap="wrap" gap="md" align="flex-start">
        <Stack gap={4} className={classes.what}>
          <Group gap={8}>
            <Text fw={600} className={classes.name}>
              <bdi>{entry.name}</bdi>
            </Text>
            <Badge size="sm" color={kColors[health]}>
              {t(`apiKeys.health.${health}`)}
            </Badge>
          </Group>
          {withOwner && (
            <Text size="sm">
              {t("apiKeys.actsFor")} <bdi>{entry.owner.name}</bdi>
            </Text>
          )}
          <ScopeText entry={entry} />
          <KeyTimes entry={entry} />
        </Stack>
        <Group gap="xs">
          {isOwn && active && (
            <Button
              size="xs"
              variant="default"
              aria-label={t("apiKeys.renewNamed", { name })}
              onClick={onRenew}
            >
              {t("apiKeys.renew")}
            </Button>
          )}
          <Button
            size="xs"
            variant="light"
            color="red"
            aria-label={
              active ? t("apiKeys.revokeNamed", { name }) : t("apiKeys.removeNamed", { name })
            }
            onClick={onRevoke}
          >
            {active ? t("apiKeys.revoke") : t("apiKeys.remove")}
          </Button>
        </Group>
      </Group>
    </Card>
  );
}

function KeyTimes({ entry }: { entry: ApiKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  const overlap = overlapEnd(entry, Date.now());
  return (
    <Text size="xs" c="dimmed">
      {entry.used_at === null
        ? t("apiKeys.neverUsed")
        : t("apiKeys.lastUsed", { ago: format.ago(entry.used_at) })}
      {entry.used_from !== null && (
        <>
          {" "}
          (<bdi dir="ltr">{entry.used_from}</bdi>)
        </>
      )}{" "}
      ·{" "}
      {t(entry.state === "expired" ? "apiKeys.expiredOn" : "apiKeys.expiresOn", {
        date: format.date(entry.expires_at),
      })}
      {overlap !== null && (
        <> · {t("apiKeys.oldSecretUntil", { date: format.dateTime(overlap) })}</>
      )}
    </Text>
  );
}

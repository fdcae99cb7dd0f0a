import { Box, Button, Group, Text } from "@mantine/core";
import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive, useLiveState } from "../session/live";
import { useMay, useSession } from "../session/session";
import classes from "./connection.module.css";

/** The quiet line in the rail. */
export function ConnectionState() {
  const { t } = useTranslation();
  const state = useLiveState();
  const { support } = useSession();
  const listens = useMay()("read_conversations") && !support;
  if (!listens) return null;
  const text = {
    connecting: t("connection.connecting"),
    live: t("connection.live"),
    lost: t("connection.lost"),
  }[state];
  return (
    <Group gap="xs" wrap="nowrap" className={classes.state} data-state={state}>
      <span className={classes.dot} aria-hidden />
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    </Group>
  );
}

const kPatience = 3000;

/** Speaks up only when the connection stays away: short gaps heal before anyone needs to know. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const live = useLive();
  const lost = useLiveState() === "lost";
  const [shown, setShown] = useState(false);

  useEffect(() => {
    const timer = window.setTimeout(() => setShown(lost), lost ? kPatience : 0);
    return () => window.clearTimeout(timer);
  }, [lost]);

  return (
    <Box role="status">
      {shown && (
        <Group gap="sm" className={classes.banner} wrap="nowrap">
          <CloudOff size={18} aria-hidden className={classes.icon} />
          <Text size="sm" flex={1}>
            {t("connection.banner")}
          </Text>
          <Button size="compact-sm" variant="subtle" color="yellow" onClick={live.retryNow}>
            {t("connection.now")}
          </Button>
        </Group>
      )}
    </Box>
  );
}

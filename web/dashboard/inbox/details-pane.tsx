import { Anchor, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Conversation } from "../api/types";
import { useFormat } from "../language/format";
import { SafeLink } from "../parts/safe-link";
import { useMay } from "../session/session";
import { StatusBadge } from "./status-badge";

export function DetailsPane({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { visitor, page, bot, assignee, started_at: started, last_message: last } = conversation;

  return (
    <Stack component="dl" gap="md" m={0}>
      <Detail name={t("details.visitor")}>
        <bdi>{visitor.name}</bdi>
      </Detail>
      <Detail name={t("details.status")}>
        <StatusBadge conversation={conversation} />
      </Detail>
      <Detail name={t("details.assignee")}>
        {assignee ? (
          <bdi>{assignee.name}</bdi>
        ) : (
          <Text span size="sm" c="dimmed">
            {t("details.nobody")}
          </Text>
        )}
      </Detail>
      <Detail name={t("details.page")}>
        {page ? (
          <SafeLink url={page} />
        ) : (
          <Text span size="sm" c="dimmed">
            {t("details.noPage")}
          </Text>
        )}
      </Detail>
      <Detail name={t("details.bot")}>
        {may("read_bots", bot.id) ? (
          <Anchor component={Link} to={`/bots/${bot.id}`} size="sm">
            <bdi>{bot.name}</bdi>
          </Anchor>
        ) : (
          <bdi>{bot.name}</bdi>
        )}
      </Detail>
      <Detail name={t("details.started")}>
        <time dateTime={started}>{format.dateTime(started)}</time>
      </Detail>
      {last && (
        <Detail name={t("details.last")}>
          <time dateTime={last.at}>{format.dateTime(last.at)}</time>
        </Detail>
      )}
    </Stack>
  );
}

function Detail({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} mt={2}>
        {children}
      </Text>
    </div>
  );
}

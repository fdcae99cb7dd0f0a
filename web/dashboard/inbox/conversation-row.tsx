import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Conversation } from "../api/types";
import { useFormat } from "../language/format";
import classes from "./conversation-row.module.css";
import { StatusBadge } from "./status-badge";

interface ConversationRowProps {
  conversation: Conversation;
  open: boolean;
  to: string;
}

export function ConversationRow({ conversation, open, to }: ConversationRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { last_message: last, unread } = conversation;
  const at = last?.at ?? conversation.started_at;
  const speaker = {
    visitor: "",
    bot: t("author.botPrefix"),
    agent: t("author.agentPrefix"),
    system: "",
  }[last?.author ?? "system"];

  return (
    <Link
      to={to}
      className={classes.row}
      aria-current={open ? "page" : undefined}
      data-conversation-row
      data-unread={unread > 0 || undefined}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={unread > 0 ? 700 : 500} truncate>
          <bdi>{conversation.visitor.name}</bdi>
        </Text>
        <Text size="xs" c="dimmed" component="time" dateTime={at} className={classes.fixed}>
          {format.short(at)}
        </Text>
      </Group>
      <Group gap={4} wrap="nowrap" mt={2} className={classes.preview} data-unread={unread > 0}>
        {speaker && <span className={classes.fixed}>{speaker}</span>}
        <span dir={last ? "auto" : undefined} className={classes.text}>
          {last?.text ?? t("inbox.noMessage")}
        </span>
      </Group>
      <Group justify="space-between" wrap="nowrap" gap="xs" mt={6}>
        <Group gap={6} wrap="nowrap" className={classes.state}>
          <StatusBadge conversation={conversation} />
          <Text size="xs" c="dimmed" truncate>
            <bdi>{conversation.bot.name}</bdi>
          </Text>
        </Group>
        {unread > 0 && (
          <Badge
            size="sm"
            variant="filled"
            circle={unread < 10}
            className={classes.fixed ?? ""}
            aria-label={t("inbox.unread", { count: unread, number: format.number(unread) })}
          >
            {format.number(unread)}
          </Badge>
        )}
      </Group>
    </Link>
  );
}

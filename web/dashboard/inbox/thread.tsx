import { Box, Button, Skeleton, Stack, Text } from "@mantine/core";
import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../api/types";
import { dayNumber, useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import { EventLine, MessageBubble, OutgoingBubble } from "./message-bubble";
import { useOutgoing } from "./outbox";
import classes from "./thread.module.css";
import { TypingLine } from "./typing-line";
import { useMessages } from "./use-messages";
import { useThreadScroll } from "./use-thread-scroll";

/** `unread` is the count when the conversation was opened. */
export function Thread({ id, unread }: { id: string; unread: number }) {
  const { t } = useTranslation();
  const { page, earlier } = useMessages(id);

  if (page.isPending) {
    return (
      <Stack className={classes.scroll} role="status" aria-label={t("common.loading")}>
        <Skeleton h={48} w="55%" />
        <Skeleton h={72} w="60%" className={classes.end ?? ""} />
        <Skeleton h={48} w="40%" />
      </Stack>
    );
  }
  if (page.isError && !page.data) {
    return (
      <Box className={classes.scroll}>
        <Failure error={page.error} retry={() => void page.refetch()} />
      </Box>
    );
  }
  const { items, more } = page.data;
  const first = items[0];
  return (
    <Messages
      id={id}
      unread={unread}
      messages={items}
      top={
        more &&
        first && (
          <Button
            variant="default"
            size="xs"
            className={classes.earlier ?? ""}
            loading={earlier.isPending}
            onClick={() => earlier.mutate(first.id)}
          >
            {earlier.isError ? t("thread.earlierAgain") : t("thread.earlier")}
          </Button>
        )
      }
    />
  );
}

interface MessagesProps {
  id: string;
  unread: number;
  messages: Message[];
  top: ReactNode;
}

function Messages({ id, unread, messages, top }: MessagesProps) {
  const { t } = useTranslation();
  const arrived = new Set(messages.map((message) => message.client_id));
  const outgoing = useOutgoing(id).filter((entry) => !arrived.has(entry.clientId));
  // The line stays where it was drawn first.
  const [divider] = useState(() => firstUnread(messages, unread));
  const { scroller, atEnd, toEnd } = useThreadScroll(
    messages[0]?.id,
    `${messages.at(-1)?.id ?? ""}${outgoing.length}`,
  );
  // Who sends wants to see it, wherever they were reading.
  useEffect(() => {
    if (outgoing.length > 0) toEnd();
  }, [outgoing.length, toEnd]);

  return (
    <Box className={classes.frame}>
      <Box
        ref={scroller}
        className={classes.scroll}
        role="log"
        aria-label={t("thread.label")}
        tabIndex={0}
      >
        {top}
        {messages.length === 0 && outgoing.length === 0 && (
          <Text size="sm" c="dimmed" ta="center" py="xl">
            {t("thread.empty")}
          </Text>
        )}
        <ol className={classes.list}>
          {messages.map((message, index) => (
            <ThreadItem
              key={message.id}
              message={message}
              previous={messages[index - 1]}
              unread={message.id === divider}
            />
          ))}
          {outgoing.map((entry) => (
            <li key={entry.clientId}>
              <OutgoingBubble entry={entry} />
            </li>
          ))}
        </ol>
        <TypingLine conversation={id} />
      </Box>
      {!atEnd && (
        <Button
          size="xs"
          radius="xl"
          variant="default"
          className={classes.newest ?? ""}
          leftSection={<ArrowDown size={14} />}
          onClick={toEnd}
        >
          {t("thread.newest")}
        </Button>
      )}
    </Box>
  );
}

interface ThreadItemProps {
  message: Message;
  previous: Message | undefined;
  unread: boolean;
}

const kTogether = 5 * 60_000;

function ThreadItem({ message, previous, unread }: ThreadItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const newDay = !previous || dayNumber(previous.at) !== dayNumber(message.at);
  const continues =
    !newDay &&
    !unread &&
    previous.kind === message.kind &&
    previous.author === message.author &&
    previous.author_name === message.author_name &&
    new Date(message.at).getTime() - new Date(previous.at).getTime() < kTogether;
  return (
    <li>
      {newDay && <p className={classes.day}>{format.day(message.at)}</p>}
      {unread && (
        <p className={classes.unread} data-unread-divider>
          {t("thread.unread")}
        </p>
      )}
      {message.kind === "event" ? (
        <EventLine message={message} />
      ) : (
        <MessageBubble message={message} continues={continues} />
      )}
    </li>
  );
}

function firstUnread(messages: Message[], unread: number): string | null {
  if (unread === 0) return null;
  const incoming = messages.filter((message) => message.author === "visitor");
  return incoming[Math.max(0, incoming.length - unread)]?.id ?? null;
}

import { Button, Group, Text } from "@mantine/core";
import { BookOpen, Clock, HandHelping, Lock, RotateCw, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Citation, Message } from "../api/types";
import { useFormat } from "../language/format";
import { useProblemText } from "../parts/problem-text";
import { SafeLink } from "../parts/safe-link";
import { useSession } from "../session/session";
import classes from "./message-bubble.module.css";
import { type Outgoing, outbox } from "./outbox";

export function EventLine({ message }: { message: Message }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = message.author_name ?? t("author.someone");
  const texts = {
    person_requested: t("event.personRequested"),
    taken_over: t("event.takenOver", { name }),
    handed_back: t("event.handedBack", { name }),
    closed: t("event.closed", { name }),
    reopened: t("event.reopened", { name }),
  };
  return (
    <p className={classes.event}>
      {message.event ? texts[message.event] : message.text}
      <time dateTime={message.at}>{format.time(message.at)}</time>
    </p>
  );
}

export function MessageBubble({ message, continues }: { message: Message; continues: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { person } = useSession();
  const note = message.kind === "note";
  const author =
    message.author === "agent" && message.author_name === person.name
      ? t("author.you")
      : (message.author_name ?? t(`author.${message.author}`));
  const side = message.author === "visitor" ? "visitor" : note ? "note" : message.author;

  return (
    <article className={classes.message} data-side={side} data-continues={continues || undefined}>
      {!continues && (
        <header className={classes.head}>
          {note && <Lock size={12} aria-hidden />}
          <bdi>{author}</bdi>
          {note && <span>{t("thread.note")}</span>}
          <time dateTime={message.at} title={format.dateTime(message.at)}>
            {format.time(message.at)}
          </time>
        </header>
      )}
      <div className={classes.bubble}>
        <p dir="auto" className={classes.text}>
          {message.text}
        </p>
        {message.citation && <CitationLine citation={message.citation} />}
      </div>
      {message.offers_person && (
        <Text size="xs" c="dimmed" mt={4} className={classes.aside ?? ""}>
          <HandHelping size={13} aria-hidden /> {t("thread.offersPerson")}
        </Text>
      )}
    </article>
  );
}

export function CitationLine({ citation }: { citation: Citation }) {
  const { t } = useTranslation();
  const { title, heading } = citation;
  const place = heading && heading !== title ? `${title} › ${heading}` : title;
  return (
    <div className={classes.citation}>
      <BookOpen size={13} aria-hidden className={classes.icon} />
      <span>
        {t("thread.source")}{" "}
        {citation.url ? (
          <SafeLink url={citation.url}>
            <bdi>{place}</bdi>
          </SafeLink>
        ) : (
          <bdi>{place}</bdi>
        )}
      </span>
    </div>
  );
}

/** A message on its way: shown at once, marked until the server has it. */
export function OutgoingBubble({ entry }: { entry: Outgoing }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const failed = entry.state === "failed";
  return (
    <article
      className={classes.message}
      data-side={entry.kind === "note" ? "note" : "agent"}
      data-pending
    >
      <header className={classes.head}>
        {entry.kind === "note" && <Lock size={12} aria-hidden />}
        <span>{t("author.you")}</span>
        {entry.kind === "note" && <span>{t("thread.note")}</span>}
      </header>
      <div className={classes.bubble}>
        <p dir="auto" className={classes.text}>
          {entry.text}
        </p>
      </div>
      <Group gap={6} mt={4} className={classes.aside ?? ""} role="status">
        {failed ? <TriangleAlert size={13} aria-hidden /> : <Clock size={13} aria-hidden />}
        <Text size="xs" c={failed ? "red" : "dimmed"}>
          {failed && (entry.error ? problemText(entry.error) : t("outbox.failed"))}
          {entry.state === "sending" && t("outbox.sending")}
          {entry.state === "waiting" && t("outbox.waiting")}
        </Text>
        {failed && (
          <>
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<RotateCw size={12} />}
              onClick={() => outbox.retry(entry.clientId)}
            >
              {t("common.retry")}
            </Button>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              onClick={() => outbox.discard(entry.clientId)}
            >
              {t("outbox.discard")}
            </Button>
          </>
        )}
      </Group>
    </article>
  );
}

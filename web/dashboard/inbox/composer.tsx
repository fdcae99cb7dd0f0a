import {
  ActionIcon,
  Box,
  Button,
  Group,
  Kbd,
  SegmentedControl,
  Text,
  Textarea,
} from "@mantine/core";
import { Hand, Lock, MessageSquareReply, RotateCcw, SendHorizontal } from "lucide-react";
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "../api/types";
import { useLive } from "../session/live";
import { useMay, useSession } from "../session/session";
import classes from "./composer.module.css";
import { draftOf, keepDraft } from "./drafts";
import { outbox } from "./outbox";
import type { Change } from "./use-act";
import { directedBy } from "../parts/text-direction";

export interface ComposerHandle {
  write: (kind: Kind) => void;
}

type Kind = "text" | "note";

interface ComposerProps {
  conversation: Conversation;
  change: Change;
  handle: Ref<ComposerHandle>;
}

export function Composer({ conversation, change, handle }: ComposerProps) {
  const { t } = useTranslation();
  const may = useMay();
  const mayReply = may("reply_conversations", conversation.bot.id);
  const mayNote = may("note_conversations", conversation.bot.id);
  const [wanted, setKind] = useState<Kind>("text");
  const kind = mayReply && mayNote ? wanted : mayReply ? "text" : "note";
  const box = useRef<HTMLDivElement>(null);
  const focusSoon = () => window.requestAnimationFrame(() => focusFirst(box.current));

  useImperativeHandle(handle, () => ({
    write: (next) => {
      setKind(next);
      focusSoon();
    },
  }));

  if (!mayReply && !mayNote) return null;
  const canReply = conversation.state === "open" && conversation.handled_by === "agent";
  return (
    <Box ref={box} className={classes.composer} data-kind={kind}>
      <SegmentedControl
        size="xs"
        aria-label={t("composer.kind")}
        value={kind}
        onChange={(value) => {
          setKind(value === "note" ? "note" : "text");
          focusSoon();
        }}
        data={[
          {
            value: "text",
            disabled: !mayReply,
            label: (
              <span className={classes.tab}>
                <MessageSquareReply size={14} aria-hidden /> {t("composer.reply")}
              </span>
            ),
          },
          {
            value: "note",
            disabled: !mayNote,
            label: (
              <span className={classes.tab}>
                <Lock size={14} aria-hidden /> {t("composer.note")}
              </span>
            ),
          },
        ]}
      />
      {kind === "text" && !canReply ? (
        <NotYours conversation={conversation} change={change} />
      ) : (
        <Writing key={kind} conversation={conversation} kind={kind} />
      )}
    </Box>
  );
}

function focusFirst(box: HTMLElement | null): void {
  box?.querySelector<HTMLElement>("[data-write]")?.focus();
}

function NotYours({ conversation, change }: { conversation: Conversation; change: Change }) {
  const { t } = useTranslation();
  const closed = conversation.state === "closed";
  const waiting = conversation.handled_by === "waiting";
  return (
    <Group className={classes.notYours} justify="space-between" wrap="nowrap" gap="md">
      <Text size="sm" c="dimmed">
        {closed ? t("composer.closed") : waiting ? t("composer.waiting") : t("composer.bot")}
      </Text>
      <Button
        data-write
        size="xs"
        className={classes.fixed ?? ""}
        variant={closed ? "default" : "filled"}
        leftSection={closed ? <RotateCcw size={16} /> : <Hand size={16} />}
        loading={change.running === (closed ? "reopen" : "take-over")}
        onClick={() => change.run(closed ? "reopen" : "take-over")}
      >
        {closed ? t("act.reopen") : t("act.takeOver")}
      </Button>
    </Group>
  );
}

function Writing({ conversation, kind }: { conversation: Conversation; kind: Kind }) {
  const { t } = useTranslation();
  const live = useLive();
  const { person } = useSession();
  const place = `${conversation.id}/${kind}`;
  const [text, setText] = useState(() => draftOf(place));
  const note = kind === "note";

  const write = (next: string) => {
    setText(next);
    keepDraft(place, next);
    // Visitors see that someone types an answer; a note is none of their business.
    if (!note && next) live.sendTyping(conversation.id);
  };
  const send = () => {
    if (!text.trim()) return;
    outbox.add({ person: person.id, conversation: conversation.id, kind, text: text.trim() });
    write("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <Box className={classes.writing}>
      <Textarea
        data-write
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={9}
        maxLength={8000}
        {...directedBy(text)}
        className={classes.field ?? ""}
        aria-label={note ? t("composer.noteLabel") : t("composer.replyLabel")}
        placeholder={note ? t("composer.notePlaceholder") : t("composer.replyPlaceholder")}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed" visibleFrom="sm">
          <Kbd size="xs">Enter</Kbd> {t("composer.enter")}
        </Text>
        <ActionIcon
          size="lg"
          className={classes.send ?? ""}
          color={note ? "yellow" : "accent"}
          variant={note ? "light" : "filled"}
          disabled={!text.trim()}
          aria-label={note ? t("composer.addNote") : t("composer.send")}
          onClick={send}
        >
          <SendHorizontal size={18} className={classes.mirror} />
        </ActionIcon>
      </Group>
    </Box>
  );
}

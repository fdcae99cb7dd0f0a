import { Button, Group } from "@mantine/core";
import { Bot, Check, Hand, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "../api/types";
import { useMay, useSession } from "../session/session";
import classes from "./conversation-actions.module.css";
import type { Change } from "./use-act";

export function ConversationActions(props: { conversation: Conversation; change: Change }) {
  const { t } = useTranslation();
  const may = useMay();
  const { person } = useSession();
  const { conversation, change } = props;
  const open = conversation.state === "open";
  const mine = conversation.handled_by === "agent" && conversation.assignee?.id === person.id;

  return (
    <Group gap="xs" wrap="nowrap" className={classes.actions}>
      {open && !mine && may("reply_conversations", conversation.bot.id) && (
        <Button
          size="xs"
          aria-label={t("act.takeOver")}
          leftSection={<Hand size={16} />}
          loading={change.running === "take-over"}
          onClick={() => change.run("take-over")}
        >
          <span className={classes.text}>{t("act.takeOver")}</span>
        </Button>
      )}
      {open && conversation.handled_by === "agent" && may("reply_conversations", conversation.bot.id) && (
        <Button
          size="xs"
          variant="default"
          aria-label={t("act.handBack")}
          leftSection={<Bot size={16} />}
          loading={change.running === "hand-back"}
          onClick={() => change.run("hand-back")}
        >
          <span className={classes.text}>{t("act.handBack")}</span>
        </Button>
      )}
      {open && may("close_conversations", conversation.bot.id) && (
        <Button
          size="xs"
          variant="default"
          aria-label={t("act.close")}
          aria-keyshortcuts="e"
          leftSection={<Check size={16} />}
          loading={change.running === "close"}
          onClick={() => change.run("close")}
        >
          <span className={classes.text}>{t("act.close")}</span>
        </Button>
      )}
      {!open && may("close_conversations", conversation.bot.id) && (
        <Button
          size="xs"
          variant="default"
          leftSection={<RotateCcw size={16} />}
          loading={change.running === "reopen"}
          onClick={() => change.run("reopen")}
        >
          {t("act.reopen")}
        </Button>
      )}
    </Group>
  );
}

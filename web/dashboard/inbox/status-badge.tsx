import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Conversation } from "../api/types";
import { useSession } from "../session/session";

export function StatusBadge({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const { state, handled_by: handledBy, assignee } = conversation;

  if (state === "closed") {
    return (
      <Badge size="sm" color="gray">
        {t("status.closed")}
      </Badge>
    );
  }
  if (handledBy === "waiting") {
    return (
      <Badge size="sm" color="yellow">
        {t("status.waiting")}
      </Badge>
    );
  }
  if (handledBy === "bot") {
    return (
      <Badge size="sm" color="gray">
        {t("status.bot")}
      </Badge>
    );
  }
  const mine = assignee?.id === person.id;
  return (
    <Badge size="sm" color={mine ? "accent" : "blue"}>
      {mine ? t("status.mine") : <bdi>{assignee?.name ?? t("status.agent")}</bdi>}
    </Badge>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { deleteBot } from "../api/bots";
import type { Bot } from "../api/types";
import { useFormat } from "../language/format";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { useNotify } from "../parts/use-notify";
import { kBotsKey } from "./keys";

interface DeleteBotDialogProps {
  bot: Bot;
  opened: boolean;
  onClose: () => void;
}

export function DeleteBotDialog({ bot, opened, onClose }: DeleteBotDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const removal = useMutation({
    mutationFn: () => deleteBot(bot.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kBotsKey });
      notify.done(t("bot.deleted", { name: bot.name }));
      void navigate("/bots");
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t("bot.deleteTitle", { name: bot.name })}
      consequence={t("bot.deleteConsequence", {
        count: bot.sources,
        number: format.number(bot.sources),
      })}
      confirm={t("bot.delete")}
      busy={removal.isPending}
      error={removal.error}
      onConfirm={() => removal.mutate()}
    />
  );
}

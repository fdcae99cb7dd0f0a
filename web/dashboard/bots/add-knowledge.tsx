import { SegmentedControl, Stack, useMatches } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Bot } from "../api/types";
import { useNotify } from "../parts/use-notify";
import { botKey, kBotsKey, sourcesKey } from "./keys";
import { QuestionForm } from "./question-form";
import { TextForm } from "./text-form";
import { UploadForm } from "./upload-form";

type Way = "text" | "files" | "question";

/** The three ways to teach a bot: in a dialog on the bot's page, in the guide as they are. */
export function AddKnowledge({ bot, onAdded }: { bot: Bot; onAdded: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [way, setWay] = useState<Way>("text");
  const orientation = useMatches<"vertical" | "horizontal">({ base: "vertical", xs: "horizontal" });

  const added = (title: string) => {
    for (const queryKey of [sourcesKey(bot.id), botKey(bot.id), kBotsKey]) {
      void client.invalidateQueries({ queryKey });
    }
    notify.done(t("knowledge.addedNamed", { title }));
    onAdded();
  };

  return (
    <Stack gap="md">
      <SegmentedControl
        fullWidth
        orientation={orientation}
        aria-label={t("knowledge.way")}
        value={way}
        onChange={(value) => setWay(value as Way)}
        data={[
          { value: "text", label: t("knowledge.paste") },
          { value: "files", label: t("knowledge.upload") },
          { value: "question", label: t("knowledge.question") },
        ]}
      />
      {way === "text" && <TextForm bot={bot} onAdded={added} />}
      {way === "files" && <UploadForm bot={bot} onAdded={added} />}
      {way === "question" && <QuestionForm bot={bot} onAdded={added} />}
    </Stack>
  );
}

import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Bot } from "../api/types";
import { TryPanel } from "../bots/try-panel";
import { Step } from "./step";

export function TryStep({ bot, onStep }: { bot: Bot; onStep: (step: number) => void }) {
  const { t } = useTranslation();
  return (
    <Step title={t("guide.tryTitle", { name: bot.name })} description={t("guide.try")}>
      <TryPanel bot={bot} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => onStep(1)}>
          {t("guide.moreKnowledge")}
        </Button>
        <Button onClick={() => onStep(3)}>{t("guide.next")}</Button>
      </Group>
    </Step>
  );
}

import { Button, Group, List, Stack, Text, ThemeIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { sources } from "../api/bots";
import type { Bot } from "../api/types";
import { AddKnowledge } from "../bots/add-knowledge";
import { sourcesKey } from "../bots/keys";
import { Step } from "./step";

export function KnowledgeStep({ bot, onNext }: { bot: Bot; onNext: () => void }) {
  const { t } = useTranslation();
  const known = useQuery({ queryKey: sourcesKey(bot.id), queryFn: () => sources(bot.id) });
  const some = (known.data?.length ?? 0) > 0;
  return (
    <Step title={t("guide.knowledgeTitle")} description={t("guide.knowledge")}>
      <Stack gap="lg">
        {some && (
          <div>
            <Text size="sm" fw={500} mb="xs">
              {t("guide.knows", { name: bot.name })}
            </Text>
            <List
              size="sm"
              spacing={6}
              icon={
                <ThemeIcon size={18} radius="xl" variant="light" color="green">
                  <Check size={12} />
                </ThemeIcon>
              }
            >
              {known.data?.map((source) => (
                <List.Item key={source.id}>
                  <bdi>{source.title}</bdi>
                </List.Item>
              ))}
            </List>
          </div>
        )}
        <AddKnowledge
          key={known.data?.length ?? 0}
          bot={bot}
          onAdded={() => void known.refetch()}
        />
        <Group justify="flex-end">
          <Button variant={some ? "filled" : "default"} onClick={onNext}>
            {some ? t("guide.next") : t("guide.later")}
          </Button>
        </Group>
      </Stack>
    </Step>
  );
}

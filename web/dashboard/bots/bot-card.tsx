import { Badge, Card, Group, Text, Title } from "@mantine/core";
import { BookOpen, Globe } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Bot } from "../api/types";
import { useFormat } from "../language/format";
import { kLanguageNames } from "../shell/language-switch";
import classes from "./bot-card.module.css";

export function BotCard({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card component={Link} to={`/bots/${bot.id}`} className={classes.card ?? ""}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="h3">
          <bdi>{bot.name}</bdi>
        </Title>
        <Badge size="sm" color="gray" className={classes.fixed ?? ""}>
          <span lang={bot.language}>{kLanguageNames[bot.language]}</span>
        </Badge>
      </Group>
      <Text
        size="sm"
        c="dimmed"
        lineClamp={2}
        mt="xs"
        dir="auto"
        className={classes.greeting ?? ""}
      >
        {bot.greeting || t("bots.noGreeting")}
      </Text>
      <Group gap="md" mt="auto" pt="lg">
        <Text size="xs" c={bot.sources === 0 ? "yellow" : "dimmed"} className={classes.fact ?? ""}>
          <BookOpen size={14} aria-hidden />
          {bot.sources === 0
            ? t("bots.noSources")
            : t("bots.sources", { count: bot.sources, number: format.number(bot.sources) })}
        </Text>
        <Text
          size="xs"
          c={bot.domains.length === 0 ? "yellow" : "dimmed"}
          className={classes.fact ?? ""}
        >
          <Globe size={14} aria-hidden />
          {bot.domains.length === 0
            ? t("bots.noDomains")
            : t("bots.domains", {
                count: bot.domains.length,
                number: format.number(bot.domains.length),
              })}
        </Text>
      </Group>
    </Card>
  );
}

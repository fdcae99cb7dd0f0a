import { Drawer, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sourceContent } from "../api/bots";
import type { Bot, Source } from "../api/types";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import { SafeLink } from "../parts/safe-link";
import classes from "./source-drawer.module.css";

interface SourceDrawerProps {
  bot: Bot;
  source: Source | null;
  onClose: () => void;
}

export function SourceDrawer({ bot, source, onClose }: SourceDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={source !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={<bdi>{source?.title}</bdi>}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {source && <Passages bot={bot} source={source} />}
    </Drawer>
  );
}

function Passages({ bot, source }: { bot: Bot; source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  const content = useQuery({
    queryKey: ["source", bot.id, source.id],
    queryFn: () => sourceContent(bot.id, source.id),
  });

  if (content.isPending) {
    return (
      <Stack role="status" aria-label={t("common.loading")}>
        <Skeleton h={110} radius="md" />
        <Skeleton h={110} radius="md" />
      </Stack>
    );
  }
  if (content.isError) {
    return <Failure error={content.error} retry={() => void content.refetch()} />;
  }
  const { passages } = content.data;
  return (
    <Stack gap="md">
      {source.url && <SafeLink url={source.url} />}
      <Text size="sm" c="dimmed">
        {t("knowledge.passagesHint", {
          count: passages.length,
          number: format.number(passages.length),
        })}
      </Text>
      {passages.map((passage, index) => (
        <Paper key={index} withBorder p="md" className={classes.passage ?? ""}>
          {passage.heading && (
            <Text size="xs" fw={600} c="dimmed" mb={6} dir="auto">
              {passage.heading}
            </Text>
          )}
          <Text size="sm" dir="auto" className={classes.text ?? ""}>
            {passage.text}
          </Text>
        </Paper>
      ))}
    </Stack>
  );
}

import { Badge, Button, Card, Group, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Review } from "../api/types";
import { useFormat } from "../language/format";

export function ReviewCard({ review, onChoose }: { review: Review; onChoose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = `${t(`reviews.${review.scope}`)}, ${format.date(review.opened_at)}`;
  return (
    <Card component="article">
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} flex={1} miw="14rem">
          <Group gap={8}>
            <Text fw={600}>{name}</Text>
            <ReviewState review={review} />
          </Group>
          <Text size="sm" c="dimmed">
            {review.scheduled ? t("reviews.bySchedule") : t("reviews.byHand")} ·{" "}
            {review.closed_at
              ? t("reviews.closedOn", { date: format.date(review.closed_at) })
              : t("reviews.dueOn", { date: format.date(review.due_at) })}
          </Text>
          <ReviewProgress review={review} />
        </Stack>
        <Button variant={review.closed_at ? "default" : "filled"} onClick={onChoose}>
          {review.closed_at ? t("reviews.look") : t("reviews.goOn")}
        </Button>
      </Group>
    </Card>
  );
}

export function ReviewState({ review }: { review: Review }) {
  const { t } = useTranslation();
  if (review.closed_at) return <Badge color="green">{t("reviews.closed")}</Badge>;
  if (review.overdue) return <Badge color="red">{t("reviews.overdue")}</Badge>;
  return <Badge color="blue">{t("reviews.isOpen")}</Badge>;
}

export function ReviewProgress({ review }: { review: Review }) {
  const { t } = useTranslation();
  const format = useFormat();
  const decided = format.number(review.decided);
  const lines = format.number(review.lines);
  return (
    <Stack gap={4} mt={4} maw="28rem">
      <Progress
        value={review.lines === 0 ? 100 : (100 * review.decided) / review.lines}
        color={review.overdue ? "red" : "green"}
        aria-label={t("reviews.progress", { decided, lines })}
      />
      <Text size="xs" c="dimmed">
        {t("reviews.progress", { decided, lines })} ·{" "}
        {t("reviews.removed", { count: review.removed, number: format.number(review.removed) })}
      </Text>
    </Stack>
  );
}

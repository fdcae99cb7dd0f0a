import { Alert, Button, Group, Kbd, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, Lock, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { closeReview, reviewEvidence, wholeReview } from "../api/reviews";
import type { WholeReview } from "../api/types";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import { ProblemAlert } from "../parts/problem-alert";
import { useNotify } from "../parts/use-notify";
import { kReviewsKey, reviewKey } from "./keys";
import { LineList } from "./line-list";
import { ReviewProgress, ReviewState } from "./review-card";
import { saveFile } from "./save-file";

export function ReviewView({ id }: { id: string }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: reviewKey(id), queryFn: () => wholeReview(id) });
  if (found.isPending) {
    return (
      <Stack role="status" aria-label={t("common.loading")}>
        {[1, 2, 3].map((row) => (
          <Skeleton key={row} h={96} radius="md" />
        ))}
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Loaded whole={found.data} />;
}

function Loaded({ whole }: { whole: WholeReview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { review } = whole;
  return (
    <Stack gap="md">
      {review.overdue && (
        <Alert color="red" role="alert" icon={<TriangleAlert size={18} />}>
          {t("reviews.overdueText", { date: format.date(review.due_at) })}
        </Alert>
      )}
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Group gap={8}>
            <Text fw={600}>
              {t(`reviews.${review.scope}`)}, {format.date(review.opened_at)}
            </Text>
            <ReviewState review={review} />
          </Group>
          <ReviewProgress review={review} />
        </Stack>
        {review.closed_at ? <Evidence id={review.id} /> : <Close whole={whole} />}
      </Group>
      {!review.closed_at && (
        <Text size="xs" c="dimmed" visibleFrom="sm">
          <Kbd size="xs">J</Kbd> <Kbd size="xs">K</Kbd> {t("reviews.keysMove")} ·{" "}
          <Kbd size="xs">1</Kbd> {t("reviews.keep")} · <Kbd size="xs">2</Kbd>{" "}
          {t("reviews.reduce")} · <Kbd size="xs">3</Kbd> {t("reviews.remove")}
        </Text>
      )}
      <LineList whole={whole} />
    </Stack>
  );
}

function Close({ whole }: { whole: WholeReview }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const { id } = whole.review;
  const closing = useMutation({
    mutationFn: () => closeReview(id),
    onSuccess: (closed) => {
      client.setQueryData(reviewKey(id), closed);
      void client.invalidateQueries({ queryKey: kReviewsKey });
      notify.done(t("reviews.closedNow"));
    },
  });
  return (
    <Stack gap="xs" align="flex-end">
      <Button
        leftSection={<Lock size={16} />}
        loading={closing.isPending}
        onClick={() => closing.mutate()}
      >
        {t("reviews.close")}
      </Button>
      <ProblemAlert error={closing.error} />
    </Stack>
  );
}

function Evidence({ id }: { id: string }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const fetching = useMutation({
    mutationFn: () => reviewEvidence(id),
    onSuccess: (evidence) => saveFile(`${id}.json`, JSON.stringify(evidence, null, 2)),
    onError: notify.failed,
  });
  return (
    <Button
      variant="default"
      leftSection={<Download size={16} />}
      loading={fetching.isPending}
      onClick={() => fetching.mutate()}
    >
      {t("reviews.evidence")}
    </Button>
  );
}

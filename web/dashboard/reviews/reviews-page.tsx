import { Anchor, Breadcrumbs, Button, EmptyState, Menu, Skeleton, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ClipboardCheck, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { openReview, reviews } from "../api/reviews";
import type { Review } from "../api/types";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { useFragment } from "../parts/use-fragment";
import { useNotify } from "../parts/use-notify";
import { kReviewsKey, reviewKey } from "./keys";
import { ReviewCard } from "./review-card";
import { ReviewView } from "./review-view";

/** The list, or the review that the address names: "#review=rev_…". */
export function ReviewsPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useFragment();
  const chosen = parameters.get("review");
  return (
    <Page
      wide
      title={t("reviews.title")}
      description={
        <>
          <Breadcrumbs component="span" separatorMargin={6} mb={4}>
            <Anchor component={Link} to="/members" size="sm">
              {t("nav.members")}
            </Anchor>
            {chosen ? (
              <Anchor component={Link} to="/reviews" size="sm">
                {t("reviews.title")}
              </Anchor>
            ) : (
              <span>{t("reviews.title")}</span>
            )}
          </Breadcrumbs>
          {t("reviews.description")}
        </>
      }
      actions={!chosen && <OpenReview onOpened={(review) => setParameters({ review })} />}
    >
      {chosen ? (
        <ReviewView id={chosen} />
      ) : (
        <ReviewList onChoose={(review) => setParameters({ review })} />
      )}
    </Page>
  );
}

function OpenReview({ onOpened }: { onOpened: (review: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const opening = useMutation({
    mutationFn: (scope: Review["scope"]) => openReview(scope),
    onSuccess: (whole) => {
      client.setQueryData(reviewKey(whole.review.id), whole);
      void client.invalidateQueries({ queryKey: kReviewsKey });
      onOpened(whole.review.id);
    },
    onError: notify.failed,
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<Plus size={16} />} loading={opening.isPending}>
          {t("reviews.open")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => opening.mutate("everybody")}>{t("reviews.everybody")}</Menu.Item>
        <Menu.Item onClick={() => opening.mutate("privileged")}>
          {t("reviews.privileged")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function ReviewList({ onChoose }: { onChoose: (review: string) => void }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kReviewsKey, queryFn: reviews });
  if (found.isPending) {
    return (
      <Stack role="status" aria-label={t("common.loading")}>
        <Skeleton h={92} radius="md" />
        <Skeleton h={92} radius="md" />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) {
    return (
      <EmptyState
        icon={<ClipboardCheck size={24} />}
        title={t("reviews.noneTitle")}
        description={t("reviews.none")}
        size="sm"
        py="xl"
        variant="light"
      />
    );
  }
  return (
    <Stack gap="sm">
      {found.data.map((review) => (
        <ReviewCard key={review.id} review={review} onChoose={() => onChoose(review.id)} />
      ))}
    </Stack>
  );
}

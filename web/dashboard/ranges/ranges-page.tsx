import { Anchor, Breadcrumbs, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { addressRanges } from "../api/ranges";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { kRangesKey } from "./keys";
import { RangesForm } from "./ranges-form";

export function RangesPage() {
  const { t } = useTranslation();
  return (
    <Page
      title={t("ranges.title")}
      description={
        <>
          <Breadcrumbs component="span" separatorMargin={6} mb={4}>
            <Anchor component={Link} to="/settings" size="sm">
              {t("nav.settings")}
            </Anchor>
            <span>{t("ranges.title")}</span>
          </Breadcrumbs>
          {t("ranges.description")}
        </>
      }
    >
      <Ranges />
    </Page>
  );
}

function Ranges() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kRangesKey, queryFn: addressRanges });
  if (found.isPending) {
    return (
      <Stack role="status" aria-label={t("common.loading")}>
        <Skeleton h={64} radius="sm" />
        <Skeleton h={160} radius="sm" />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <RangesForm saved={found.data} />;
}

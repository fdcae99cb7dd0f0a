import { Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { security } from "../api/security";
import { CopyBlock } from "../parts/copy-block";
import { Failure } from "../parts/failure";
import { ControlTable } from "./control-table";
import { RunSummary } from "./run-summary";

export function VerificationTab() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["security"], queryFn: security });

  if (found.isPending) {
    return (
      <Stack role="status" aria-label={t("common.loading")}>
        <Skeleton h={150} radius="md" />
        <Skeleton h={320} radius="md" />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { run, controls } = found.data;
  return (
    <Stack gap="xl">
      <RunSummary run={run} controls={controls} />
      {run === null && <HowTo />}
      <ControlTable controls={controls} />
      {run !== null && <HowTo />}
    </Stack>
  );
}

function HowTo() {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {t("security.howTitle")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm" maw="65ch">
        {t("security.how")}
      </Text>
      <CopyBlock
        value={`build/release/gatehouse verify --url ${window.location.origin} --data ./data`}
        label={t("security.command")}
      />
    </section>
  );
}

import { Button, Card, Code, EmptyState, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { BookLock, ScrollText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { audit } from "../api/security";
import type { Checkpoint } from "../api/types";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import { AuditEntries } from "./audit-entries";
import classes from "./audit-tab.module.css";

const kPageSize = 50;

export function AuditTab() {
  const { t } = useTranslation();
  const log = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) => audit(pageParam, kPageSize),
    initialPageParam: null as number | null,
    getNextPageParam: ({ items }) =>
      items.length < kPageSize ? null : (items.at(-1)?.number ?? null),
  });

  if (log.isPending) {
    return (
      <Stack role="status" aria-label={t("common.loading")}>
        <Skeleton h={110} radius="md" />
        <Skeleton h={400} radius="md" />
      </Stack>
    );
  }
  if (log.isError && !log.data) {
    return <Failure error={log.error} retry={() => void log.refetch()} />;
  }
  const entries = log.data.pages.flatMap((page) => page.items);
  const checkpoint = log.data.pages[0]?.checkpoint ?? null;
  return (
    <Stack gap="lg">
      <CheckpointCard checkpoint={checkpoint} />
      {entries.length === 0 ? (
        <EmptyState
          size="sm"
          py="xl"
          icon={<ScrollText size={24} />}
          title={t("audit.noneTitle")}
          description={t("audit.none")}
        />
      ) : (
        <AuditEntries entries={entries} />
      )}
      {log.hasNextPage && (
        <Group justify="center">
          <Button
            variant="default"
            loading={log.isFetchingNextPage}
            onClick={() => void log.fetchNextPage()}
          >
            {t("audit.older")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function CheckpointCard({ checkpoint }: { checkpoint: Checkpoint | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card>
      <Group align="flex-start" gap="md" wrap="nowrap">
        <BookLock size={22} aria-hidden className={classes.icon} />
        <div className={classes.what}>
          <Title order={2} size="h3">
            {t("audit.title")}
          </Title>
          <Text size="sm" c="dimmed" mt={4} maw="68ch">
            {t("audit.description")}
          </Text>
          <Text size="sm" mt="sm">
            {checkpoint
              ? t("audit.checkpoint", {
                  count: checkpoint.size,
                  number: format.number(checkpoint.size),
                  date: format.dateTime(checkpoint.at),
                })
              : t("audit.noCheckpoint")}
          </Text>
          {checkpoint && (
            <Code dir="ltr" className={classes.root ?? ""}>
              {checkpoint.root}
            </Code>
          )}
        </div>
      </Group>
    </Card>
  );
}

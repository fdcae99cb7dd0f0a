import {
  Badge,
  Button,
  Card,
  Code,
  EmptyState,
  Group,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { BookLock, ScrollText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { audit } from "../api/security";
import type { AuditEntry, Checkpoint } from "../api/types";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
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
        <Entries entries={entries} />
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

function Entries({ entries }: { entries: AuditEntry[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer
      minWidth={760}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": t("audit.title") } }}
    >
      <Table verticalSpacing={6} className={classes.table ?? ""}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("audit.number")}</Table.Th>
            <Table.Th>{t("audit.time")}</Table.Th>
            <Table.Th>{t("audit.actor")}</Table.Th>
            <Table.Th>{t("audit.event")}</Table.Th>
            <Table.Th>{t("audit.object")}</Table.Th>
            <Table.Th>{t("audit.outcome")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.number} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { actor } = entry;
  return (
    <Table.Tr>
      <Table.Td>{format.number(entry.number)}</Table.Td>
      <Table.Td className={classes.time ?? ""}>
        <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
      </Table.Td>
      <Table.Td>
        <bdi title={actor.id ?? ""}>{actor.name ?? actor.kind}</bdi>
        {entry.address && (
          <Text size="xs" c="dimmed">
            <bdi dir="ltr">{entry.address}</bdi>
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <bdi className={classes.mono} dir="ltr">
          {entry.event}
        </bdi>
      </Table.Td>
      <Table.Td>
        {entry.object && (
          <bdi className={classes.mono} dir="ltr">
            {entry.object}
          </bdi>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <Badge size="sm" color={entry.outcome === "refused" ? "red" : "gray"}>
            {entry.outcome === "refused" ? t("audit.refused") : t("audit.done")}
          </Badge>
          {entry.times > 1 && (
            <Text span size="xs" c="dimmed">
              ×{format.number(entry.times)}
            </Text>
          )}
          {entry.control && (
            <bdi className={classes.mono} dir="ltr">
              {entry.control}
            </bdi>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

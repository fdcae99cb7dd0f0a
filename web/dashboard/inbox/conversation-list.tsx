import {
  ActionIcon,
  Box,
  Button,
  CloseButton,
  EmptyState,
  Group,
  SegmentedControl,
  Skeleton,
  Stack,
  TextInput,
  Title,
  Tooltip,
} from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Inbox, Keyboard, Search, SearchX } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { conversations } from "../api/conversations";
import type { ConversationCounts, ConversationFilter } from "../api/types";
import { useFormat } from "../language/format";
import { Failure } from "../parts/failure";
import classes from "./conversation-list.module.css";
import { ConversationRow } from "./conversation-row";
import { kConversationsKey } from "./keys";
import { kViews, useFilter, type View } from "./use-filter";

function useConversationPages(filter: ConversationFilter) {
  return useInfiniteQuery({
    queryKey: [...kConversationsKey, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      conversations({ ...filter, before: pageParam, limit: 30 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

interface ConversationListProps {
  open: string | undefined;
  searchRef: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
}

export function ConversationList({ open, searchRef, onHelp }: ConversationListProps) {
  const { t } = useTranslation();
  const filter = useFilter();
  const [typed, setTyped] = useState(filter.search);
  const search = useDebouncedCallback((text: string) => filter.show({ search: text.trim() }), 250);
  const list = useConversationPages(filter.request);
  // A link may have changed the search as well.
  useEffect(() => {
    setTyped((now) => (now.trim() === filter.search ? now : filter.search));
  }, [filter.search]);

  const write = (text: string) => {
    setTyped(text);
    search(text);
  };

  return (
    <Box component="section" className={classes.pane} aria-label={t("inbox.list")}>
      <Stack gap="xs" className={classes.head}>
        <Group justify="space-between">
          <Title order={1} size="h3">
            {t("nav.inbox")}
          </Title>
          <Tooltip label={t("keys.title")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("keys.title")}
              onClick={onHelp}
              visibleFrom="md"
            >
              <Keyboard size={18} />
            </ActionIcon>
          </Tooltip>
        </Group>
        <TextInput
          ref={searchRef}
          type="search"
          size="sm"
          leftSection={<Search size={16} />}
          placeholder={t("inbox.search")}
          aria-label={t("inbox.search")}
          value={typed}
          onChange={(event) => write(event.currentTarget.value)}
          rightSection={
            typed && (
              <CloseButton
                size="sm"
                aria-label={t("inbox.clearSearch")}
                onClick={() => write("")}
              />
            )
          }
        />
        <Views
          view={filter.view}
          counts={list.data?.pages[0]?.counts ?? null}
          onChange={(view) => filter.show({ view })}
        />
      </Stack>
      <Box className={classes.scroll} aria-busy={list.isFetching}>
        <Rows
          list={list}
          open={open}
          view={filter.view}
          search={filter.search}
          suffix={filter.suffix}
        />
      </Box>
    </Box>
  );
}

interface ViewsProps {
  view: View;
  counts: ConversationCounts | null;
  onChange: (view: View) => void;
}

function Views({ view, counts, onChange }: ViewsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const names: Record<View, string> = {
    all: t("inbox.all"),
    waiting: t("inbox.waiting"),
    mine: t("inbox.mine"),
    closed: t("inbox.closed"),
  };
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t("inbox.views")}
      value={view}
      onChange={(value) => onChange(kViews.find((one) => one === value) ?? "all")}
      data={kViews.map((value) => ({
        value,
        label: (
          <span className={classes.view}>
            {names[value]}
            {counts && counts[value] > 0 && (
              <span className={classes.count} data-warn={value === "waiting" || undefined}>
                {format.number(counts[value])}
              </span>
            )}
          </span>
        ),
      }))}
    />
  );
}

interface RowsProps {
  list: ReturnType<typeof useConversationPages>;
  open: string | undefined;
  view: View;
  search: string;
  suffix: string;
}

function Rows({ list, open, view, search, suffix }: RowsProps) {
  const { t } = useTranslation();

  if (list.isPending) {
    return (
      <Stack gap="md" p="md" aria-label={t("common.loading")} role="status">
        {[1, 2, 3, 4, 5].map((row) => (
          <Stack key={row} gap={8}>
            <Skeleton h={12} w="45%" />
            <Skeleton h={10} w="90%" />
            <Skeleton h={10} w="30%" />
          </Stack>
        ))}
      </Stack>
    );
  }
  if (list.isError && !list.data) {
    return <Failure error={list.error} retry={() => void list.refetch()} />;
  }
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <NothingHere view={view} search={search} />;
  return (
    <>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id}>
            <ConversationRow
              conversation={item}
              open={item.id === open}
              to={`/inbox/${item.id}${suffix}`}
            />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Group justify="center" p="md">
          <Button
            variant="default"
            size="xs"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("inbox.more")}
          </Button>
        </Group>
      )}
    </>
  );
}

function NothingHere({ view, search }: { view: View; search: string }) {
  const { t } = useTranslation();
  if (search) {
    return (
      <EmptyState
        size="sm"
        py="xl"
        px="md"
        icon={<SearchX size={24} />}
        title={t("inbox.noHitsTitle")}
        description={t("inbox.noHits", { search })}
      />
    );
  }
  const texts = {
    all: [t("inbox.noneTitle"), t("inbox.none")],
    waiting: [t("inbox.noneWaitingTitle"), t("inbox.noneWaiting")],
    mine: [t("inbox.noneMineTitle"), t("inbox.noneMine")],
    closed: [t("inbox.noneClosedTitle"), t("inbox.noneClosed")],
  }[view];
  return (
    <EmptyState
      size="sm"
      py="xl"
      px="md"
      icon={<Inbox size={24} />}
      title={texts[0]}
      description={texts[1]}
    >
      {view === "all" && (
        <EmptyState.Actions>
          <Button component="a" href="/demo" target="_blank" variant="default" size="xs">
            {t("inbox.openDemo")}
          </Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}

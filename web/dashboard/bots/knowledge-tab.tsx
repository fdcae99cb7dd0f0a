import {
  ActionIcon,
  Box,
  Button,
  EmptyState,
  Group,
  Modal,
  Skeleton,
  Stack,
  Table,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BookOpen, FileText, MessageCircleQuestion, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteSource, sources } from "../api/bots";
import type { Bot, Source } from "../api/types";
import { useFormat } from "../language/format";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { Failure } from "../parts/failure";
import { useMay } from "../session/session";
import { AddKnowledge } from "./add-knowledge";
import { botKey, kBotsKey, sourcesKey } from "./keys";
import classes from "./knowledge-tab.module.css";
import { SourceDrawer } from "./source-drawer";

export function KnowledgeTab({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, dialog] = useDisclosure(false);
  const [shown, setShown] = useState<Source | null>(null);
  const [removing, setRemoving] = useState<Source | null>(null);

  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Text size="sm" c="dimmed" maw="60ch" flex="1 1 16rem">
          {t("knowledge.description")}
        </Text>
        {may("edit_bots", bot.id) && (
          <Button leftSection={<Plus size={16} />} onClick={dialog.open}>
            {t("knowledge.add")}
          </Button>
        )}
      </Group>
      <Sources bot={bot} onShow={setShown} onRemove={may("edit_bots", bot.id) ? setRemoving : null} />
      <Modal
        opened={adding}
        onClose={dialog.close}
        size="lg"
        title={t("knowledge.add")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <AddKnowledge bot={bot} onAdded={dialog.close} />
      </Modal>
      <SourceDrawer bot={bot} source={shown} onClose={() => setShown(null)} />
      <RemoveSource bot={bot} source={removing} onClose={() => setRemoving(null)} />
    </Stack>
  );
}

interface SourcesProps {
  bot: Bot;
  onShow: (source: Source) => void;
  onRemove: ((source: Source) => void) | null;
}

function Sources({ bot, onShow, onRemove }: SourcesProps) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: sourcesKey(bot.id), queryFn: () => sources(bot.id) });

  if (found.isPending) {
    return (
      <Stack gap="xs" role="status" aria-label={t("common.loading")}>
        {[1, 2, 3].map((row) => (
          <Skeleton key={row} h={52} radius="sm" />
        ))}
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) {
    return (
      <EmptyState
        py="xl"
        icon={<BookOpen size={28} />}
        title={t("knowledge.noneTitle")}
        description={t("knowledge.none")}
      />
    );
  }
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table verticalSpacing="sm" className={classes.table ?? ""}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("knowledge.source")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("knowledge.passages")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("knowledge.added")}</Table.Th>
            {onRemove && (
              <Table.Th>
                <VisuallyHidden>{t("knowledge.actions")}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.data.map((source) => (
            <SourceRow key={source.id} source={source} onShow={onShow} onRemove={onRemove} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SourceRow({ source, onShow, onRemove }: Omit<SourcesProps, "bot"> & { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kinds = {
    text: t("knowledge.kindText"),
    markdown: t("knowledge.kindMarkdown"),
    question: t("knowledge.kindQuestion"),
  };
  const Icon = source.kind === "question" ? MessageCircleQuestion : FileText;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <Icon size={18} aria-hidden className={classes.icon} />
          <Box className={classes.title}>
            <UnstyledButton className={classes.open} onClick={() => onShow(source)}>
              <bdi>{source.title}</bdi>
            </UnstyledButton>
            <Text size="xs" c="dimmed">
              {kinds[source.kind]} ·{" "}
              {t("knowledge.characters", {
                count: source.characters,
                number: format.number(source.characters),
              })}
            </Text>
          </Box>
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">{format.number(source.passages)}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm" c="dimmed" component="time" dateTime={source.created_at}>
          {format.date(source.created_at)}
        </Text>
      </Table.Td>
      {onRemove && (
        <Table.Td className={classes.end ?? ""}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("knowledge.removeNamed", { title: source.title })}
            onClick={() => onRemove(source)}
          >
            <Trash2 size={16} />
          </ActionIcon>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

interface RemoveSourceProps {
  bot: Bot;
  source: Source | null;
  onClose: () => void;
}

function RemoveSource({ bot, source, onClose }: RemoveSourceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: (id: string) => deleteSource(bot.id, id),
    onSuccess: () => {
      for (const queryKey of [sourcesKey(bot.id), botKey(bot.id), kBotsKey]) {
        void client.invalidateQueries({ queryKey });
      }
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={source !== null}
      onClose={onClose}
      title={t("knowledge.removeTitle", { title: source?.title ?? "" })}
      consequence={t("knowledge.removeConsequence", {
        count: source?.passages ?? 0,
        number: format.number(source?.passages ?? 0),
      })}
      confirm={t("knowledge.remove")}
      busy={removal.isPending}
      error={removal.error}
      onConfirm={() => source && removal.mutate(source.id)}
    />
  );
}

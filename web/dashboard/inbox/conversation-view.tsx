import {
  ActionIcon,
  Box,
  Drawer,
  Group,
  Skeleton,
  Stack,
  Text,
  Title,
  Tooltip,
} from "@mantine/core";
import { useDisclosure, useDocumentVisibility } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, PanelRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { act, conversation as fetchConversation } from "../api/conversations";
import type { Conversation } from "../api/types";
import { Failure } from "../parts/failure";
import { updateConversation } from "./cache";
import { Composer, type ComposerHandle } from "./composer";
import { ConversationActions } from "./conversation-actions";
import classes from "./conversation-view.module.css";
import { DetailsPane } from "./details-pane";
import { conversationKey } from "./keys";
import { StatusBadge } from "./status-badge";
import { Thread } from "./thread";
import { useAct } from "./use-act";
import { useFilter } from "./use-filter";
import { useInboxKeys } from "./use-inbox-keys";

export function ConversationView({ id, keys }: { id: string; keys: boolean }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: conversationKey(id), queryFn: () => fetchConversation(id) });

  if (found.isPending) {
    return (
      <Stack className={classes.loading} role="status" aria-label={t("common.loading")}>
        <Skeleton h={20} w="30%" />
        <Skeleton h={56} w="55%" mt="xl" />
        <Skeleton h={40} w="40%" className={classes.end ?? ""} />
        <Skeleton h={56} w="60%" />
      </Stack>
    );
  }
  if (found.isError && !found.data) {
    return (
      <Box className={classes.loading}>
        <BackToList />
        <Failure error={found.error} retry={() => void found.refetch()} />
      </Box>
    );
  }
  return <OpenConversation conversation={found.data} keys={keys} />;
}

function BackToList() {
  const { t } = useTranslation();
  const { suffix } = useFilter();
  return (
    <ActionIcon
      component={Link}
      to={`/inbox${suffix}`}
      variant="subtle"
      color="gray"
      size="lg"
      hiddenFrom="sm"
      aria-label={t("inbox.back")}
    >
      <ArrowLeft size={20} className={classes.mirror} />
    </ActionIcon>
  );
}

function OpenConversation({ conversation, keys }: { conversation: Conversation; keys: boolean }) {
  const { t } = useTranslation();
  const composer = useRef<ComposerHandle>(null);
  const [details, drawer] = useDisclosure(false);
  const change = useAct(conversation);
  // Kept from the moment of opening: reading clears the count at once.
  const [unread] = useState(conversation.unread);
  useReading(conversation);

  useInboxKeys((key) => {
    if (key === "reply") composer.current?.write("text");
    else if (key === "note") composer.current?.write("note");
    else if (key === "close" && conversation.state === "open") change.run("close");
    else return false;
    return true;
  }, keys && !details);

  return (
    <Box className={classes.view}>
      <Box component="section" className={classes.middle} aria-label={t("inbox.conversation")}>
        <Group component="header" className={classes.head} wrap="nowrap" gap="sm">
          <BackToList />
          <Group gap="xs" flex={1} className={classes.who}>
            <Title order={1} size="h3">
              <bdi>{conversation.visitor.name}</bdi>
            </Title>
            <StatusBadge conversation={conversation} />
          </Group>
          <ConversationActions conversation={conversation} change={change} />
          <Tooltip label={t("details.title")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              className={classes.toggle ?? ""}
              aria-label={t("details.title")}
              onClick={drawer.open}
            >
              <PanelRight size={18} className={classes.mirror} />
            </ActionIcon>
          </Tooltip>
        </Group>
        <Thread id={conversation.id} unread={unread} />
        <Composer conversation={conversation} change={change} handle={composer} />
      </Box>
      <Box component="aside" className={classes.details} aria-label={t("details.title")}>
        <Text fw={600} size="sm" mb="md">
          {t("details.title")}
        </Text>
        <DetailsPane conversation={conversation} />
      </Box>
      <Drawer
        opened={details}
        onClose={drawer.close}
        position="right"
        size="20rem"
        title={t("details.title")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <DetailsPane conversation={conversation} />
      </Drawer>
    </Box>
  );
}

// A conversation that is open in a visible window counts as read.
function useReading({ id, unread }: Conversation): void {
  const client = useQueryClient();
  const visible = useDocumentVisibility() === "visible";
  useEffect(() => {
    if (unread === 0 || !visible) return;
    // Should this fail, the next message or visit says it again.
    act(id, "read").then(
      (conversation) => updateConversation(client, conversation),
      () => undefined,
    );
  }, [client, id, unread, visible]);
}

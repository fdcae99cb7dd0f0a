import { Button, EmptyState, SimpleGrid, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Bot, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { bots } from "../api/bots";
import { Failure } from "../parts/failure";
import { useWanted } from "../parts/use-wanted";
import { Page } from "../parts/page";
import { useMay } from "../session/session";
import { BotCard } from "./bot-card";
import { CreateBotDialog } from "./create-bot-dialog";
import { kBotsKey } from "./keys";

export function BotsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [creating, dialog] = useDisclosure(false);
  useWanted("create", dialog.open);
  const create = may("manage_bots") && (
    <Button leftSection={<Plus size={16} />} onClick={dialog.open}>
      {t("bots.create")}
    </Button>
  );

  return (
    <Page title={t("nav.bots")} description={t("bots.description")} actions={create}>
      <Bots create={create} />
      <CreateBotDialog opened={creating} onClose={dialog.close} />
    </Page>
  );
}

function Bots({ create }: { create: ReactNode }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: kBotsKey, queryFn: bots });

  if (query.isPending) {
    return (
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} role="status" aria-label={t("common.loading")}>
        {[1, 2, 3].map((card) => (
          <Skeleton key={card} h={168} radius="md" />
        ))}
      </SimpleGrid>
    );
  }
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (query.data.length === 0) {
    return (
      <EmptyState
        py="xl"
        icon={<Bot size={28} />}
        title={t("bots.noneTitle")}
        description={t("bots.none")}
      >
        <EmptyState.Actions>{create}</EmptyState.Actions>
      </EmptyState>
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {query.data.map((bot) => (
        <BotCard key={bot.id} bot={bot} />
      ))}
    </SimpleGrid>
  );
}

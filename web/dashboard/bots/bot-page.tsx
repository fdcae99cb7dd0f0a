import { ActionIcon, Anchor, Menu, Skeleton, Stack, Tabs } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, EllipsisVertical, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { bot as fetchBot } from "../api/bots";
import type { Bot } from "../api/types";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { useMay } from "../session/session";
import { AppearanceTab } from "./appearance-tab";
import classes from "./bot-page.module.css";
import { DeleteBotDialog } from "./delete-bot-dialog";
import { InstallTab } from "./install-tab";
import { botKey } from "./keys";
import { KnowledgeTab } from "./knowledge-tab";
import { TryPanel } from "./try-panel";

const kTabs = ["knowledge", "try", "appearance", "install"] as const;
type Tab = (typeof kTabs)[number];

export function BotPage() {
  const { t } = useTranslation();
  const { bot: id = "" } = useParams();
  const found = useQuery({ queryKey: botKey(id), queryFn: () => fetchBot(id) });

  if (found.isPending) {
    return (
      <Page title={t("nav.bots")}>
        <Stack role="status" aria-label={t("common.loading")}>
          <Skeleton h={36} w="50%" />
          <Skeleton h={160} radius="md" />
        </Stack>
      </Page>
    );
  }
  if (found.isError) {
    return (
      <Page title={t("nav.bots")}>
        <Failure error={found.error} retry={() => void found.refetch()} />
      </Page>
    );
  }
  return <LoadedBot key={found.data.id} bot={found.data} />;
}

function LoadedBot({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const given = useParams().tab;
  const tab: Tab = kTabs.find((one) => one === given) ?? "knowledge";
  const [deleting, dialog] = useDisclosure(false);
  const names: Record<Tab, string> = {
    knowledge: t("bot.knowledge"),
    try: t("bot.try"),
    appearance: t("bot.appearance"),
    install: t("bot.install"),
  };

  return (
    <Page
      title={bot.name}
      description={
        <Anchor component={Link} to="/bots" size="sm" className={classes.back ?? ""}>
          <ArrowLeft size={14} aria-hidden /> {t("bot.all")}
        </Anchor>
      }
      actions={
        may("manage_bots", bot.id) && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size="lg" aria-label={t("common.more")}>
                <EllipsisVertical size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={dialog.open}>
                {t("bot.delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => void navigate(`/bots/${bot.id}/${next ?? ""}`, { replace: true })}
      >
        <Tabs.List mb="lg">
          {kTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {names[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="knowledge">
          <KnowledgeTab bot={bot} />
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <TryPanel bot={bot} />
        </Tabs.Panel>
        <Tabs.Panel value="appearance">
          <AppearanceTab bot={bot} />
        </Tabs.Panel>
        <Tabs.Panel value="install">
          <InstallTab bot={bot} />
        </Tabs.Panel>
      </Tabs>
      <DeleteBotDialog bot={bot} opened={deleting} onClose={dialog.close} />
    </Page>
  );
}

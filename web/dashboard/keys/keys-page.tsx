import { Anchor, Breadcrumbs, Button, Tabs } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ownKeys, workspaceKeys } from "../api/keys";
import { Page } from "../parts/page";
import { useFragment } from "../parts/use-fragment";
import { useMay } from "../session/session";
import { CreateKeyDialog } from "./create-key-dialog";
import { KeyList } from "./key-list";
import { kAllKeysKey, kOwnKeysKey } from "./keys";

export function KeysPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [parameters, setParameters] = useFragment();
  const [creating, setCreating] = useState(false);
  const tab = parameters.get("of") === "all" && may("manage_keys") ? "all" : "own";
  const create = () => setCreating(true);
  return (
    <Page
      title={t("apiKeys.title")}
      description={
        <>
          <Breadcrumbs component="span" separatorMargin={6} mb={4}>
            <Anchor component={Link} to="/settings" size="sm">
              {t("nav.settings")}
            </Anchor>
            <span>{t("apiKeys.title")}</span>
          </Breadcrumbs>
          {t("apiKeys.description")}
        </>
      }
      actions={
        <Button leftSection={<Plus size={16} />} onClick={create}>
          {t("apiKeys.create")}
        </Button>
      }
    >
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => setParameters(next === "all" ? { of: "all" } : {})}
      >
        {may("manage_keys") && (
          <Tabs.List mb="lg">
            <Tabs.Tab value="own">{t("apiKeys.own")}</Tabs.Tab>
            <Tabs.Tab value="all">{t("apiKeys.all")}</Tabs.Tab>
          </Tabs.List>
        )}
        <Tabs.Panel value="own">
          <KeyList queryKey={kOwnKeysKey} load={ownKeys} onCreate={create} />
        </Tabs.Panel>
        <Tabs.Panel value="all">
          <KeyList queryKey={kAllKeysKey} load={workspaceKeys} onCreate={create} withOwners />
        </Tabs.Panel>
      </Tabs>
      <CreateKeyDialog opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

import { Badge, Stack, Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { KeyNotice } from "../keys/key-notice";
import { Page } from "../parts/page";
import { useFragment } from "../parts/use-fragment";
import { useMay } from "../session/session";
import { useFormat } from "../language/format";
import { AlertsTab, useUnseenAlerts } from "./alert-list";
import { AuditTab } from "./audit-tab";
import { VerificationTab } from "./verification-tab";

export function SecurityPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useFragment();
  const may = useMay();
  const format = useFormat();
  const unseen = useUnseenAlerts();
  const wanted = parameters.get("tab");
  const tab =
    wanted === "alerts" || (wanted === "audit" && may("read_audit")) ? wanted : "verification";
  return (
    <Page wide title={t("nav.security")} description={t("security.description")}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          setParameters(next && next !== "verification" ? { tab: next } : {})
        }
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="verification">{t("security.verification")}</Tabs.Tab>
          <Tabs.Tab
            value="alerts"
            rightSection={
              unseen > 0 && (
                <Badge size="xs" color="red" circle>
                  {format.number(unseen)}
                </Badge>
              )
            }
          >
            {t("alerts.title")}
          </Tabs.Tab>
          {may("read_audit") && <Tabs.Tab value="audit">{t("security.audit")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="verification">
          <Stack gap="lg">
            <KeyNotice />
            <VerificationTab />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="alerts">
          <AlertsTab />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <AuditTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

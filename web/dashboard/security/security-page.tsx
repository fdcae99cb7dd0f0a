import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "../parts/page";
import { useFragment } from "../parts/use-fragment";
import { useMay } from "../session/session";
import { AuditTab } from "./audit-tab";
import { VerificationTab } from "./verification-tab";

export function SecurityPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useFragment();
  const may = useMay();
  const tab = parameters.get("tab") === "audit" && may("read_audit") ? "audit" : "verification";
  return (
    <Page wide title={t("nav.security")} description={t("security.description")}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => setParameters(next === "audit" ? { tab: next } : {})}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="verification">{t("security.verification")}</Tabs.Tab>
          {may("read_audit") && <Tabs.Tab value="audit">{t("security.audit")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="verification">
          <VerificationTab />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <AuditTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

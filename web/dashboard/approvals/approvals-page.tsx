import { EmptyState, Skeleton, Stack, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { approvals } from "../api/approvals";
import type { Approval } from "../api/types";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { useFragment } from "../parts/use-fragment";
import { SupportList } from "../support/support-list";
import { ApprovalCard } from "./approval-card";
import { kApprovalsKey } from "./keys";

type Tab = "waiting" | "mine" | "decided" | "support";

const kFits: Record<Exclude<Tab, "support">, (approval: Approval) => boolean> = {
  waiting: ({ state, is_own }) => state === "waiting" && !is_own,
  mine: ({ is_own }) => is_own,
  decided: ({ state, is_own }) => state !== "waiting" && !is_own,
};

function tabOf(wanted: string | null): Tab {
  return wanted === "mine" || wanted === "decided" || wanted === "support" ? wanted : "waiting";
}

export function ApprovalsPage() {
  const { t } = useTranslation();
  const [parameters, setParameters] = useFragment();
  const tab = tabOf(parameters.get("tab"));
  return (
    <Page title={t("approvals.title")} description={t("approvals.description")}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => setParameters(next && next !== "waiting" ? { tab: next } : {})}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="waiting">{t("approvals.tabWaiting")}</Tabs.Tab>
          <Tabs.Tab value="mine">{t("approvals.tabMine")}</Tabs.Tab>
          <Tabs.Tab value="decided">{t("approvals.tabDecided")}</Tabs.Tab>
          <Tabs.Tab value="support">{t("support.title")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={tab}>
          {tab === "support" ? <SupportList /> : <Approvals tab={tab} />}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Approvals({ tab }: { tab: Exclude<Tab, "support"> }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kApprovalsKey, queryFn: approvals });

  if (found.isPending) {
    return (
      <Stack role="status" aria-label={t("common.loading")}>
        <Skeleton h={132} radius="md" />
        <Skeleton h={132} radius="md" />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const shown = found.data.filter(kFits[tab]);
  if (shown.length === 0) {
    const nothing = {
      waiting: t("approvals.noneWaiting"),
      mine: t("approvals.noneMine"),
      decided: t("approvals.noneDecided"),
    };
    return (
      <EmptyState
        icon={<CheckCheck size={24} />}
        title={t("approvals.noneTitle")}
        description={nothing[tab]}
        size="sm"
        py="xl"
        variant="light"
      />
    );
  }
  return (
    <Stack gap="md" maw="48rem">
      {shown.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} />
      ))}
    </Stack>
  );
}

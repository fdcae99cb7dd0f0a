import { Card, Group, Progress, Skeleton, Switch, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeFactorRule, factorRule } from "../api/factors";
import type { FactorRule } from "../api/types";
import { useFormat } from "../language/format";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { Failure } from "../parts/failure";
import { useNotify } from "../parts/use-notify";
import { useMay } from "../session/session";
import { kFactorRuleKey } from "./keys";

/** How many members have a second factor, and whether all of them must. */
export function FactorRuleCard() {
  const rule = useQuery({ queryKey: kFactorRuleKey, queryFn: factorRule });
  if (rule.isPending) return <Skeleton h={88} radius="md" />;
  if (rule.isError) return <Failure error={rule.error} retry={() => void rule.refetch()} />;
  return <Rule rule={rule.data} />;
}

function Rule({ rule }: { rule: FactorRule }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: changeFactorRule,
    onSuccess: (changed) => {
      client.setQueryData(kFactorRuleKey, changed);
      setAsking(false);
      notify.done(t("common.saved"));
    },
    onError: (error) => {
      if (!asking) notify.failed(error);
    },
  });
  const missing = rule.members - rule.covered;
  const counts = {
    count: rule.members,
    covered: format.number(rule.covered),
    members: format.number(rule.members),
  };
  return (
    <Card component="section" aria-label={t("rule.title")}>
      <Group justify="space-between" gap="md" wrap="wrap">
        <div>
          <Text fw={600}>{t("rule.adoption", counts)}</Text>
          <Text size="sm" c="dimmed">
            {rule.for_all ? t("rule.forAll") : t("rule.forManagers")}
          </Text>
        </div>
        {may("manage_workspace") && (
          <Switch
            label={t("rule.switch")}
            checked={rule.for_all}
            disabled={change.isPending}
            onChange={(event) =>
              event.currentTarget.checked ? setAsking(true) : change.mutate(false)
            }
          />
        )}
      </Group>
      <Progress
        mt="sm"
        size={6}
        radius="xl"
        value={(rule.covered / Math.max(1, rule.members)) * 100}
        color={missing === 0 ? "green" : "yellow"}
        aria-label={t("rule.adoption", counts)}
      />
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("rule.confirmTitle")}
        consequence={missing > 0 ? t("rule.confirm", { count: missing }) : t("rule.confirmNobody")}
        confirm={t("rule.confirmAction")}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate(true)}
      />
    </Card>
  );
}

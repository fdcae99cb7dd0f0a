import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReviewVerdict } from "../api/types";
import { useFormat } from "../language/format";
import { useBuiltInRoleText } from "../roles/role-text";

const kColor = {
  keep: "green",
  reduce: "yellow",
  remove: "red",
  gone: "gray",
  nobody_else: "gray",
} as const;

export function VerdictText({ verdict }: { verdict: ReviewVerdict }) {
  const { t } = useTranslation();
  const format = useFormat();
  const roleText = useBuiltInRoleText();
  const { role, role_name } = verdict;
  const after = role === role_name && role ? roleText(role) : role_name;
  const decisions = {
    keep: t("reviews.kept"),
    reduce: t("reviews.reducedTo", { role: after ?? "" }),
    remove: t("reviews.wasRemoved"),
    gone: t("reviews.gone"),
    nobody_else: t("reviews.nobodyElse"),
  };
  return (
    <Stack gap={2} maw="18rem" align="flex-end">
      <Group gap={6}>
        <Badge color={kColor[verdict.decision]}>
          {decisions[verdict.decision]}
        </Badge>
      </Group>
      {verdict.decider && (
        <Text size="xs" c="dimmed" ta="end">
          {t("reviews.decidedBy", {
            name: verdict.decider,
            ago: format.ago(verdict.decided_at),
          })}
        </Text>
      )}
      {verdict.reason && (
        <Text size="xs" ta="end">
          <bdi>{verdict.reason}</bdi>
        </Text>
      )}
    </Stack>
  );
}

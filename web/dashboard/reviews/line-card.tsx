import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReviewLine } from "../api/types";
import { useFormat } from "../language/format";
import { useBuiltInRoleText } from "../roles/role-text";
import { usePrivilegeText } from "../roles/privilege-text";
import { usePrivileges } from "../roles/use-roles";
import { VerdictText } from "./verdict-text";
import classes from "./line-card.module.css";

interface LineCardProps {
  line: ReviewLine;
  own: boolean;
  open: boolean;
  busy: boolean;
  onDecide: (decision: "keep" | "reduce" | "remove") => void;
}

export function LineCard({ line, own, open, busy, onDecide }: LineCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { facts, verdict } = line;
  return (
    <Card component="article" data-line tabIndex={0} className={classes.line ?? ""}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={6} flex={1} miw="16rem">
          <Group gap={8}>
            <Text fw={600}>
              <bdi>{facts.name}</bdi>
            </Text>
            <RoleName line={line} />
            {facts.dormant && <Badge color="yellow">{t("reviews.dormant")}</Badge>}
            {!facts.has_factor && (
              <Badge color="gray">
                {t("reviews.noFactor")}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            <bdi dir="ltr">{facts.email}</bdi> ·{" "}
            {facts.last_seen
              ? t("reviews.lastSeen", { ago: format.ago(facts.last_seen) })
              : t("reviews.neverSeen")}
          </Text>
          <Rights line={line} />
        </Stack>
        {verdict && <VerdictText verdict={verdict} />}
        {!verdict && own && (
          <Text size="sm" c="dimmed" maw="16rem">
            {t("reviews.own")}
          </Text>
        )}
        {open && (
          <Group gap="xs">
            <Button size="xs" loading={busy} onClick={() => onDecide("keep")}>
              {t("reviews.keep")}
            </Button>
            <Button size="xs" variant="default" onClick={() => onDecide("reduce")}>
              {t("reviews.reduce")}
            </Button>
            <Button size="xs" variant="light" color="red" onClick={() => onDecide("remove")}>
              {t("reviews.remove")}
            </Button>
          </Group>
        )}
      </Group>
    </Card>
  );
}

function RoleName({ line }: { line: ReviewLine }) {
  const roleText = useBuiltInRoleText();
  const { role, role_name } = line.facts;
  return (
    <Badge variant="default">
      <bdi>{role === role_name ? roleText(role) : role_name}</bdi>
    </Badge>
  );
}

function Rights({ line }: { line: ReviewLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = usePrivileges();
  const privilegeText = usePrivilegeText();
  const { facts } = line;
  const labels = (all.data ?? [])
    .filter(({ name }) => facts.privileges.includes(name))
    .map((one) => privilegeText(one).label);
  const count = facts.grants.length;
  return (
    <Text size="sm">
      {labels.join(" · ")}
      <Text span c="dimmed" size="sm">
        {" — "}
        {facts.every_bot
          ? t("reviews.everyBot")
          : t("reviews.bots", { count, number: format.number(count) })}
      </Text>
    </Text>
  );
}

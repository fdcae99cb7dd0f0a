import { Card, Group, SimpleGrid, Text, ThemeIcon, Title } from "@mantine/core";
import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Control, Verdict, VerificationRun } from "../api/types";
import { useFormat } from "../language/format";
import classes from "./run-summary.module.css";
import { kVerdicts, useVerdictText } from "./verdict";

interface RunSummaryProps {
  run: VerificationRun | null;
  controls: Control[];
}

export function RunSummary({ run, controls }: RunSummaryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (verdict: Verdict) =>
    controls.filter((control) => control.verdict === verdict).length;
  const counts = {
    failed: count("failed"),
    waived: count("waived"),
    passed: count("passed"),
    not_claimed: count("not_claimed"),
    never_run: count("never_run"),
  };
  const { failed, passed } = counts;

  const look =
    failed > 0
      ? {
          color: "red",
          Icon: ShieldAlert,
          title: t("security.someFailed", { count: failed, number: format.number(failed) }),
          text: t("security.someFailedText"),
        }
      : run && passed > 0
        ? {
            color: "green",
            Icon: ShieldCheck,
            title: t("security.allHeld"),
            text: t("security.allHeldText"),
          }
        : {
            color: "gray",
            Icon: ShieldQuestion,
            title: t("security.noRunTitle"),
            text: t("security.noRun"),
          };

  return (
    <Card>
      <Group align="flex-start" gap="md" wrap="nowrap">
        <ThemeIcon size={44} radius="xl" variant="light" color={look.color}>
          <look.Icon size={24} />
        </ThemeIcon>
        <div>
          <Title order={2}>{look.title}</Title>
          <Text size="sm" c="dimmed" maw="68ch" mt={4}>
            {look.text}
          </Text>
          {run && (
            <Text size="xs" c="dimmed" mt="xs">
              {t("security.ran", {
                ago: format.ago(run.started_at),
                date: format.dateTime(run.started_at),
                seconds: format.number(Math.round(run.seconds)),
                count: Math.round(run.seconds),
              })}{" "}
              · {t("security.build")} <bdi dir="ltr">{run.build}</bdi>
            </Text>
          )}
        </div>
      </Group>
      <Counts counts={counts} />
    </Card>
  );
}

function Counts({ counts }: { counts: Record<Verdict, number> }) {
  const format = useFormat();
  const verdictText = useVerdictText();
  return (
    <SimpleGrid cols={{ base: 2, sm: 5 }} mt="lg" component="dl" className={classes.counts ?? ""}>
      {kVerdicts.map((verdict) => (
        <div
          key={verdict}
          className={classes.count}
          data-verdict={verdict}
          data-some={counts[verdict] > 0 || undefined}
        >
          <dt>{verdictText(verdict)}</dt>
          <dd>{format.number(counts[verdict])}</dd>
        </div>
      ))}
    </SimpleGrid>
  );
}

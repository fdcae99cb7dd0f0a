import { Accordion, Chip, EmptyState, Group, Select, Stack, Text, Title } from "@mantine/core";
import { SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Control, Verdict } from "../api/types";
import { useFormat } from "../language/format";
import classes from "./control-table.module.css";
import { familyOf, useFamilyName } from "./family-names";
import { kVerdicts, useVerdictText, VerdictBadge } from "./verdict";

const kEvery = "every";

export function ControlTable({ controls }: { controls: Control[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [family, setFamily] = useState(kEvery);
  const [verdicts, setVerdicts] = useState<string[]>([]);
  const shown = inOrder(controls).filter(
    ({ id, verdict }) =>
      (family === kEvery || familyOf(id) === family) &&
      (verdicts.length === 0 || verdicts.includes(verdict)),
  );

  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {t("security.controls", { count: shown.length, number: format.number(shown.length) })}
      </Title>
      <Filters
        controls={controls}
        family={family}
        verdicts={verdicts}
        onFamily={setFamily}
        onVerdicts={setVerdicts}
      />
      {shown.length === 0 ? (
        <EmptyState
          size="sm"
          py="xl"
          icon={<SearchX size={24} />}
          title={t("security.noneTitle")}
          description={t("security.none")}
        />
      ) : (
        <Accordion multiple variant="default" className={classes.table ?? ""} chevronSize={16}>
          {shown.map((control) => (
            <ControlRow key={control.id} control={control} />
          ))}
        </Accordion>
      )}
    </section>
  );
}

// What failed stands first, the rest in the catalogue's order.
function inOrder(controls: Control[]): Control[] {
  const failed = (control: Control) => (control.verdict === "failed" ? 0 : 1);
  return controls.toSorted((one, other) => failed(one) - failed(other));
}

interface FiltersProps {
  controls: Control[];
  family: string;
  verdicts: string[];
  onFamily: (family: string) => void;
  onVerdicts: (verdicts: string[]) => void;
}

function Filters({ controls, family, verdicts, onFamily, onVerdicts }: FiltersProps) {
  const { t } = useTranslation();
  const familyName = useFamilyName();
  const verdictText = useVerdictText();
  const families = [...new Set(controls.map(({ id }) => familyOf(id)))];
  return (
    <Group gap="sm" mb="sm">
      <Select
        size="xs"
        w="16rem"
        aria-label={t("security.family")}
        allowDeselect={false}
        value={family}
        onChange={(value) => onFamily(value ?? kEvery)}
        data={[
          { value: kEvery, label: t("security.everyFamily") },
          ...families.map((one) => ({ value: one, label: familyName(one) })),
        ]}
      />
      <Chip.Group multiple value={verdicts} onChange={onVerdicts}>
        <Group gap={6} role="group" aria-label={t("security.verdicts")}>
          {kVerdicts.map((verdict: Verdict) => (
            <Chip key={verdict} size="xs" value={verdict}>
              {verdictText(verdict)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Group>
  );
}

function ControlRow({ control }: { control: Control }) {
  const { t } = useTranslation();
  const format = useFormat();
  const familyName = useFamilyName();
  const { id, title, statement, verdict, summary, at } = control;
  return (
    <Accordion.Item value={id} data-failed={verdict === "failed" || undefined}>
      <Accordion.Control>
        <div className={classes.row}>
          <span className={classes.id} dir="ltr">
            {id}
          </span>
          <span className={classes.title}>
            <bdi lang="en">{title}</bdi>
          </span>
          <span className={classes.verdict}>
            <VerdictBadge verdict={verdict} />
          </span>
          <span className={classes.age}>{at ? format.ago(at) : ""}</span>
        </div>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="xs">
          <Text size="sm" lang="en" dir="auto">
            {statement}
          </Text>
          {summary && (
            <Text size="sm" c="dimmed" dir="auto">
              {summary}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {familyName(familyOf(id))}
            {at && <> · {t("security.checked", { date: format.dateTime(at) })}</>}
          </Text>
          {verdict === "not_claimed" && <Text size="xs">{t("verdict.notClaimedText")}</Text>}
          {verdict === "never_run" && <Text size="xs">{t("verdict.neverRunText")}</Text>}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

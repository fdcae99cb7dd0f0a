import { ActionIcon, Group, TextInput } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

export interface Row {
  key: number;
  range: string;
  label: string;
}

interface RangeRowProps {
  row: Row;
  number: number;
  problem: "range" | "label" | null;
  onChange: (row: Row) => void;
  onRemove: () => void;
}

export function RangeRow({ row, number, problem, onChange, onRemove }: RangeRowProps) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" align="center" wrap="nowrap">
      <TextInput
        flex={1}
        miw={0}
        dir="ltr"
        aria-label={t("ranges.rangeNumber", { number })}
        placeholder="203.0.113.0/24"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
        maxLength={100}
        value={row.range}
        error={problem === "range"}
        onChange={(event) => onChange({ ...row, range: event.currentTarget.value })}
      />
      <TextInput
        flex={1}
        miw={0}
        dir="auto"
        aria-label={t("ranges.labelNumber", { number })}
        placeholder={t("ranges.label")}
        required
        maxLength={60}
        value={row.label}
        error={problem === "label"}
        onChange={(event) => onChange({ ...row, label: event.currentTarget.value })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("ranges.remove", { number })}
        title={t("ranges.remove", { number })}
        onClick={onRemove}
      >
        <Trash2 size={16} />
      </ActionIcon>
    </Group>
  );
}

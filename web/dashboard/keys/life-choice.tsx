import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../language/format";

export const kDefaultLife = 180;
const kLives = [7, 30, 90, kDefaultLife, 365];

/** A key without an end would be one that nobody remembers. */
export function LifeChoice({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = new Date(Date.now() + days * 86_400_000).toISOString();
  return (
    <Select
      label={t("apiKeys.life")}
      description={t("apiKeys.lifeHint", { date: format.date(end) })}
      allowDeselect={false}
      value={String(days)}
      onChange={(value) => onChange(Number(value ?? kDefaultLife))}
      data={kLives.map((one) => ({
        value: String(one),
        label: t("apiKeys.days", { count: one, number: format.number(one) }),
      }))}
    />
  );
}

import { TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface DomainsFieldProps {
  value: string[];
  onChange: (domains: string[]) => void;
  error: string | null;
}

// People type a domain or paste a page's address; what counts is the website's origin.
function originOf(entry: string): string {
  const typed = entry.trim().toLowerCase();
  if (!typed) return "";
  try {
    return new URL(typed.includes("://") ? typed : `https://${typed}`).origin;
  } catch {
    // Left as it is: the server says what is wrong with it.
    return typed;
  }
}

export function DomainsField({ value, onChange, error }: DomainsFieldProps) {
  const { t } = useTranslation();
  return (
    <TagsInput
      label={t("bots.domainsLabel")}
      description={t("bots.domainsHint")}
      placeholder={value.length === 0 ? "https://www.example.com" : ""}
      acceptValueOnBlur
      splitChars={[",", " ", ";"]}
      dir="ltr"
      value={value}
      error={error}
      onChange={(entries) => onChange([...new Set(entries.map(originOf).filter(Boolean))])}
    />
  );
}

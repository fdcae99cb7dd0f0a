import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface UrlFieldProps {
  value: string;
  onChange: (value: string) => void;
  error: string | null;
}

/** Where visitors can read more; the bot links it below its answer. */
export function UrlField({ value, onChange, error }: UrlFieldProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("knowledge.url")}
      description={t("knowledge.urlHint")}
      placeholder="https://example.com/help"
      type="url"
      dir="ltr"
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

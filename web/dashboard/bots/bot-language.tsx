import { Input, SegmentedControl } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Bot } from "../api/types";
import { kLanguages } from "../language/i18n";
import { kLanguageNames } from "../shell/language-switch";

interface BotLanguageProps {
  value: Bot["language"];
  onChange: (language: Bot["language"]) => void;
}

export function BotLanguage({ value, onChange }: BotLanguageProps) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <Input.Wrapper
      label={t("bots.language")}
      description={t("bots.languageHint")}
      labelElement="div"
      labelProps={{ id: label }}
    >
      <SegmentedControl
        mt={6}
        aria-labelledby={label}
        value={value}
        onChange={(chosen) => onChange(chosen === "he" ? "he" : "en")}
        data={kLanguages.map((language) => ({ value: language, label: kLanguageNames[language] }))}
      />
    </Input.Wrapper>
  );
}

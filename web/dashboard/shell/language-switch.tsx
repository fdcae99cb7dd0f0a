import { ActionIcon, Menu, useDirection } from "@mantine/core";
import { Languages } from "lucide-react";
import { useTranslation } from "react-i18next";
import {
  changeLanguage,
  currentLanguage,
  directionOf,
  kLanguages,
  type Language,
} from "../language/i18n";

// Each language names itself, so that a reader lost in the wrong one finds the way.
export const kLanguageNames: Record<Language, string> = { en: "English", he: "עברית" };

export function LanguageSwitch() {
  const { t } = useTranslation();
  const { setDirection } = useDirection();
  const current = currentLanguage();

  const choose = async (value: string) => {
    const language = kLanguages.find((one) => one === value) ?? current;
    await changeLanguage(language);
    setDirection(directionOf(language));
  };

  return (
    <Menu position="top-start">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("shell.language")}>
          <Languages size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("shell.language")}</Menu.Label>
        <Menu.RadioGroup value={current} onChange={(value) => void choose(value)}>
          {kLanguages.map((language) => (
            <Menu.RadioItem key={language} value={language} lang={language} closeMenuOnClick>
              {kLanguageNames[language]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

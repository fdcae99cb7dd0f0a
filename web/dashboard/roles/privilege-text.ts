import { useTranslation } from "react-i18next";
import type { PrivilegeEntry } from "../api/types";
import type { Scope } from "./rights";

interface PrivilegeText {
  label: string;
  sentence: string;
}

export function usePrivilegeText(): (one: PrivilegeEntry) => PrivilegeText {
  const { t, i18n } = useTranslation();
  return (one) => ({
    label: t(`privilege.${one.name}`),
    // The server's own sentence is English.
    sentence: i18n.language === "en" ? one.sentence : t(`privilegeMay.${one.name}`),
  });
}

export function useScopeText(): (scope: Scope) => string {
  const { t } = useTranslation();
  return (scope) =>
    ({
      inbox: t("roles.inbox"),
      bot: t("roles.bot"),
      report: t("roles.report"),
      workspace: t("roles.workspace"),
    })[scope];
}

import { useTranslation } from "react-i18next";
import type { SupportGrant } from "../api/types";

export function useScopeText(): (scope: SupportGrant["scope"]) => string {
  const { t } = useTranslation();
  return (scope) =>
    ({
      conversations: t("support.scopeConversations"),
      bots: t("support.scopeBots"),
      members: t("support.scopeMembers"),
    })[scope];
}

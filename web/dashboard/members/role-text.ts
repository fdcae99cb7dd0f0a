import { useTranslation } from "react-i18next";
import type { Role } from "../api/types";

export const kRoles: Role[] = ["owner", "administrator", "agent"];

export function useRoleText(): (role: Role) => { name: string; may: string } {
  const { t } = useTranslation();
  return (role) =>
    ({
      owner: { name: t("role.owner"), may: t("role.ownerMay") },
      administrator: { name: t("role.administrator"), may: t("role.administratorMay") },
      agent: { name: t("role.agent"), may: t("role.agentMay") },
    })[role];
}

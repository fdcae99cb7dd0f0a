import { useTranslation } from "react-i18next";
import type { RoleKey } from "../api/types";
import { useRoles } from "./use-roles";

/** A role's name for people; one that the workspace made bears its own. */
export function useRoleText(): (role: RoleKey) => string {
  const roles = useRoles();
  const nameOf = useBuiltInRoleText();
  return (key) => {
    const custom = roles.data?.find((one) => one.key === key && !one.built_in);
    return custom?.name ?? nameOf(key);
  };
}

/** Without asking the server: for those who are not members yet. */
export function useBuiltInRoleText(): (role: RoleKey) => string {
  const { t } = useTranslation();
  return (key) => {
    const names: Record<string, string> = {
      owner: t("role.owner"),
      administrator: t("role.administrator"),
      supervisor: t("role.supervisor"),
      agent: t("role.agent"),
      builder: t("role.builder"),
      analyst: t("role.analyst"),
      billing: t("role.billing"),
      auditor: t("role.auditor"),
    };
    return names[key] ?? t("role.own");
  };
}

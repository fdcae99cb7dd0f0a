import { useTranslation } from "react-i18next";
import type { Approval, Privilege } from "../api/types";
import { usePrivilegeText } from "../roles/privilege-text";
import { useBuiltInRoleText } from "../roles/role-text";
import { usePrivileges } from "../roles/use-roles";

interface ActText {
  title: string;
  /** What will happen, in plain words. */
  consequence: string;
  gained: string[];
}

export function useActText(): (approval: Approval) => ActText {
  const { t } = useTranslation();
  const builtIn = useBuiltInRoleText();
  const all = usePrivileges().data ?? [];
  const privilegeText = usePrivilegeText();
  return (approval) => {
    const custom = approval.role?.startsWith("role_");
    const role = custom ? (approval.role_name ?? "") : builtIn(approval.role ?? "");
    const name = approval.subject;
    const gained = all
      .filter((one) => approval.gained.includes(one.name satisfies Privilege))
      .map((one) => privilegeText(one).label);
    const scopes: Record<string, string> = {
      conversations: t("support.scopeConversations"),
      bots: t("support.scopeBots"),
      members: t("support.scopeMembers"),
    };
    const scope = scopes[approval.scope ?? ""] ?? "";
    const texts = {
      change_role: {
        title: t("approvals.changeRole", { name, role }),
        consequence: t("approvals.changeRoleText", { name }),
      },
      invite_member: {
        title: t("approvals.inviteMember", { name, role }),
        consequence: t("approvals.inviteMemberText", { name, role }),
      },
      widen_role: {
        title: t("approvals.widenRole", { name }),
        consequence: t("approvals.widenRoleText", { name }),
      },
      support_access: {
        title: t("approvals.supportAccess", { scope }),
        consequence: t("approvals.supportAccessText"),
      },
    };
    return { ...texts[approval.act], gained };
  };
}

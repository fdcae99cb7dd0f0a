import { Bot, CheckCheck, Inbox, type LucideIcon, Settings, ShieldCheck, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Privilege } from "../api/types";
import { useMay } from "../session/session";

export interface Destination {
  path: string;
  label: string;
  Icon: LucideIcon;
}

export function useDestinations(): Destination[] {
  const { t } = useTranslation();
  const may = useMay();
  const all: (Destination & { needs: Privilege | null })[] = [
    { path: "/inbox", label: t("nav.inbox"), Icon: Inbox, needs: "read_conversations" },
    { path: "/bots", label: t("nav.bots"), Icon: Bot, needs: "read_bots" },
    { path: "/members", label: t("nav.members"), Icon: Users, needs: "read_members" },
    { path: "/approvals", label: t("approvals.title"), Icon: CheckCheck, needs: "approve" },
    { path: "/security", label: t("nav.security"), Icon: ShieldCheck, needs: "read_security" },
    { path: "/settings", label: t("nav.settings"), Icon: Settings, needs: null },
  ];
  return all.filter(({ needs }) => needs === null || may(needs));
}

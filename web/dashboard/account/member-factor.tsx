import { ActionIcon, Badge } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { resetFactors } from "../api/factors";
import type { Member } from "../api/types";
import { kMembersKey } from "../members/keys";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { useNotify } from "../parts/use-notify";
import { kFactorRuleKey } from "./keys";

/** Says who lacks a second factor; those who have one need no words. */
export function FactorBadge({ member }: { member: Member }) {
  const { t } = useTranslation();
  if (member.has_factor) return null;
  return (
    <Badge size="xs" color="yellow">
      {t("members.noFactor")}
    </Badge>
  );
}

/** For a member who has lost their factors. */
export function ResetFactors({ member }: { member: Member }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const { name } = member;
  const reset = useMutation({
    mutationFn: () => resetFactors(member.person),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kMembersKey });
      void client.invalidateQueries({ queryKey: kFactorRuleKey });
      notify.done(t("members.factorsReset", { name }));
      setAsking(false);
    },
  });
  if (!member.has_factor) return null;
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("members.resetFactorsNamed", { name })}
        title={t("members.resetFactors")}
        onClick={() => setAsking(true)}
      >
        <ShieldOff size={16} />
      </ActionIcon>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("members.resetFactorsTitle", { name })}
        consequence={t("members.resetFactorsConsequence", { name })}
        confirm={t("members.resetFactors")}
        busy={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate()}
      />
    </>
  );
}

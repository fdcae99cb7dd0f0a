import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { letReturn } from "../api/leaving";
import type { Member } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { isReason, ReasonInput } from "../parts/reason-input";
import { useNotify } from "../parts/use-notify";
import { useRoleText } from "../roles/role-text";
import { kMembersKey } from "./keys";

export function ReturnMember({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const notify = useNotify();
  const roleText = useRoleText();
  const name = member?.name ?? "";
  const role = member ? roleText(member.role) : "";
  const returning = useMutation({
    mutationFn: (person: string) => letReturn(person, reason),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kMembersKey });
      notify.done(t("leaving.returned", { name }));
      setReason("");
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={member !== null}
      onClose={onClose}
      title={t("leaving.returnTitle", { name })}
      consequence={t("leaving.returnConsequence", { name, role })}
      confirm={t("leaving.return")}
      busy={returning.isPending}
      error={returning.error}
      incomplete={!isReason(reason)}
      onConfirm={() => member && returning.mutate(member.person)}
    >
      <ReasonInput reason={reason} onReason={setReason} />
    </ConfirmDialog>
  );
}

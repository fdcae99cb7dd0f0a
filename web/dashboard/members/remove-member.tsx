import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { removeMember } from "../api/members";
import type { Member } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { useNotify } from "../parts/use-notify";
import { kMembersKey } from "./keys";

export function RemoveMember({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const name = member?.name ?? "";
  const removal = useMutation({
    mutationFn: (person: string) => removeMember(person),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kMembersKey });
      notify.done(t("members.removed", { name }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={member !== null}
      onClose={onClose}
      title={t("members.removeTitle", { name })}
      consequence={t("members.removeConsequence", { name })}
      confirm={t("members.remove")}
      busy={removal.isPending}
      error={removal.error}
      onConfirm={() => member && removal.mutate(member.person)}
    />
  );
}

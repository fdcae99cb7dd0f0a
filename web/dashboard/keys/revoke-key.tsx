import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { revokeKey } from "../api/keys";
import type { ApiKey } from "../api/types";
import { useFormat } from "../language/format";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { useNotify } from "../parts/use-notify";
import { kEveryKeysKey } from "./keys";

export function RevokeKey({ entry, onClose }: { entry: ApiKey | null; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const notify = useNotify();
  const revoking = useMutation({
    mutationFn: (key: string) => revokeKey(key),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kEveryKeysKey });
      notify.done(t("apiKeys.revoked"));
      onClose();
    },
  });
  if (entry === null) return null;
  const name = entry.name;
  const used =
    entry.used_at === null
      ? t("apiKeys.neverUsed")
      : t("apiKeys.lastUsed", { ago: format.ago(entry.used_at) });
  const active = entry.state === "active";
  return (
    <ConfirmDialog
      opened
      title={active ? t("apiKeys.revokeTitle", { name }) : t("apiKeys.removeTitle", { name })}
      consequence={active ? t("apiKeys.revokeConsequence", { used }) : t("apiKeys.removeConsequence")}
      confirm={active ? t("apiKeys.revoke") : t("apiKeys.remove")}
      busy={revoking.isPending}
      error={revoking.error}
      onConfirm={() => revoking.mutate(entry.id)}
      onClose={() => {
        revoking.reset();
        onClose();
      }}
    />
  );
}

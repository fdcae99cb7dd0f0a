import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endSupport } from "../api/approvals";
import type { SupportGrant } from "../api/types";
import { kSupportKey } from "../approvals/keys";
import { useNotify } from "../parts/use-notify";
import { useMay } from "../session/session";

/** In force with the next look that support takes. */
export function EndSupport({ grant }: { grant: SupportGrant }) {
  const { t } = useTranslation();
  const may = useMay();
  const client = useQueryClient();
  const notify = useNotify();
  const ending = useMutation({
    mutationFn: () => endSupport(grant.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kSupportKey });
      notify.done(t("support.ended"));
    },
    onError: notify.failed,
  });
  if (!may("approve")) return null;
  return (
    <Button
      size="compact-sm"
      variant="light"
      color="red"
      style={{ alignSelf: "flex-start" }}
      loading={ending.isPending}
      onClick={() => ending.mutate()}
    >
      {t("support.endNow")}
    </Button>
  );
}

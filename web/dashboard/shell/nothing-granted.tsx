import { Alert } from "@mantine/core";
import { Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMay, useSession } from "../session/session";

/** Somebody whose work is with bots, and who was granted none yet, should know why nothing is there. */
export function NothingGranted() {
  const { t } = useTranslation();
  const may = useMay();
  const { every_bot, grants } = useSession();
  const works = may("read_conversations") || (may("read_bots") && !may("manage_bots"));
  if (every_bot || grants.length > 0 || !works) return null;
  return (
    <Alert color="blue" icon={<Info size={18} />} radius={0}>
      {t("grants.none")}
    </Alert>
  );
}

import {
  Fingerprint,
  KeyRound,
  LifeBuoy,
  LogIn,
  type LucideIcon,
  Smartphone,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Way } from "../api/types";

export const kWayIcons: Record<Way, LucideIcon> = {
  passkey: Fingerprint,
  app: Smartphone,
  recovery_code: LifeBuoy,
  password: KeyRound,
  sign_on: LogIn,
};

/** "Use a passkey", "Use a code of the app", … */
export function useWayText(): (way: Way) => string {
  const { t } = useTranslation();
  return (way) =>
    ({
      passkey: t("prove.usePasskey"),
      app: t("prove.useApp"),
      recovery_code: t("prove.useRecoveryCode"),
      password: t("prove.usePassword"),
      sign_on: t("prove.useSignOn"),
    })[way];
}

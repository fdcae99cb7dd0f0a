import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { addPasskey } from "../api/factors";
import type { Factor } from "../api/types";
import { describeAgent } from "../settings/describe-agent";

/** What to call the passkey that this browser is about to make. */
export function usePasskeyName(): string {
  const { t } = useTranslation();
  const { browser, system } = describeAgent(navigator.userAgent);
  // Kept as it is in every language.
  return [browser, system].filter(Boolean).join(" · ") || t("passkey.thisDevice");
}

export function useAddPasskey(onAdded: () => void): UseMutationResult<Factor, Error, string> {
  return useMutation({ mutationFn: (name: string) => addPasskey(name), onSuccess: onAdded });
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changeProvider, type ProviderChange } from "../api/sign-on";
import type { SignOnProvider } from "../api/types";
import { useNotify } from "../parts/use-notify";
import { kProvidersKey } from "./keys";

/** Puts what the server answered into the list that is shown. */
export function useKeep(): (saved: SignOnProvider) => void {
  const client = useQueryClient();
  return (saved) =>
    client.setQueryData<SignOnProvider[]>(kProvidersKey, (all) =>
      all?.map((one) => (one.id === saved.id ? saved : one)),
    );
}

export function useChange(provider: SignOnProvider) {
  const { t } = useTranslation();
  const notify = useNotify();
  const keep = useKeep();
  return useMutation({
    mutationFn: (change: ProviderChange) => changeProvider(provider.id, change),
    onSuccess: (saved) => {
      keep(saved);
      notify.done(t("common.saved"));
    },
  });
}

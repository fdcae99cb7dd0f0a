import { Button, Divider } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { useTranslation } from "react-i18next";
import { signInWithPasskey } from "../api/factors";
import type { Session } from "../api/types";
import { canUsePasskeys } from "../api/webauthn";
import { ProblemAlert } from "../parts/problem-alert";

/** No e-mail, no password: the passkey says who it is. */
export function PasskeyButton({ onEnter }: { onEnter: (session: Session) => void }) {
  const { t } = useTranslation();
  const signingIn = useMutation({ mutationFn: signInWithPasskey, onSuccess: onEnter });
  if (!canUsePasskeys()) return null;
  return (
    <>
      <ProblemAlert error={signingIn.error} />
      <Button
        variant="default"
        size="md"
        leftSection={<Fingerprint size={18} />}
        loading={signingIn.isPending}
        onClick={() => signingIn.mutate()}
      >
        {t("login.passkey")}
      </Button>
      <Divider label={t("login.or")} />
    </>
  );
}

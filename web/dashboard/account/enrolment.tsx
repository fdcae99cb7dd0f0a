import { Alert, Anchor, Button, Divider, Stack, Text } from "@mantine/core";
import { Fingerprint, Info, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { canUsePasskeys } from "../api/webauthn";
import { ProblemAlert } from "../parts/problem-alert";
import { AddAppForm } from "./add-app-form";
import { useAddPasskey, usePasskeyName } from "./add-passkey";

/** The first factor of somebody who must have one: a passkey, or an app as the other way. */
export function Enrolment({ onAdded }: { onAdded: () => void }) {
  const { t } = useTranslation();
  const [byApp, setByApp] = useState(!canUsePasskeys());
  if (byApp) {
    return (
      <Stack gap="md">
        <AddAppForm onAdded={onAdded} />
        {canUsePasskeys() && (
          <Anchor component="button" type="button" size="sm" onClick={() => setByApp(false)}>
            {t("enrol.passkeyInstead")}
          </Anchor>
        )}
      </Stack>
    );
  }
  return <ByPasskey onAdded={onAdded} onApp={() => setByApp(true)} />;
}

function ByPasskey({ onAdded, onApp }: { onAdded: () => void; onApp: () => void }) {
  const { t } = useTranslation();
  const name = usePasskeyName();
  const adding = useAddPasskey(onAdded);
  return (
    <Stack gap="md">
      <Alert color="blue" icon={<Info size={18} />} p="sm">
        {t("enrol.what")}
      </Alert>
      <ProblemAlert error={adding.error} />
      <Button
        size="md"
        autoFocus
        leftSection={<Fingerprint size={18} />}
        loading={adding.isPending}
        onClick={() => adding.mutate(name)}
      >
        {t("enrol.addPasskey")}
      </Button>
      <Divider label={t("enrol.or")} />
      <Button variant="default" leftSection={<Smartphone size={16} />} onClick={onApp}>
        {t("enrol.useApp")}
      </Button>
      <Text size="xs" c="dimmed">
        {t("enrol.neverSms")}
      </Text>
    </Stack>
  );
}

import { Alert, Button, Card, Group, Modal, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Fingerprint, LifeBuoy, ShieldAlert, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { factors } from "../api/factors";
import type { OwnFactors } from "../api/types";
import { canUsePasskeys } from "../api/webauthn";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { useNotify } from "../parts/use-notify";
import { useSession } from "../session/session";
import { AddAppForm } from "./add-app-form";
import { AddPasskeyDialog } from "./add-passkey-dialog";
import { FactorList } from "./factor-list";
import { kFactorsKey } from "./keys";
import { RecoveryCodes } from "./recovery-codes";

type Open = "passkey" | "app" | "codes" | null;

/** How one signs in: one's own second factors and recovery codes. */
export function AccountPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const own = useQuery({ queryKey: kFactorsKey, queryFn: factors });
  return (
    <Page title={t("account.title")} description={t("account.description", { email: person.email })}>
      {own.isPending && <Skeleton h={220} radius="md" />}
      {own.isError && <Failure error={own.error} retry={() => void own.refetch()} />}
      {own.data && <OwnFactorsCards own={own.data} account={person.email} />}
    </Page>
  );
}

function OwnFactorsCards({ own, account }: { own: OwnFactors; account: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [open, setOpen] = useState<Open>(null);
  const isFirst = own.items.length === 0;
  const close = () => setOpen(null);
  const added = () => {
    void client.invalidateQueries({ queryKey: kFactorsKey });
    notify.done(t("account.addedDone"));
    // The first factor is the moment to think of the day when it is lost.
    setOpen(isFirst ? "codes" : null);
  };
  const kept = () => {
    void client.invalidateQueries({ queryKey: kFactorsKey });
    close();
  };
  return (
    <Stack gap="lg">
      {isFirst && (
        <Alert color="yellow" icon={<ShieldAlert size={18} />} title={t("account.lacksTitle")}>
          {t("account.lacks")}
        </Alert>
      )}
      <Card component="section">
        <Title order={2} size="h3">
          {t("account.factors")}
        </Title>
        <Text size="sm" c="dimmed" mt={2} mb="sm" maw="65ch">
          {t("account.factorsHint")}
        </Text>
        <FactorList own={own} />
        <Group gap="xs" mt="md">
          {canUsePasskeys() && (
            <Button leftSection={<Fingerprint size={16} />} onClick={() => setOpen("passkey")}>
              {t("account.addPasskey")}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<Smartphone size={16} />}
            onClick={() => setOpen("app")}
          >
            {t("account.addApp")}
          </Button>
        </Group>
      </Card>
      {!isFirst && <RecoveryCard left={own.recovery_codes} onMake={() => setOpen("codes")} />}
      <AddPasskeyDialog opened={open === "passkey"} onAdded={added} onClose={close} />
      <Modal
        opened={open === "app"}
        onClose={close}
        title={t("account.addApp")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <AddAppForm onAdded={added} />
      </Modal>
      <Modal
        opened={open === "codes"}
        onClose={kept}
        title={t("recovery.title")}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <RecoveryCodes account={account} onKept={kept} />
      </Modal>
    </Stack>
  );
}

function RecoveryCard({ left, onMake }: { left: number; onMake: () => void }) {
  const { t } = useTranslation();
  return (
    <Card component="section">
      <Title order={2} size="h3">
        {t("recovery.title")}
      </Title>
      <Text size="sm" c="dimmed" mt={2} mb="md" maw="65ch">
        {t("recovery.description")}
      </Text>
      <Text size="sm" fw={500} mb="md">
        {t("recovery.left", { count: left })}
      </Text>
      <Group>
        <Button variant="default" leftSection={<LifeBuoy size={16} />} onClick={onMake}>
          {left > 0 ? t("recovery.replace") : t("recovery.make")}
        </Button>
      </Group>
      {left > 0 && (
        <Text size="xs" c="dimmed" mt="xs">
          {t("recovery.replaceHint")}
        </Text>
      )}
    </Card>
  );
}

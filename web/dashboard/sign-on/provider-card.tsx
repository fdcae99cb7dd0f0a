import { Badge, Button, Card, Divider, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { removeProvider } from "../api/sign-on";
import type { SignOnProvider } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { CopyBlock } from "../parts/copy-block";
import { DoorSettings } from "./door-settings";
import { kProvidersKey } from "./keys";
import { MetadataForm } from "./metadata-form";
import { OnlyDoor } from "./only-door";
import { OpenIdForm } from "./openid-form";
import { Trial } from "./trial";

/** What one does with a provider, from top to bottom in the order in which one does it. */
export function ProviderCard({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const isOpenId = provider.kind === "oidc";
  return (
    <Card component="section" aria-label={provider.name}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Title order={2} size="h3">
            <bdi>{provider.name}</bdi>
          </Title>
          <Badge color={provider.enabled ? "green" : "gray"}>
            {provider.enabled ? t("signOn.on") : t("signOn.off")}
          </Badge>
          {provider.only_door && <Badge color="yellow">{t("signOn.onlyDoorBadge")}</Badge>}
        </Group>
        <Remove provider={provider} />
      </Group>
      <Stack gap="lg" mt="md">
        <Step
          title={t("signOn.tellTitle")}
          hint={t(isOpenId ? "signOn.tellHintOpenId" : "signOn.tellHint")}
        >
          <Ours provider={provider} />
        </Step>
        <Divider />
        {isOpenId ? (
          <Step title={t("signOn.openIdTitle")} hint={t("signOn.openIdHint")}>
            <OpenIdForm key={provider.issuer} provider={provider} />
          </Step>
        ) : (
          <Step title={t("signOn.metadataTitle")} hint={t("signOn.metadataHint")}>
            <MetadataForm key={provider.issuer} provider={provider} />
          </Step>
        )}
        <Divider />
        <Step title={t("signOn.tryTitle")} hint={t("signOn.tryHint")}>
          <Trial provider={provider} />
        </Step>
        <Divider />
        <Step title={t("signOn.doorTitle")} hint={t("signOn.doorHint")}>
          <DoorSettings provider={provider} />
        </Step>
        <Divider />
        <Step title={t("signOn.onlyTitle")} hint={t("signOn.onlyHint")}>
          <OnlyDoor provider={provider} />
        </Step>
      </Stack>
    </Card>
  );
}

function Step({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <div>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mt={2} mb="sm" maw="65ch">
        {hint}
      </Text>
      {children}
    </div>
  );
}

function Ours({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const places = [
    ...(provider.our_entity_id ? [[t("signOn.entityId"), provider.our_entity_id] as const] : []),
    [
      t(provider.kind === "oidc" ? "signOn.redirectUri" : "signOn.acsUrl"),
      provider.our_answer_url,
    ] as const,
    ...(provider.our_logout_url ? [[t("signOn.logoutUrl"), provider.our_logout_url] as const] : []),
    [t("signOn.startUrl"), provider.our_start_url] as const,
  ];
  return (
    <Stack gap="sm">
      {places.map(([label, value]) => (
        <div key={label}>
          <Text size="sm" fw={500} mb={4}>
            {label}
          </Text>
          <CopyBlock value={value} label={label} />
        </div>
      ))}
    </Stack>
  );
}

function Remove({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, dialog] = useDisclosure(false);
  const { name } = provider;
  const removal = useMutation({
    mutationFn: () => removeProvider(provider.id),
    onSuccess: () => {
      dialog.close();
      client.setQueryData<SignOnProvider[]>(kProvidersKey, (all) =>
        all?.filter((one) => one.id !== provider.id),
      );
    },
  });
  return (
    <>
      <Button variant="subtle" color="red" size="xs" onClick={dialog.open}>
        {t("signOn.remove")}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={dialog.close}
        title={t("signOn.removeTitle", { name })}
        consequence={t("signOn.removeConsequence", { name })}
        confirm={t("signOn.remove")}
        busy={removal.isPending}
        error={removal.error}
        onConfirm={() => removal.mutate()}
      />
    </>
  );
}

import { Button, EmptyState, Skeleton, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { providers } from "../api/sign-on";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { AddProvider } from "./add-provider";
import { kProvidersKey } from "./keys";
import { ProviderCard } from "./provider-card";

export function SignOnPage() {
  const { t } = useTranslation();
  const [adding, dialog] = useDisclosure(false);
  return (
    <Page
      title={t("signOn.title")}
      description={t("signOn.description")}
      actions={
        <Button leftSection={<Plus size={16} />} onClick={dialog.open}>
          {t("signOn.add")}
        </Button>
      }
    >
      <Providers onAdd={dialog.open} />
      <AddProvider opened={adding} onClose={dialog.close} />
    </Page>
  );
}

function Providers({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kProvidersKey, queryFn: providers });

  if (found.isPending) {
    return (
      <Stack gap="md" role="status" aria-label={t("common.loading")}>
        <Skeleton h={220} radius="md" />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) {
    return (
      <EmptyState
        py="xl"
        variant="light"
        icon={<KeyRound size={24} />}
        title={t("signOn.emptyTitle")}
        description={t("signOn.empty")}
      >
        <EmptyState.Actions>
          <Button onClick={onAdd}>{t("signOn.add")}</Button>
        </EmptyState.Actions>
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      {found.data.map((provider) => (
        <ProviderCard key={provider.id} provider={provider} />
      ))}
    </Stack>
  );
}

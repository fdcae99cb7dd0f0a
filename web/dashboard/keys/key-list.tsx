import { Button, EmptyState, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiKey } from "../api/types";
import { Failure } from "../parts/failure";
import { KeyCard } from "./key-card";
import classes from "./key-list.module.css";
import { RenewKeyDialog } from "./renew-key-dialog";
import { RevokeKey } from "./revoke-key";

interface KeyListProps {
  queryKey: readonly string[];
  load: () => Promise<ApiKey[]>;
  withOwners?: boolean;
  onCreate: () => void;
}

export function KeyList({ queryKey, load, withOwners = false, onCreate }: KeyListProps) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey, queryFn: load });
  const [renewing, setRenewing] = useState<ApiKey | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  if (found.isPending) {
    return (
      <Stack gap="sm" role="status" aria-label={t("common.loading")}>
        <Skeleton h={96} radius="md" />
        <Skeleton h={96} radius="md" />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) {
    return (
      <EmptyState
        icon={<KeyRound size={24} />}
        title={withOwners ? t("apiKeys.noneAllTitle") : t("apiKeys.noneTitle")}
        description={withOwners ? t("apiKeys.noneAll") : t("apiKeys.none")}
        size="sm"
        py="xl"
        variant="light"
      >
        {!withOwners && (
          <EmptyState.Actions>
            <Button variant="default" onClick={onCreate}>
              {t("apiKeys.create")}
            </Button>
          </EmptyState.Actions>
        )}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {found.data.map((key) => (
          <li key={key.id}>
            <KeyCard
              entry={key}
              withOwner={withOwners}
              onRenew={() => setRenewing(key)}
              onRevoke={() => setRevoking(key)}
            />
          </li>
        ))}
      </ul>
      <RenewKeyDialog entry={renewing} onClose={() => setRenewing(null)} />
      <RevokeKey entry={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}

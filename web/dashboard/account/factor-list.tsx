import { Button, Group, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeFactor } from "../api/factors";
import type { Factor, OwnFactors } from "../api/types";
import { useFormat } from "../language/format";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { useNotify } from "../parts/use-notify";
import classes from "./factor-list.module.css";
import { kFactorsKey } from "./keys";
import { kWayIcons } from "./way-text";

export function FactorList({ own }: { own: OwnFactors }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [leaving, setLeaving] = useState<Factor | null>(null);
  const removal = useMutation({
    mutationFn: (factor: Factor) => removeFactor(factor.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kFactorsKey });
      notify.done(t("account.removed"));
      setLeaving(null);
    },
  });
  if (own.items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("account.none")}
      </Text>
    );
  }
  const last = own.items.length === 1;
  return (
    <>
      <ul className={classes.list}>
        {own.items.map((factor) => (
          <li key={factor.id}>
            <FactorRow
              factor={factor}
              kept={last && own.required}
              onRemove={() => setLeaving(factor)}
            />
          </li>
        ))}
      </ul>
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t("account.removeTitle", { name: leaving?.name ?? "" })}
        consequence={last ? t("account.removeLast") : t("account.removeConsequence")}
        confirm={t("account.remove")}
        busy={removal.isPending}
        error={removal.error}
        onConfirm={() => leaving && removal.mutate(leaving)}
      />
    </>
  );
}

interface FactorRowProps {
  factor: Factor;
  kept: boolean;
  onRemove: () => void;
}

function FactorRow({ factor, kept, onRemove }: FactorRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const Icon = kWayIcons[factor.way];
  const used = factor.used_at
    ? t("account.used", { ago: format.ago(factor.used_at) })
    : t("account.unused");
  return (
    <Group wrap="nowrap" gap="md" className={classes.row}>
      <Icon size={20} aria-hidden className={classes.icon} />
      <div className={classes.what}>
        <Text size="sm" fw={500} truncate>
          <bdi>{factor.name}</bdi>
        </Text>
        <Text size="xs" c="dimmed">
          {factor.way === "passkey" ? t("account.passkey") : t("account.app")} ·{" "}
          {t("account.added", { date: format.date(factor.made_at) })} · {used}
        </Text>
      </div>
      <Button
        size="xs"
        variant="default"
        disabled={kept}
        title={kept ? t("account.kept") : undefined}
        aria-label={t("account.removeNamed", { name: factor.name })}
        onClick={onRemove}
      >
        {t("account.remove")}
      </Button>
    </Group>
  );
}

import { Select, Stack, Switch, TagsInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SignOnProvider } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { ProblemAlert } from "../parts/problem-alert";
import { useRoleText } from "../roles/role-text";
import { useRoles } from "../roles/use-roles";
import { useSession } from "../session/session";
import { useChange } from "./use-change";

const kNobody = "nobody";

/** What opens the door wider, or shuts it, is asked about first. */
export function DoorSettings({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const roles = useRoles();
  const roleText = useRoleText();
  const saving = useChange(provider);
  const problemOf = useFieldProblem(saving.error);
  const [switchingOff, setSwitchingOff] = useState(false);
  const [joining, setJoining] = useState<string | null>(null);
  const ownDomain = person.email.split("@")[1] ?? "";
  const { name } = provider;
  // A provider makes no owners.
  const choices = (roles.data ?? []).filter(({ key }) => key !== "owner");
  const done = {
    onSuccess: () => {
      setSwitchingOff(false);
      setJoining(null);
    },
  };
  return (
    <Stack gap="md">
      <Switch
        label={t("signOn.enabled")}
        description={provider.only_door ? t("signOn.enabledOnly") : t("signOn.enabledHint")}
        checked={provider.enabled}
        disabled={saving.isPending || provider.issuer === null}
        onChange={() =>
          provider.enabled ? setSwitchingOff(true) : saving.mutate({ enabled: true })
        }
      />
      <TagsInput
        label={t("signOn.domains")}
        description={t("signOn.domainsHint", { domain: ownDomain })}
        data={[ownDomain]}
        dir="ltr"
        maw="28rem"
        value={provider.domains}
        error={problemOf("domains")}
        disabled={saving.isPending}
        onChange={(domains) => saving.mutate({ domains })}
      />
      <Select
        label={t("signOn.joining")}
        maw="28rem"
        allowDeselect={false}
        value={provider.joining}
        error={problemOf("joining")}
        disabled={saving.isPending}
        data={[
          { value: kNobody, label: t("signOn.joinNobody") },
          ...choices.map(({ key }) => ({
            value: key,
            label: t("signOn.joinRole", { role: roleText(key) }),
          })),
        ]}
        onChange={(value) =>
          value === kNobody ? saving.mutate({ joining: kNobody }) : setJoining(value)
        }
      />
      {!isAboutAField(saving.error, ["domains", "joining"]) && <ProblemAlert error={saving.error} />}
      <ConfirmDialog
        opened={switchingOff}
        onClose={() => setSwitchingOff(false)}
        title={t("signOn.offTitle", { name })}
        consequence={t(provider.only_door ? "signOn.offOnly" : "signOn.offConsequence")}
        confirm={t("signOn.offConfirm")}
        busy={saving.isPending}
        error={null}
        onConfirm={() => saving.mutate({ enabled: false }, done)}
      />
      <ConfirmDialog
        opened={joining !== null}
        onClose={() => setJoining(null)}
        title={t("signOn.joinTitle", { role: joining === null ? "" : roleText(joining) })}
        consequence={t("signOn.joinConsequence", { name })}
        confirm={t("signOn.joinConfirm")}
        busy={saving.isPending}
        error={null}
        onConfirm={() => joining !== null && saving.mutate({ joining }, done)}
      />
    </Stack>
  );
}

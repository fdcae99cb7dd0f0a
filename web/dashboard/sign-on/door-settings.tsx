import { Radio, Stack, Switch, TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SignOnProvider } from "../api/types";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { ProblemAlert } from "../parts/problem-alert";
import { useSession } from "../session/session";
import { useChange } from "./use-change";

const kJoinings = ["nobody", "agent", "administrator"] as const;

export function DoorSettings({ provider }: { provider: SignOnProvider }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const saving = useChange(provider);
  const problemOf = useFieldProblem(saving.error);
  const ownDomain = person.email.split("@")[1] ?? "";
  return (
    <Stack gap="md">
      <Switch
        label={t("signOn.enabled")}
        description={provider.only_door ? t("signOn.enabledOnly") : t("signOn.enabledHint")}
        checked={provider.enabled}
        disabled={saving.isPending || provider.issuer === null}
        onChange={(event) => saving.mutate({ enabled: event.currentTarget.checked })}
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
      <Radio.Group
        label={t("signOn.joining")}
        value={provider.joining}
        error={problemOf("joining")}
        onChange={(value) =>
          saving.mutate({ joining: kJoinings.find((one) => one === value) ?? "nobody" })
        }
      >
        <Stack gap="xs" mt="xs">
          {kJoinings.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`signOn.join.${one}`)}
              disabled={saving.isPending}
            />
          ))}
        </Stack>
      </Radio.Group>
      {!isAboutAField(saving.error, ["domains", "joining"]) && <ProblemAlert error={saving.error} />}
    </Stack>
  );
}

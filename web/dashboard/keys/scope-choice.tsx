import { Input, List, MultiSelect, Radio, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { bots as loadBots } from "../api/bots";
import type { Privilege } from "../api/types";
import { kBotsKey } from "../bots/keys";
import { PrivilegeChoice } from "../roles/privilege-choice";
import { usePrivilegeText } from "../roles/privilege-text";
import { usePrivileges } from "../roles/use-roles";
import { useMay, useSession } from "../session/session";
import { presetsFor } from "./presets";

interface ScopeChoiceProps {
  error: string | null;
  onChange: (privileges: Privilege[]) => void;
  bots: string[];
  onBots: (bots: string[]) => void;
}

/** A preset, the narrowest first, or one's own choice; and what it comes to, in sentences. */
export function ScopeChoice({ error, onChange, bots, onBots }: ScopeChoiceProps) {
  const { t } = useTranslation();
  const session = useSession();
  const all = usePrivileges();
  const presets = presetsFor(session.privileges);
  const [choice, setChoice] = useState<string>(presets[0]?.name ?? "own");
  const [own, setOwn] = useState<Privilege[]>([]);
  const preset = presets.find(({ name }) => name === choice);
  const chosen = preset?.privileges ?? own;

  // The form above holds what is sent; this part knows how it was chosen.
  const asText = chosen.join(" ");
  useEffect(() => {
    onChange(chosen);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the same rights are the same choice
  }, [asText]);

  if (!all.data) return <Skeleton h={160} />;
  return (
    <>
      <Radio.Group
        label={t("apiKeys.scope")}
        description={t("apiKeys.scopeHint")}
        value={choice}
        onChange={setChoice}
      >
        <Stack gap="xs" mt="xs">
          {presets.map(({ name }) => (
            <Radio
              key={name}
              value={name}
              label={t(`apiKeys.preset.${name}`)}
              description={t(`apiKeys.presetHint.${name}`)}
            />
          ))}
          <Radio
            value="own"
            label={t("apiKeys.preset.own")}
            description={t("apiKeys.presetHint.own")}
          />
        </Stack>
      </Radio.Group>
      {!preset && <PrivilegeChoice all={all.data} held={own} onChange={setOwn} />}
      {error !== null && <Input.Error>{error}</Input.Error>}
      <Sentences privileges={chosen} />
      <BotChoice bots={bots} onBots={onBots} />
    </>
  );
}

function Sentences({ privileges }: { privileges: Privilege[] }) {
  const { t } = useTranslation();
  const all = usePrivileges();
  const textOf = usePrivilegeText();
  const rows = all.data?.filter(({ name }) => privileges.includes(name)) ?? [];
  return (
    <div aria-live="polite">
      <Text size="sm" fw={500}>
        {rows.length === 0 ? t("apiKeys.mayNothing") : t("apiKeys.may")}
      </Text>
      <List size="sm" withPadding>
        {rows.map((one) => (
          <List.Item key={one.name}>{textOf(one).sentence}</List.Item>
        ))}
      </List>
    </div>
  );
}

function BotChoice({ bots, onBots }: { bots: string[]; onBots: (bots: string[]) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const found = useQuery({ queryKey: kBotsKey, queryFn: loadBots, enabled: may("read_bots") });
  if (!found.data?.length) return null;
  return (
    <MultiSelect
      label={t("apiKeys.bots")}
      description={t("apiKeys.botsHint")}
      placeholder={bots.length === 0 ? t("apiKeys.everyBotOfOwner") : ""}
      clearable
      searchable
      value={bots}
      onChange={onBots}
      data={found.data.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

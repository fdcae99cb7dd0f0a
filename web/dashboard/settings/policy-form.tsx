import {
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  TagsInput,
  Text,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePolicy, workspacePolicy } from "../api/protection";
import type { WorkspacePolicy } from "../api/types";
import { Failure } from "../parts/failure";
import { ProblemAlert } from "../parts/problem-alert";
import { useNotify } from "../parts/use-notify";

const kPolicyKey = ["workspace-policy"] as const;

/** What a workspace may ask for: from the floor that holds for all upwards. */
const kBounds = {
  shortest_password: { min: 12, max: 64 },
  idle_minutes: { min: 5, max: 30 },
  idle_minutes_privileged: { min: 5, max: 15 },
  absolute_hours: { min: 1, max: 12 },
} as const;

const kMostWords = 50;

export function PolicyForm() {
  const found = useQuery({ queryKey: kPolicyKey, queryFn: workspacePolicy });
  if (found.isPending) return <Skeleton h={220} maw="36rem" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Rules policy={found.data} />;
}

function Rules({ policy }: { policy: WorkspacePolicy }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [draft, setDraft] = useState(policy);
  const saving = useMutation({
    mutationFn: () => changePolicy(draft),
    onSuccess: (saved) => {
      client.setQueryData(kPolicyKey, saved);
      setDraft(saved);
      notify.done(t("common.saved"));
    },
  });
  const change = (part: Partial<WorkspacePolicy>) => setDraft((now) => ({ ...now, ...part }));
  const unchanged = JSON.stringify(draft) === JSON.stringify(policy);

  const save = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };

  return (
    <form onSubmit={save}>
      <Stack gap="md" maw="36rem">
        <Whole
          label={t("policy.shortest")}
          description={t("policy.shortestHint")}
          bounds={kBounds.shortest_password}
          value={draft.shortest_password}
          onChange={(shortest_password) => change({ shortest_password })}
        />
        <Score
          value={draft.lowest_score}
          onChange={(lowest_score) => change({ lowest_score })}
        />
        <TagsInput
          label={t("policy.words")}
          description={t("policy.wordsHint")}
          maxTags={kMostWords}
          splitChars={[",", " "]}
          clearable
          value={draft.forbidden_words}
          onChange={(words) =>
            change({ forbidden_words: words.filter((word) => [...word].length >= 3) })
          }
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md" style={{ alignItems: "end" }}>
          <Whole
            label={t("policy.idle")}
            bounds={kBounds.idle_minutes}
            value={draft.idle_minutes}
            onChange={(idle_minutes) => change({ idle_minutes })}
          />
          <Whole
            label={t("policy.idlePrivileged")}
            bounds={kBounds.idle_minutes_privileged}
            value={draft.idle_minutes_privileged}
            onChange={(idle_minutes_privileged) => change({ idle_minutes_privileged })}
          />
          <Whole
            label={t("policy.absolute")}
            bounds={kBounds.absolute_hours}
            value={Math.floor(draft.absolute_minutes / 60)}
            onChange={(hours) => change({ absolute_minutes: hours * 60 })}
          />
        </SimpleGrid>
        <Text size="xs" c="dimmed">
          {t("policy.sessionsHint")}
        </Text>
        <ProblemAlert error={saving.error} />
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={unchanged}>
            {t("common.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface WholeProps {
  label: string;
  description?: string;
  bounds: { min: number; max: number };
  value: number;
  onChange: (value: number) => void;
}

function Whole({ label, description, bounds, value, onChange }: WholeProps) {
  return (
    <NumberInput
      label={label}
      description={description}
      {...bounds}
      clampBehavior="blur"
      allowDecimal={false}
      required
      value={value}
      onChange={(given) => {
        if (typeof given === "number") onChange(given);
      }}
    />
  );
}

function Score({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <div>
      <Text size="sm" fw={500} mb={4} id={label}>
        {t("policy.score")}
      </Text>
      <SegmentedControl
        aria-labelledby={label}
        value={String(value)}
        onChange={(given) => onChange(Number(given))}
        data={[
          { value: "3", label: t("password.s3") },
          { value: "4", label: t("password.s4") },
        ]}
      />
    </div>
  );
}

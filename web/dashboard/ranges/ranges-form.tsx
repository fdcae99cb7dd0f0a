import { Alert, Badge, Button, Card, Group, Radio, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MapPin, Plus, TriangleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { previewAddressRanges, type RangesDraft, saveAddressRanges } from "../api/ranges";
import { ApiProblem } from "../api/problem";
import type { AddressMode, AddressRanges } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { ProblemAlert } from "../parts/problem-alert";
import { useNotify } from "../parts/use-notify";
import { kRangesKey } from "./keys";
import { PreviewTable } from "./preview-table";
import { type Row, RangeRow } from "./range-row";

const kMostRanges = 100;
let nextRow = 0;

function rowOf(range: string, label: string): Row {
  nextRow += 1;
  return { key: nextRow, range, label };
}

export function RangesForm({ saved }: { saved: AddressRanges }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [mode, setMode] = useState<AddressMode>(saved.mode);
  const [rows, setRows] = useState<Row[]>(() =>
    saved.ranges.map(({ range, label }) => rowOf(range, label)),
  );
  const [confirming, setConfirming] = useState(false);
  const draft: RangesDraft = {
    mode,
    ranges: rows.map(({ range, label }) => ({ range: range.trim(), label: label.trim() })),
  };
  const checking = useMutation({ mutationFn: () => previewAddressRanges(draft) });
  const saving = useMutation({
    mutationFn: () => saveAddressRanges(draft),
    onSuccess: (now) => {
      client.setQueryData(kRangesKey, now);
      setMode(now.mode);
      setRows(now.ranges.map(({ range, label }) => rowOf(range, label)));
      notify.done(t("common.saved"));
    },
    onSettled: () => setConfirming(false),
  });
  const unchanged =
    JSON.stringify(draft) === JSON.stringify({ mode: saved.mode, ranges: saved.ranges });
  const error = saving.error ?? checking.error;

  // What was said of an older draft is not true of this one.
  const edited = () => {
    saving.reset();
    checking.reset();
  };
  const add = (range: string, label: string) => {
    edited();
    setRows((all) => [...all, rowOf(range, label)]);
  };
  const review = (event: FormEvent) => {
    event.preventDefault();
    if (mode === "off") return saving.mutate();
    checking.mutate(undefined, { onSuccess: ({ locks_out }) => setConfirming(!locks_out) });
  };

  return (
    <form onSubmit={review}>
      <Stack gap="lg">
        <Card component="section">
          <Radio.Group
            label={t("ranges.mode")}
            value={mode}
            onChange={(value) => {
              edited();
              setMode(value as AddressMode);
            }}
          >
            <Stack gap="sm" mt="sm">
              <Radio value="off" label={t("ranges.off")} description={t("ranges.offHint")} />
              <Radio value="staff" label={t("ranges.staff")} description={t("ranges.staffHint")} />
              <Radio
                value="everybody"
                label={t("ranges.everybody")}
                description={t("ranges.everybodyHint")}
              />
            </Stack>
          </Radio.Group>
        </Card>

        <Card component="section">
          <Stack gap="sm">
            <Group justify="space-between">
              <Group gap={6}>
                <MapPin size={16} aria-hidden />
                <Text size="sm">{t("ranges.own")}</Text>
                <Badge variant="default">
                  <bdi dir="ltr">{saved.own_address}</bdi>
                </Badge>
              </Group>
              {!rows.some(({ range }) => range.trim() === saved.own_address) && (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => add(saved.own_address, t("ranges.ownLabel"))}
                >
                  {t("ranges.addOwn")}
                </Button>
              )}
            </Group>
            {rows.length === 0 && (
              <Text size="sm" c="dimmed">
                {t("ranges.none")}
              </Text>
            )}
            {rows.map((row, at) => (
              <RangeRow
                key={row.key}
                row={row}
                number={at + 1}
                problem={problemOf(error, at)}
                onChange={(next) => {
                  edited();
                  setRows((all) => all.map((one) => (one.key === row.key ? next : one)));
                }}
                onRemove={() => {
                  edited();
                  setRows((all) => all.filter((one) => one.key !== row.key));
                }}
              />
            ))}
            <Group>
              <Button
                variant="default"
                leftSection={<Plus size={16} />}
                disabled={rows.length >= kMostRanges}
                onClick={() => add("", "")}
              >
                {t("ranges.add")}
              </Button>
            </Group>
            <Text size="xs" c="dimmed">
              {t("ranges.spelling")}
            </Text>
          </Stack>
        </Card>

        {checking.data?.locks_out && (
          <Alert color="red" role="alert" icon={<TriangleAlert size={18} />}>
            {t("problem.wouldLockOut")}
          </Alert>
        )}
        <ProblemAlert error={error} />
        {checking.data && <PreviewTable preview={checking.data} />}
        <Group>
          <Button
            type="submit"
            loading={saving.isPending || (checking.isPending && !confirming)}
            disabled={unchanged}
          >
            {t("common.save")}
          </Button>
          <Button
            variant="default"
            loading={checking.isPending}
            onClick={() => checking.mutate()}
          >
            {t("ranges.preview")}
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={confirming}
        onClose={() => setConfirming(false)}
        title={t("ranges.confirmTitle")}
        consequence={
          mode === "everybody" ? t("ranges.confirmEverybody") : t("ranges.confirmStaff")
        }
        confirm={t("ranges.confirm")}
        busy={saving.isPending}
        error={null}
        onConfirm={() => saving.mutate()}
      />
    </form>
  );
}

/** Which member of this row a refusal is about. */
function problemOf(error: unknown, row: number): "range" | "label" | null {
  if (!(error instanceof ApiProblem) || error.field === null) return null;
  const [, list, at, member] = error.field.split("/");
  if (list !== "ranges" || at !== String(row)) return null;
  return member === "label" ? "label" : "range";
}

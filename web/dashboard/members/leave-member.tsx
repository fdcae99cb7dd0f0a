import { List, Select, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { letLeave, whatLeavingEnds } from "../api/leaving";
import type { LeaveEnds, Member } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { Failure } from "../parts/failure";
import { isReason, ReasonInput } from "../parts/reason-input";
import { useNotify } from "../parts/use-notify";
import { kDeparturesKey, kMembersKey, leavingKey } from "./keys";

interface LeaveMemberProps {
  member: Member | null;
  /** Who could go on with their conversations. */
  others: Member[];
  onClose: () => void;
}

/** Says what ends before somebody leaves, and hands over what they worked on. */
export function LeaveMember({ member, others, onClose }: LeaveMemberProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [heir, setHeir] = useState<string | null>(null);
  const [at, setAt] = useState("");
  const client = useQueryClient();
  const notify = useNotify();
  const name = member?.name ?? "";
  const close = () => {
    setReason("");
    setHeir(null);
    setAt("");
    onClose();
  };
  const leaving = useMutation({
    mutationFn: (person: string) =>
      letLeave(person, { reason, heir, at: at === "" ? null : new Date(at).toISOString() }),
    onSuccess: (left) => {
      void client.invalidateQueries({ queryKey: kMembersKey });
      void client.invalidateQueries({ queryKey: kDeparturesKey });
      notify.done(t(left.ended_at ? "leaving.done" : "leaving.noticed", { name }));
      close();
    },
  });
  return (
    <ConfirmDialog
      opened={member !== null}
      onClose={close}
      title={t("leaving.title", { name })}
      consequence={t("leaving.consequence", { name })}
      confirm={t("leaving.confirm")}
      busy={leaving.isPending}
      error={leaving.error}
      incomplete={!isReason(reason)}
      onConfirm={() => member && leaving.mutate(member.person)}
    >
      {member && <WhatEnds person={member.person} />}
      <ReasonInput reason={reason} onReason={setReason} />
      <Select
        label={t("leaving.heir")}
        description={t("leaving.heirHint")}
        placeholder={t("leaving.queue")}
        clearable
        value={heir}
        onChange={setHeir}
        data={others
          .filter((one) => one.person !== member?.person && one.suspended_at === null)
          .map((one) => ({ value: one.person, label: one.name }))}
      />
      <TextInput
        type="datetime-local"
        label={t("leaving.at")}
        description={t("leaving.atHint")}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}

function WhatEnds({ person }: { person: string }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: leavingKey(person),
    queryFn: () => whatLeavingEnds(person),
    staleTime: 0,
  });
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton h={64} role="status" aria-label={t("common.loading")} />;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t("leaving.ends")}
      </Text>
      <EndedList ended={found.data} />
    </Stack>
  );
}

export function EndedList({ ended }: { ended: LeaveEnds }) {
  const { t } = useTranslation();
  const parts: [string, number][] = [
    [t("leaving.sessions", { count: ended.sessions }), ended.sessions],
    [t("leaving.keys", { count: ended.keys }), ended.keys],
    [t("leaving.invitations", { count: ended.invitations }), ended.invitations],
    [t("leaving.links", { count: ended.links }), ended.links],
    [t("leaving.grants", { count: ended.grants }), ended.grants],
    [t("leaving.conversations", { count: ended.conversations }), ended.conversations],
  ];
  const some = parts.filter(([, count]) => count > 0);
  if (some.length === 0) return <Text size="sm">{t("leaving.nothing")}</Text>;
  return (
    <List size="sm">
      {some.map(([text]) => (
        <List.Item key={text}>{text}</List.Item>
      ))}
    </List>
  );
}

import { List, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeRole } from "../api/members";
import { waits } from "../api/or-approval";
import type { Member, Privilege, Role } from "../api/types";
import { kApprovalsKey } from "../approvals/keys";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { isReason, ReasonInput } from "../parts/reason-input";
import { useNotify } from "../parts/use-notify";
import { grantsKey, kRolesKey } from "../roles/keys";
import { usePrivilegeText } from "../roles/privilege-text";
import { useRoleText } from "../roles/role-text";
import { usePrivileges } from "../roles/use-roles";
import { kMembersKey } from "./keys";

export interface RoleChange {
  member: Member;
  before: Role;
  after: Role;
}

// What the server lets nobody give alone.
const kDeciding = new Set<Privilege>([
  "manage_members",
  "manage_roles",
  "manage_workspace",
  "manage_sign_on",
  "approve",
]);

/** Says what somebody gains and loses before it happens. */
export function ChangeRole({ change, onClose }: { change: RoleChange | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const notify = useNotify();
  const roleText = useRoleText();
  const name = change?.member.name ?? "";
  const role = change ? roleText(change.after.key) : "";
  const changing = useMutation({
    mutationFn: ({ member, after }: RoleChange) => changeRole(member.person, after.key, reason),
    onSuccess: (changed) => {
      setReason("");
      if (waits(changed)) {
        void client.invalidateQueries({ queryKey: kApprovalsKey });
        notify.done(t("approvals.asked", { name, role }));
        onClose();
        return;
      }
      client.setQueryData<Member[]>(kMembersKey, (all) =>
        all?.map((one) => (one.person === changed.person ? changed : one)),
      );
      void client.invalidateQueries({ queryKey: kRolesKey });
      void client.invalidateQueries({ queryKey: grantsKey(changed.person) });
      notify.done(t("members.roleChanged", { name, role }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={change !== null}
      onClose={onClose}
      title={t("members.roleTitle", { name, role })}
      consequence={change && <Consequence {...change} />}
      confirm={t("members.changeRole")}
      busy={changing.isPending}
      error={changing.error}
      incomplete={!isReason(reason)}
      onConfirm={() => change && changing.mutate(change)}
    >
      <ReasonInput reason={reason} onReason={setReason} />
    </ConfirmDialog>
  );
}

function Consequence({ member, before, after }: RoleChange) {
  const { t } = useTranslation();
  const lost = before.privileges.filter((one) => !after.privileges.includes(one));
  const gained = after.privileges.filter((one) => !before.privileges.includes(one));
  return (
    <Stack gap="sm" component="span" display="flex">
      <span>{t("members.roleConsequence", { name: member.name })}</span>
      <Rights title={t("members.gains")} rights={gained} />
      <Rights title={t("members.loses")} rights={lost} />
      {gained.some((one) => kDeciding.has(one)) && <span>{t("approvals.needed")}</span>}
      {after.every_bot && !before.every_bot && <span>{t("members.gainsBots")}</span>}
      {before.every_bot && !after.every_bot && <span>{t("members.losesBots")}</span>}
    </Stack>
  );
}

function Rights({ title, rights }: { title: string; rights: Privilege[] }) {
  const all = usePrivileges();
  const privilegeText = usePrivilegeText();
  const shown = (all.data ?? []).filter(({ name }) => rights.includes(name));
  if (shown.length === 0) return null;
  return (
    <span>
      <Text span size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm">
        {shown.map((one) => (
          <List.Item key={one.name}>{privilegeText(one).label}</List.Item>
        ))}
      </List>
    </span>
  );
}

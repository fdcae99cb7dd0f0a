import { ActionIcon, Badge, Box, Group, Select, Table, Text, VisuallyHidden } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, LogOut, UserMinus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { FactorBadge, ResetFactors } from "../account/member-factor";
import { changeRole } from "../api/members";
import { endMemberSessions } from "../api/protection";
import type { Member } from "../api/types";
import { useFormat } from "../language/format";
import { PersonAvatar } from "../parts/person-avatar";
import { useNotify } from "../parts/use-notify";
import { useMay, useSession } from "../session/session";
import { kMembersKey } from "./keys";
import classes from "./member-table.module.css";
import { kRoles, useRoleText } from "./role-text";

interface MemberTableProps {
  members: Member[];
  onRemove: (member: Member) => void;
  onReset: (member: Member) => void;
}

export function MemberTable({ members, onRemove, onReset }: MemberTableProps) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <Table verticalSpacing="sm" className={classes.table ?? ""}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("members.person")}</Table.Th>
          <Table.Th>{t("members.role")}</Table.Th>
          <Table.Th visibleFrom="md">{t("members.since")}</Table.Th>
          <Table.Th visibleFrom="sm">{t("members.lastSeen")}</Table.Th>
          {may("manage_members") && (
            <Table.Th>
              <VisuallyHidden>{t("members.actions")}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {members.map((member) => (
          <MemberRow
            key={member.person}
            member={member}
            onRemove={onRemove}
            onReset={onReset}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface MemberRowProps {
  member: Member;
  onRemove: (member: Member) => void;
  onReset: (member: Member) => void;
}

function MemberRow({ member, onRemove, onReset }: MemberRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { person } = useSession();
  const own = member.person === person.id;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <Box visibleFrom="sm">
            <PersonAvatar name={member.name} size="md" />
          </Box>
          <div>
            <Group gap={6}>
              <Text size="sm" fw={500}>
                <bdi>{member.name}</bdi>
              </Text>
              {own && (
                <Badge size="xs" color="gray">
                  {t("members.you")}
                </Badge>
              )}
              <FactorBadge member={member} />
            </Group>
            <Text size="xs" c="dimmed">
              <bdi dir="ltr">{member.email}</bdi>
            </Text>
          </div>
        </Group>
      </Table.Td>
      <Table.Td>
        <RoleCell member={member} />
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text size="sm" c="dimmed">
          {format.date(member.since)}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text
          size="sm"
          c="dimmed"
          title={member.last_seen ? format.dateTime(member.last_seen) : ""}
        >
          {member.last_seen ? format.ago(member.last_seen) : t("members.never")}
        </Text>
      </Table.Td>
      {may("manage_members") && (
        <Table.Td className={classes.end ?? ""}>
          {!own && <ResetFactors member={member} />}
          {!own && (
            <Group gap={4} justify="flex-end" wrap="nowrap">
              <EndSessions member={member} />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("members.resetNamed", { name: member.name })}
                onClick={() => onReset(member)}
              >
                <KeyRound size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("members.removeNamed", { name: member.name })}
                onClick={() => onRemove(member)}
              >
                <UserMinus size={16} />
              </ActionIcon>
            </Group>
          )}
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function EndSessions({ member }: { member: Member }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const ending = useMutation({
    mutationFn: () => endMemberSessions(member.person),
    onSuccess: () => notify.done(t("members.sessionsEnded", { name: member.name })),
    onError: notify.failed,
  });
  const label = t("members.endSessionsOf", { name: member.name });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      loading={ending.isPending}
      onClick={() => ending.mutate()}
    >
      <LogOut size={16} />
    </ActionIcon>
  );
}

function RoleCell({ member }: { member: Member }) {
  const { t } = useTranslation();
  const roleText = useRoleText();
  const client = useQueryClient();
  const notify = useNotify();
  const may = useMay();
  const { person } = useSession();
  const change = useMutation({
    mutationFn: (role: Member["role"]) => changeRole(member.person, role),
    onSuccess: (changed) => {
      client.setQueryData<Member[]>(kMembersKey, (all) =>
        all?.map((one) => (one.person === changed.person ? changed : one)),
      );
      notify.done(
        t("members.roleChanged", { name: changed.name, role: roleText(changed.role).name }),
      );
    },
    onError: notify.failed,
  });

  // Changing one's own role is a way to lock oneself out.
  if (!may("manage_members") || member.person === person.id) {
    return <Text size="sm">{roleText(member.role).name}</Text>;
  }
  return (
    <Select
      size="xs"
      w="9.5rem"
      maw="100%"
      allowDeselect={false}
      aria-label={t("members.roleOf", { name: member.name })}
      disabled={change.isPending}
      value={member.role}
      onChange={(value) => {
        const role = kRoles.find((one) => one === value);
        if (role && role !== member.role) change.mutate(role);
      }}
      data={kRoles.map((role) => ({ value: role, label: roleText(role).name }))}
    />
  );
}

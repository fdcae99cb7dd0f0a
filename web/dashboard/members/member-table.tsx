import { ActionIcon, Badge, Box, Group, Select, Table, Text, VisuallyHidden } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Bot, DoorOpen, KeyRound, LogOut, UserCheck, UserMinus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { FactorBadge, ResetFactors } from "../account/member-factor";
import { endMemberSessions } from "../api/protection";
import type { Member } from "../api/types";
import { useFormat } from "../language/format";
import { PersonAvatar } from "../parts/person-avatar";
import { useNotify } from "../parts/use-notify";
import { mayGive } from "../roles/rights";
import { useRoleText } from "../roles/role-text";
import { useRoles } from "../roles/use-roles";
import { useMay, useSession } from "../session/session";
import type { RoleChange } from "./change-role";
import classes from "./member-table.module.css";

export interface MemberActs {
  onRemove: (member: Member) => void;
  onLeave: (member: Member) => void;
  onReturn: (member: Member) => void;
  onReset: (member: Member) => void;
  onGrant: (member: Member) => void;
  onChangeRole: (change: RoleChange) => void;
}

export function MemberTable({ members, ...acts }: MemberActs & { members: Member[] }) {
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
          <MemberRow key={member.person} member={member} {...acts} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function MemberRow({ member, ...acts }: MemberActs & { member: Member }) {
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
              <StandingBadges member={member} />
            </Group>
            <Text size="xs" c="dimmed">
              <bdi dir="ltr">{member.email}</bdi>
            </Text>
          </div>
        </Group>
      </Table.Td>
      <Table.Td>
        <RoleCell member={member} onChangeRole={acts.onChangeRole} />
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
          <Acts member={member} own={own} {...acts} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function StandingBadges({ member }: { member: Member }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {member.suspended_at !== null && (
        <Badge size="xs" color="red" title={format.dateTime(member.suspended_at)}>
          {t("leaving.suspended")}
        </Badge>
      )}
      {member.suspended_at === null && member.leaves_at !== null && (
        <Badge size="xs" color="orange">
          {t("leaving.leaves", { time: format.dateTime(member.leaves_at) })}
        </Badge>
      )}
      {member.from_directory && (
        <Badge size="xs" color="blue" variant="light">
          {t("directory.from")}
        </Badge>
      )}
    </>
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

type ActsProps = MemberActs & { member: Member; own: boolean };

function Acts({ member, own, ...acts }: ActsProps) {
  return member.suspended_at === null ? (
    <ActsOfActive member={member} own={own} {...acts} />
  ) : (
    <ActsOfSuspended member={member} own={own} {...acts} />
  );
}

function ActsOfSuspended({ member, onReturn, onRemove }: ActsProps) {
  const { t } = useTranslation();
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("leaving.returnNamed", { name: member.name })}
        title={t("leaving.returnNamed", { name: member.name })}
        onClick={() => onReturn(member)}
      >
        <UserCheck size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("members.removeNamed", { name: member.name })}
        title={t("members.removeNamed", { name: member.name })}
        onClick={() => onRemove(member)}
      >
        <UserMinus size={16} />
      </ActionIcon>
    </Group>
  );
}

function ActsOfActive({ member, own, onGrant, onReset, onLeave, onRemove }: ActsProps) {
  const { t } = useTranslation();
  const role = useRoles().data?.find(({ key }) => key === member.role);
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {role && !role.every_bot && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("grants.openNamed", { name: member.name })}
          title={t("grants.openNamed", { name: member.name })}
          onClick={() => onGrant(member)}
        >
          <Bot size={16} />
        </ActionIcon>
      )}
      {!own && <ResetFactors member={member} />}
      {!own && <EndSessions member={member} />}
      {!own && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("members.resetNamed", { name: member.name })}
          title={t("members.resetNamed", { name: member.name })}
          onClick={() => onReset(member)}
        >
          <KeyRound size={16} />
        </ActionIcon>
      )}
      {!own && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("leaving.openNamed", { name: member.name })}
          title={t("leaving.openNamed", { name: member.name })}
          onClick={() => onLeave(member)}
        >
          <DoorOpen size={16} />
        </ActionIcon>
      )}
      {!own && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("members.removeNamed", { name: member.name })}
          title={t("members.removeNamed", { name: member.name })}
          onClick={() => onRemove(member)}
        >
          <UserMinus size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}

interface RoleCellProps {
  member: Member;
  onChangeRole: (change: RoleChange) => void;
}

function RoleCell({ member, onChangeRole }: RoleCellProps) {
  const { t } = useTranslation();
  const roleText = useRoleText();
  const roles = useRoles().data ?? [];
  const may = useMay();
  const session = useSession();
  const before = roles.find(({ key }) => key === member.role);

  // Changing one's own role is a way to lock oneself out.
  const own = member.person === session.person.id;
  if (!may("manage_members") || own || !before || !mayGive(session, before)) {
    return <Text size="sm">{roleText(member.role)}</Text>;
  }
  return (
    <Select
      size="xs"
      w="9.5rem"
      maw="100%"
      allowDeselect={false}
      aria-label={t("members.roleOf", { name: member.name })}
      value={member.role}
      onChange={(value) => {
        const after = roles.find(({ key }) => key === value);
        if (after && after.key !== before.key) onChangeRole({ member, before, after });
      }}
      data={roles.map((role) => ({
        value: role.key,
        label: roleText(role.key),
        disabled: !mayGive(session, role),
      }))}
    />
  );
}

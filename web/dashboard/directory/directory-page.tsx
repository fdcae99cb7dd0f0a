import {
  Alert,
  Anchor,
  Card,
  EmptyState,
  Select,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FolderSync, Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { directory, mapGroup } from "../api/directory";
import type { Directory, DirectoryFailure, DirectoryGroup } from "../api/types";
import { useFormat } from "../language/format";
import { kMembersKey } from "../members/keys";
import { CopyBlock } from "../parts/copy-block";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { useNotify } from "../parts/use-notify";
import { mayGive } from "../roles/rights";
import { useRoleText } from "../roles/role-text";
import { useRoles } from "../roles/use-roles";
import { useSession } from "../session/session";

const kDirectoryKey = ["directory"] as const;

export function DirectoryPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("directory.title")} description={t("directory.description")}>
      <Content />
    </Page>
  );
}

function Content() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kDirectoryKey, queryFn: directory });
  if (found.isPending) {
    return (
      <Stack gap="sm" role="status" aria-label={t("common.loading")}>
        <Skeleton h={120} radius="md" />
        <Skeleton h={160} radius="md" />
      </Stack>
    );
  }
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <Stack gap="lg">
      <Connection state={found.data} />
      <Groups groups={found.data.groups} />
      <Failures failures={found.data.failures} />
    </Stack>
  );
}

function Connection({ state }: { state: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {t("directory.connect")}
      </Title>
      <Text size="sm" c="dimmed" mt={2} mb="sm" maw="65ch">
        {t("directory.connectHint")}
      </Text>
      <CopyBlock value={state.address} label={t("directory.address")} />
      <Alert role="note" color="blue" icon={<Info size={18} />} mt="sm">
        {t("directory.keyHint")}{" "}
        <Anchor component={Link} to="/keys" size="sm" underline="always">
          {t("directory.toKeys")}
        </Anchor>
      </Alert>
      <Text size="sm" mt="sm">
        {t("directory.users", { count: state.users })}
        {" · "}
        {state.last_contact
          ? t("directory.lastContact", { time: format.dateTime(state.last_contact) })
          : t("directory.noContact")}
        {state.last_change &&
          ` · ${t("directory.lastChange", { time: format.dateTime(state.last_change) })}`}
      </Text>
    </Card>
  );
}

function Groups({ groups }: { groups: DirectoryGroup[] }) {
  const { t } = useTranslation();
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {t("directory.groups")}
      </Title>
      <Text size="sm" c="dimmed" mt={2} mb="sm" maw="65ch">
        {t("directory.groupsHint")}
      </Text>
      {groups.length === 0 ? (
        <EmptyState
          icon={<FolderSync size={24} />}
          title={t("directory.noGroupsTitle")}
          description={t("directory.noGroups")}
          size="sm"
          py="md"
          variant="light"
        />
      ) : (
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("directory.group")}</Table.Th>
              <Table.Th visibleFrom="sm">{t("directory.members")}</Table.Th>
              <Table.Th>{t("members.role")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.map((group) => (
              <GroupRow key={group.id} group={group} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  );
}

function GroupRow({ group }: { group: DirectoryGroup }) {
  const { t } = useTranslation();
  const format = useFormat();
  const session = useSession();
  const roleText = useRoleText();
  const roles = (useRoles().data ?? []).filter(({ key }) => key !== "owner");
  const client = useQueryClient();
  const notify = useNotify();
  const mapping = useMutation({
    mutationFn: (role: string | null) => mapGroup(group.id, role),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: kDirectoryKey });
      void client.invalidateQueries({ queryKey: kMembersKey });
      notify.done(t("directory.mapped", { name: group.name }));
    },
    onError: notify.failed,
  });
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{group.name}</bdi>
      </Table.Td>
      <Table.Td visibleFrom="sm">{format.number(group.members)}</Table.Td>
      <Table.Td>
        <Select
          size="xs"
          w="11rem"
          maw="100%"
          clearable
          disabled={mapping.isPending}
          aria-label={t("directory.roleOf", { name: group.name })}
          placeholder={t("directory.givesNothing")}
          value={group.role}
          onChange={(role) => mapping.mutate(role)}
          data={roles.map((role) => ({
            value: role.key,
            label: roleText(role.key),
            disabled: !mayGive(session, role),
          }))}
        />
      </Table.Td>
    </Table.Tr>
  );
}

function Failures({ failures }: { failures: DirectoryFailure[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (failures.length === 0) return null;
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {t("directory.failures")}
      </Title>
      <Text size="sm" c="dimmed" mt={2} mb="sm">
        {t("directory.failuresHint")}
      </Text>
      <Stack gap={4}>
        {failures.slice(0, 20).map((one) => (
          <Text key={`${one.at} ${one.request}`} size="xs">
            {format.dateTime(one.at)} · <bdi dir="ltr">{one.request}</bdi> ·{" "}
            <bdi dir="ltr">{one.code}</bdi>
          </Text>
        ))}
      </Stack>
    </Card>
  );
}

import { Alert, Button, Chip, Group, Modal, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import { bots } from "../api/bots";
import { grantsOf, setGrant } from "../api/roles";
import type { Bot, Grant, Member, Privilege, PrivilegeEntry } from "../api/types";
import { kBotsKey } from "../bots/keys";
import { Failure } from "../parts/failure";
import { useNotify } from "../parts/use-notify";
import { grantsKey } from "../roles/keys";
import { usePrivilegeText, useScopeText } from "../roles/privilege-text";
import { inScope, kScopes, switched } from "../roles/rights";
import { usePrivileges, useRoles } from "../roles/use-roles";
import { useMay } from "../session/session";
import classes from "./grants-dialog.module.css";

/** Which bots a member reaches, and what they may do with each. */
export function GrantsDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={member !== null}
      onClose={onClose}
      size="xl"
      title={t("grants.title", { name: member?.name ?? "" })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {member && <Grants member={member} />}
    </Modal>
  );
}

function Grants({ member }: { member: Member }) {
  const { t } = useTranslation();
  const may = useMay();
  const roles = useRoles();
  const privileges = usePrivileges();
  const found = useQuery({ queryKey: kBotsKey, queryFn: bots, enabled: may("read_bots") });
  const granted = useQuery({
    queryKey: grantsKey(member.person),
    queryFn: () => grantsOf(member.person),
  });

  if (!may("read_bots")) return <Text size="sm">{t("grants.blind")}</Text>;
  const failed = found.isError ? found : granted.isError ? granted : null;
  if (failed) return <Failure error={failed.error} retry={() => void failed.refetch()} />;
  const role = roles.data?.find(({ key }) => key === member.role);
  if (!found.data || !granted.data || !privileges.data || !role) {
    return (
      <Stack gap="sm" role="status" aria-label={t("common.loading")}>
        <Skeleton h={72} />
        <Skeleton h={72} />
      </Stack>
    );
  }
  const useful = privileges.data.filter(
    ({ name, scope }) => scope !== "workspace" && role.privileges.includes(name),
  );
  if (useful.length === 0) return <Text size="sm">{t("grants.useless")}</Text>;
  if (found.data.length === 0) return <Text size="sm">{t("grants.noBots")}</Text>;
  return (
    <Stack gap="md">
      <Alert color="blue" icon={<Info size={18} />}>
        {t("grants.atOnce", { name: member.name })}
      </Alert>
      {found.data.map((bot) => (
        <BotGrant
          key={bot.id}
          bot={bot}
          member={member}
          useful={useful}
          all={privileges.data}
          held={granted.data.find((one) => one.bot === bot.id)?.privileges ?? []}
        />
      ))}
    </Stack>
  );
}

interface BotGrantProps {
  bot: Bot;
  member: Member;
  /** Rights that the member's role allows; others would have no effect. */
  useful: PrivilegeEntry[];
  all: PrivilegeEntry[];
  held: Privilege[];
}

function BotGrant({ bot, member, useful, all, held }: BotGrantProps) {
  const { t } = useTranslation();
  const may = useMay();
  const scopeText = useScopeText();
  const privilegeText = usePrivilegeText();
  const client = useQueryClient();
  const notify = useNotify();
  const saving = useMutation({
    mutationFn: (next: Privilege[]) => setGrant(member.person, bot.id, next),
    onSuccess: (saved) => {
      client.setQueryData<Grant[]>(grantsKey(member.person), (before = []) => [
        ...before.filter((one) => one.bot !== bot.id),
        saved,
      ]);
    },
    onError: notify.failed,
  });
  const given = useful.filter(({ name }) => may(name, bot.id));
  const everything = given.every(({ name }) => held.includes(name));
  return (
    <section className={classes.bot} aria-label={bot.name} aria-busy={saving.isPending}>
      <Group justify="space-between" gap="xs">
        <Title order={3} size="h4">
          <bdi>{bot.name}</bdi>
        </Title>
        <Group gap="xs">
          {held.length > 0 && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="red"
              disabled={saving.isPending}
              onClick={() => saving.mutate([])}
            >
              {t("grants.nothing")}
            </Button>
          )}
          {!everything && (
            <Button
              size="compact-xs"
              variant="subtle"
              disabled={saving.isPending}
              onClick={() => saving.mutate([...held, ...given.map(({ name }) => name)])}
            >
              {t("grants.everything")}
            </Button>
          )}
        </Group>
      </Group>
      {kScopes.map((scope) => {
        const rights = inScope(useful, scope);
        if (rights.length === 0) return null;
        return (
          <Group key={scope} gap="xs" role="group" aria-label={scopeText(scope)}>
            <Text size="xs" c="dimmed" className={classes.scope}>
              {scopeText(scope)}
            </Text>
            {rights.map((one) => (
              <Chip
                key={one.name}
                size="xs"
                checked={held.includes(one.name)}
                disabled={saving.isPending || !may(one.name, bot.id)}
                title={privilegeText(one).sentence}
                onChange={() => saving.mutate(switched(held, one, all))}
              >
                {privilegeText(one).label}
              </Chip>
            ))}
          </Group>
        );
      })}
    </section>
  );
}

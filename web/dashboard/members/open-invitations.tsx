import { Box, Button, Group, Modal, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inviteAgain, openInvitations, withdrawInvitation } from "../api/links";
import type { OpenInvitation } from "../api/types";
import { useFormat } from "../language/format";
import { currentLanguage } from "../language/i18n";
import { Failure } from "../parts/failure";
import { LinkOutcome } from "../parts/link-outcome";
import { useNotify } from "../parts/use-notify";
import { kInvitationsKey } from "./keys";
import classes from "./open-invitations.module.css";
import { useRoleText } from "../roles/role-text";

/** Nothing where nobody is awaited. */
export function OpenInvitations() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: kInvitationsKey, queryFn: openInvitations });

  if (found.isPending) return <Skeleton h={56} radius="sm" aria-label={t("common.loading")} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.length === 0) return null;
  return (
    <Box component="section">
      <Title order={2} size="h3">
        {t("members.open")}
      </Title>
      <Text size="sm" c="dimmed" mt={2} mb="sm">
        {t("members.openHint")}
      </Text>
      <ul className={classes.list}>
        {found.data.map((invitation) => (
          <li key={invitation.id}>
            <InvitationRow invitation={invitation} />
          </li>
        ))}
      </ul>
    </Box>
  );
}

function InvitationRow({ invitation }: { invitation: OpenInvitation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const roleText = useRoleText();
  const client = useQueryClient();
  const notify = useNotify();
  const { id, email, invited_by, expires_at } = invitation;
  const looksAgain = () => void client.invalidateQueries({ queryKey: kInvitationsKey });
  // The list is read again when the new link has been seen: the row that shows it goes then.
  const again = useMutation({
    mutationFn: () => inviteAgain(id, { language: currentLanguage() }),
    onError: notify.failed,
  });
  const withdrawal = useMutation({
    mutationFn: () => withdrawInvitation(id),
    onSuccess: () => notify.done(t("members.withdrawn", { email })),
    onError: notify.failed,
    onSettled: looksAgain,
  });
  const close = () => {
    again.reset();
    looksAgain();
  };
  const time = again.data ? format.dateTime(again.data.expires_at) : "";

  return (
    <Group justify="space-between" gap="sm">
      <Stack gap={2}>
        <Text size="sm" fw={500}>
          <bdi dir="ltr">{email}</bdi>
        </Text>
        <Text size="xs" c="dimmed">
          {[
            roleText(invitation.role),
            ...(invited_by ? [t("members.invitedBy", { name: invited_by })] : []),
            t("members.ends", { time: format.dateTime(expires_at) }),
          ].join(" · ")}
        </Text>
      </Stack>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          aria-label={t("members.sendAgainNamed", { email })}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          {t("members.sendAgain")}
        </Button>
        <Button
          size="xs"
          variant="light"
          color="red"
          aria-label={t("members.withdrawNamed", { email })}
          loading={withdrawal.isPending}
          onClick={() => withdrawal.mutate()}
        >
          {t("members.withdraw")}
        </Button>
      </Group>
      <Modal
        opened={again.data !== undefined}
        onClose={close}
        title={t("members.againTitle")}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {again.data && (
          <LinkOutcome
            made={again.data}
            label={t("members.link")}
            shown={t("members.linkOnce", { email, time })}
            mailed={t("members.mailed", { email, time })}
            onClose={close}
          />
        )}
      </Modal>
    </Group>
  );
}

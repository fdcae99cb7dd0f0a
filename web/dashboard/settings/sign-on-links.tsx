import { Alert, Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { link, links, unlink } from "../api/sign-on";
import type { SignOnLink } from "../api/types";
import { ConfirmDialog } from "../parts/confirm-dialog";
import { Failure } from "../parts/failure";
import { useNotify } from "../parts/use-notify";
import { useMay } from "../session/session";

const kLinksKey = ["sign-on", "links"] as const;

const kEnds = {
  "#sign-on=linked": { color: "green", text: "settings.linkWorked" },
  "#sign-on=linked_elsewhere": { color: "red", text: "settings.linkedElsewhere" },
} as const;

/** How the trip to the provider ended, if the browser comes from one. */
function LinkEnd() {
  const { t } = useTranslation();
  const { hash } = useLocation();
  if (!(hash in kEnds)) return null;
  const end = kEnds[hash as keyof typeof kEnds];
  return (
    <Alert color={end.color} p="sm" role="status">
      {t(end.text)}
    </Alert>
  );
}

export function SignOnLinks() {
  const { t } = useTranslation();
  const may = useMay();
  const found = useQuery({ queryKey: kLinksKey, queryFn: links });
  if (found.isPending) return <Skeleton h={36} maw="28rem" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <Stack gap="sm">
      <LinkEnd />
      {found.data.length === 0 && <Text size="sm">{t("settings.noSignOn")}</Text>}
      {found.data.map((one) => (
        <LinkRow key={one.door.id} one={one} />
      ))}
      {may("manage_sign_on") && (
        <Group>
          <Button component={Link} to="/sign-on" variant="default">
            {t("settings.setUpSignOn")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function LinkRow({ one }: { one: SignOnLink }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [asking, dialog] = useDisclosure(false);
  const { name } = one.door;
  const linking = useMutation({
    mutationFn: () => link(one.door.id),
    onSuccess: (address) => window.location.assign(address),
    onError: notify.failed,
  });
  const unlinking = useMutation({
    mutationFn: () => unlink(one.door.id),
    onSuccess: () => {
      dialog.close();
      void client.invalidateQueries({ queryKey: kLinksKey });
    },
  });
  return (
    <Group gap="sm">
      <Text size="sm" fw={500}>
        <bdi>{name}</bdi>
      </Text>
      {one.linked && <Badge color="green">{t("settings.linked")}</Badge>}
      <Button
        size="xs"
        variant="default"
        loading={linking.isPending || linking.isSuccess}
        aria-label={t(one.linked ? "settings.unlinkNamed" : "settings.linkNamed", { name })}
        onClick={() => (one.linked ? dialog.open() : linking.mutate())}
      >
        {one.linked ? t("settings.unlink") : t("settings.link")}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={dialog.close}
        title={t("settings.unlinkTitle", { name })}
        consequence={t("settings.unlinkConsequence", { name })}
        confirm={t("settings.unlink")}
        busy={unlinking.isPending}
        error={unlinking.error}
        onConfirm={() => unlinking.mutate()}
      />
    </Group>
  );
}

import { Menu, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Fingerprint, LogOut, Settings } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { signOut } from "../api/session";
import { forgetDrafts } from "../inbox/drafts";
import { outbox } from "../inbox/outbox";
import { PersonAvatar } from "../parts/person-avatar";
import { useNotify } from "../parts/use-notify";
import { forgetSession, useSession } from "../session/session";
import classes from "./person-menu.module.css";

export function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const leaving = useMutation({
    mutationFn: async () => {
      await client.cancelQueries();
      await signOut();
    },
    onSuccess: () => {
      void navigate("/login", { replace: true });
      forgetSession(client);
      forgetDrafts();
      outbox.forget();
    },
    onError: notify.failed,
  });
  return () => leaving.mutate();
}

export function PersonMenu({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const leave = useSignOut();
  return (
    <Menu position="top-start">
      <Menu.Target>
        <UnstyledButton className={classes.person} data-compact={compact || undefined}>
          <PersonAvatar name={person.name} />
          {compact ? (
            <VisuallyHidden>{t("shell.account", { name: person.name })}</VisuallyHidden>
          ) : (
            <Text size="sm" fw={500} truncate dir="auto">
              {person.name}
            </Text>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label dir="ltr">{person.email}</Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<Fingerprint size={16} />}>
          {t("account.title")}
        </Menu.Item>
        <Menu.Item component={Link} to="/settings" leftSection={<Settings size={16} />}>
          {t("nav.settings")}
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={16} className={classes.mirror} />} onClick={leave}>
          {t("shell.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { Badge, Box, Group, Kbd, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useWaitingApprovals } from "../approvals/use-waiting";
import { kConversationsKey } from "../inbox/keys";
import { conversations } from "../api/conversations";
import { Mark } from "../parts/mark";
import { useFormat } from "../language/format";
import { useMay, useSession } from "../session/session";
import { openPalette } from "./command-palette";
import { ConnectionState } from "./connection";
import { LanguageSwitch } from "./language-switch";
import { type Destination, useDestinations } from "./navigation";
import { PersonMenu } from "./person-menu";
import { SchemeSwitch } from "./scheme-switch";
import classes from "./rail.module.css";

export function Rail() {
  const { t } = useTranslation();
  const { workspace } = useSession();
  const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <Box component="aside" className={classes.rail} aria-label={t("shell.rail")}>
      <Group gap="xs" wrap="nowrap" className={classes.brand}>
        <span className={classes.mark}>
          <Mark size={24} />
        </span>
        <Text fw={600} truncate title={workspace.name}>
          <bdi>{workspace.name}</bdi>
        </Text>
      </Group>
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <Search size={16} aria-hidden />
        <span className={classes.grow}>{t("shell.search")}</span>
        <Kbd size="xs" dir="ltr">
          {apple ? "⌘K" : "Ctrl K"}
        </Kbd>
      </UnstyledButton>
      <Destinations className={classes.links ?? ""} />
      <Box className={classes.grow} />
      <ConnectionState />
      <Group gap={2} wrap="nowrap" className={classes.foot}>
        <PersonMenu />
        <LanguageSwitch />
        <SchemeSwitch />
      </Group>
    </Box>
  );
}

export function TopBar() {
  const { workspace } = useSession();
  const { t } = useTranslation();
  return (
    <Group
      component="aside"
      aria-label={t("shell.rail")}
      className={classes.top}
      justify="space-between"
      wrap="nowrap"
    >
      <Group gap="xs" wrap="nowrap" className={classes.brand}>
        <span className={classes.mark}>
          <Mark size={20} />
        </span>
        <Text fw={600} size="sm" truncate>
          <bdi>{workspace.name}</bdi>
        </Text>
      </Group>
      <Group gap={0} wrap="nowrap">
        <UnstyledButton
          className={classes.round}
          onClick={openPalette}
          aria-label={t("shell.search")}
        >
          <Search size={18} />
        </UnstyledButton>
        <LanguageSwitch />
        <SchemeSwitch />
        <PersonMenu compact />
      </Group>
    </Group>
  );
}

export function NarrowNavigation() {
  return <Destinations className={classes.tabs ?? ""} />;
}

function Destinations({ className }: { className: string }) {
  const { t } = useTranslation();
  const destinations = useDestinations();
  const counts = useCounts();
  return (
    <nav className={className} aria-label={t("shell.navigation")}>
      {destinations.map((destination) => (
        <DestinationLink
          key={destination.path}
          destination={destination}
          counted={counts[destination.path]}
        />
      ))}
    </nav>
  );
}

interface Counted {
  count: number;
  label: string;
}

interface DestinationLinkProps {
  destination: Destination;
  counted: Counted | undefined;
}

function DestinationLink({ destination, counted }: DestinationLinkProps) {
  const format = useFormat();
  const { path, label, Icon } = destination;
  return (
    <NavLink to={path} className={classes.link ?? ""}>
      <Icon size={18} aria-hidden />
      <span className={classes.grow}>{label}</span>
      {counted && counted.count > 0 && (
        <Badge size="sm" color="yellow" className={classes.count ?? ""} aria-label={counted.label}>
          {format.number(counted.count)}
        </Badge>
      )}
    </NavLink>
  );
}

function useCounts(): Partial<Record<string, Counted>> {
  const { t } = useTranslation();
  const format = useFormat();
  const visitors = useWaiting();
  const requests = useWaitingApprovals();
  return {
    "/inbox": {
      count: visitors,
      label: t("nav.waiting", { count: visitors, number: format.number(visitors) }),
    },
    "/approvals": {
      count: requests,
      label: t("approvals.count", { count: requests, number: format.number(requests) }),
    },
  };
}

function useWaiting(): number {
  const may = useMay();
  const counts = useQuery({
    queryKey: [...kConversationsKey, "counts"],
    queryFn: async ({ signal }) => (await conversations({ limit: 1 }, signal)).counts,
    enabled: may("read_conversations"),
  });
  return counts.data?.waiting ?? 0;
}

import { useMantineColorScheme } from "@mantine/core";
import { createSpotlight, Spotlight, type SpotlightActionData } from "@mantine/spotlight";
import {
  BookOpen,
  Bot,
  ClipboardCheck,
  Fingerprint,
  FolderSync,
  Keyboard,
  KeyRound,
  KeySquare,
  LogIn,
  LogOut,
  type LucideIcon,
  Moon,
  Network,
  Search,
  Sun,
  UserPlus,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMay } from "../session/session";
import { useDestinations } from "./navigation";
import { useSignOut } from "./person-menu";

const [store, palette] = createSpotlight();

export const openPalette = palette.open;

function action(id: string, label: string, Icon: LucideIcon, onClick: () => void) {
  return { id, label, leftSection: <Icon size={18} />, onClick };
}

function usePlaces(): SpotlightActionData[] {
  const navigate = useNavigate();
  return useDestinations().map(({ path, label, Icon }) =>
    action(path, label, Icon, () => void navigate(path)),
  );
}

function useActs(): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const leave = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  // The page that opens does the rest (useWanted).
  const want = (path: string, wanted: string) => () => void navigate(path, { state: { wanted } });

  const acts: SpotlightActionData[] = [];
  if (may("read_conversations")) {
    acts.push(action("search", t("palette.search"), Search, want("/inbox", "search")));
    acts.push(action("keys", t("palette.keys"), Keyboard, want("/inbox", "keys")));
  }
  if (may("manage_bots")) {
    acts.push(action("bot", t("bots.create"), Bot, want("/bots", "create")));
    acts.push(action("guide", t("palette.guide"), BookOpen, () => void navigate("/start")));
  }
  if (may("read_members")) {
    acts.push(action("roles", t("palette.roles"), KeySquare, () => void navigate("/roles")));
  }
  if (may("manage_members")) {
    const open = () => void navigate("/directory");
    acts.push(action("directory", t("directory.title"), FolderSync, open));
    acts.push(
      action("reviews", t("reviews.title"), ClipboardCheck, () => void navigate("/reviews")),
    );
  }
  if (may("manage_sign_on")) {
    acts.push(action("sign-on", t("palette.signOn"), LogIn, () => void navigate("/sign-on")));
  }
  if (may("manage_access_rules")) {
    acts.push(
      action("ranges", t("ranges.title"), Network, () => void navigate("/address-ranges")),
    );
  }
  if (may("invite")) {
    acts.push(action("invite", t("members.invite"), UserPlus, want("/members", "invite")));
  }
  acts.push(action("api-keys", t("apiKeys.title"), KeyRound, () => void navigate("/keys")));
  acts.push(action("account", t("account.title"), Fingerprint, () => void navigate("/account")));
  acts.push(action("light", t("palette.light"), Sun, () => setColorScheme("light")));
  acts.push(action("dark", t("palette.dark"), Moon, () => setColorScheme("dark")));
  acts.push(action("leave", t("shell.signOut"), LogOut, leave));
  return acts;
}

export function CommandPalette() {
  const { t } = useTranslation();
  return (
    <Spotlight
      store={store}
      shortcut={null}
      attributes={{ content: { "aria-label": t("palette.title") } }}
      actions={[
        { group: t("palette.go"), actions: usePlaces() },
        { group: t("palette.do"), actions: useActs() },
      ]}
      nothingFound={t("palette.nothing")}
      highlightQuery
      radius="md"
      scrollable
      maxHeight="min(40rem, 80vh)"
      searchProps={{
        leftSection: <Search size={18} />,
        placeholder: t("palette.placeholder"),
        "aria-label": t("palette.placeholder"),
      }}
    />
  );
}

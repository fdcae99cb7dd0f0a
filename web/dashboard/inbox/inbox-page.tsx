import { Box, EmptyState, Kbd } from "@mantine/core";
import { MessagesSquare } from "lucide-react";
import { useRef, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { usePageTitle } from "../parts/page";
import { useWanted } from "../parts/use-wanted";
import { ConversationList } from "./conversation-list";
import { ConversationView } from "./conversation-view";
import classes from "./inbox-page.module.css";
import { ShortcutHelp } from "./shortcut-help";
import { useFilter } from "./use-filter";
import { type InboxKey, useInboxKeys } from "./use-inbox-keys";

export function InboxPage() {
  const { t } = useTranslation();
  usePageTitle(t("nav.inbox"));
  const navigate = useNavigate();
  const { conversation } = useParams();
  const { suffix } = useFilter();
  const search = useRef<HTMLInputElement>(null);
  const [help, setHelp] = useState(false);

  useWanted("search", () => search.current?.focus());
  useWanted("keys", () => setHelp(true));

  useInboxKeys((key: InboxKey) => {
    if (key === "search") search.current?.focus();
    else if (key === "help") setHelp(true);
    else if (key === "next") focusRow(1);
    else if (key === "previous") focusRow(-1);
    else if (key === "escape" && conversation) void navigate(`/inbox${suffix}`);
    else return false;
    return true;
  }, !help);

  return (
    <Box className={classes.panes} data-open={conversation !== undefined || undefined}>
      <ConversationList open={conversation} searchRef={search} onHelp={() => setHelp(true)} />
      {conversation ? (
        <ConversationView key={conversation} id={conversation} keys={!help} />
      ) : (
        <Box className={classes.nothing}>
          <EmptyState
            icon={<MessagesSquare size={28} />}
            title={t("inbox.chooseTitle")}
            description={
              <Trans
                t={t}
                i18nKey="inbox.choose"
                components={[
                  <Kbd size="xs" key="j" />,
                  <Kbd size="xs" key="k" />,
                  <Kbd size="xs" key="h" />,
                ]}
              />
            }
          />
        </Box>
      )}
      <ShortcutHelp opened={help} onClose={() => setHelp(false)} />
    </Box>
  );
}

function focusRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-conversation-row]")];
  const focused = rows.findIndex((row) => row === document.activeElement);
  const open = rows.findIndex((row) => row.getAttribute("aria-current") === "page");
  const from = focused >= 0 ? focused : open;
  const target = from < 0 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, from + step))];
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

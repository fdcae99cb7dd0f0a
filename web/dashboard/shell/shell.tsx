import { Box } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";
import { ResumeBanner } from "../first-run/resume-banner";
import { useInboxUpdates } from "../inbox/live-updates";
import { SupportBanner } from "../support/support-banner";
import { CommandPalette, openPalette } from "./command-palette";
import { ConnectionBanner } from "./connection";
import { NothingGranted } from "./nothing-granted";
import { NarrowNavigation, Rail, TopBar } from "./rail";
import classes from "./shell.module.css";

export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  useInboxUpdates();

  useEffect(() => {
    // By the key's place, so that it works whatever the keyboard's language.
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      event.preventDefault();
      openPalette();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const reading = pathname.startsWith("/inbox/");
  return (
    <Box className={classes.shell} data-reading={reading || undefined}>
      <a href="#main" className={classes.skip}>
        {t("shell.skip")}
      </a>
      <Rail />
      <TopBar />
      <Box component="main" id="main" className={classes.main} tabIndex={-1}>
        <ConnectionBanner />
        <SupportBanner />
        <ResumeBanner />
        <NothingGranted />
        <Box className={classes.content}>
          <Outlet />
        </Box>
      </Box>
      <NarrowNavigation />
      <CommandPalette />
    </Box>
  );
}

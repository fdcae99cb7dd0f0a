import { Button, CloseButton, Group, Text } from "@mantine/core";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useMay } from "../session/session";
import { useProgress } from "./progress";
import classes from "./resume-banner.module.css";

/** Reminds of a guide that was begun and left. */
export function ResumeBanner() {
  const { t } = useTranslation();
  const may = useMay();
  const { pathname } = useLocation();
  const [progress, change] = useProgress();
  const begun = progress.bot !== null && progress.state === "running";
  if (!begun || !may("manage_bots") || pathname === "/start" || pathname.startsWith("/inbox/")) {
    return null;
  }
  return (
    <Group className={classes.banner} gap="sm" wrap="nowrap">
      <Compass size={18} aria-hidden className={classes.icon} />
      <Text size="sm" flex={1}>
        {t("guide.unfinished")}
      </Text>
      <Button component={Link} to="/start" size="compact-sm" variant="light">
        {t("guide.resume")}
      </Button>
      <CloseButton
        size="sm"
        aria-label={t("guide.skip")}
        onClick={() => change({ state: "skipped" })}
      />
    </Group>
  );
}

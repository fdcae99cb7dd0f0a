import { Text } from "@mantine/core";
import { SendHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Bot } from "../api/types";
import { directionOf } from "../language/i18n";
import { Mark } from "../parts/mark";
import { useSession } from "../session/session";
import classes from "./widget-preview.module.css";

type WidgetPreviewProps = Pick<Bot, "name" | "greeting" | "language">;

/** Roughly what a visitor sees first. */
export function WidgetPreview({ name, greeting, language }: WidgetPreviewProps) {
  const { t } = useTranslation();
  const { workspace } = useSession();
  return (
    <figure className={classes.figure}>
      <Text component="figcaption" size="xs" c="dimmed" mb="xs">
        {t("bot.preview")}
      </Text>
      <div className={classes.widget} dir={directionOf(language)} lang={language} aria-hidden>
        <div className={classes.head}>
          <Mark size={20} />
          <span className={classes.names}>
            <strong>{name || "…"}</strong>
            <span>{workspace.name}</span>
          </span>
        </div>
        <div className={classes.body}>
          {greeting && (
            <p className={classes.bubble} dir="auto">
              {greeting}
            </p>
          )}
        </div>
        <div className={classes.foot}>
          <span />
          <SendHorizontal size={16} className={classes.mirror} />
        </div>
      </div>
    </figure>
  );
}

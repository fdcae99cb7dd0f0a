import { Button, CopyButton, Group, Paper } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import classes from "./copy-block.module.css";

/** Text meant to be pasted elsewhere. It reads left to right in every language. */
export function CopyBlock({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder className={classes.block}>
      <pre dir="ltr" className={classes.code} tabIndex={0} aria-label={label}>
        {value}
      </pre>
      <Group justify="flex-end" p="xs" className={classes.bar}>
        <CopyButton value={value} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant={copied ? "light" : "default"}
              color={copied ? "green" : "accent"}
              leftSection={copied ? <Check size={14} /> : <Copy size={14} />}
              onClick={copy}
              aria-live="polite"
            >
              {copied ? t("common.copied") : t("common.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Paper>
  );
}

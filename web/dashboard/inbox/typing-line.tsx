import { Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./typing-line.module.css";
import { useTyping } from "./typing";

export function TypingLine({ conversation }: { conversation: string }) {
  const { t } = useTranslation();
  const typing = useTyping(conversation);
  return (
    <Box role="status" className={classes.line}>
      {typing && (
        <Text size="xs" c="dimmed" className={classes.text ?? ""}>
          <span className={classes.dots} aria-hidden>
            <span />
            <span />
            <span />
          </span>
          {typing.author === "visitor"
            ? t("thread.visitorTyping")
            : t("thread.agentTyping", { name: typing.name ?? t("author.agent") })}
        </Text>
      )}
    </Box>
  );
}

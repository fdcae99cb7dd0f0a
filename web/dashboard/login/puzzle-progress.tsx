import { Group, Paper, Progress, Text } from "@mantine/core";
import { ShieldCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

// Nobody knows when the answer will be found; half of the rest every so often looks honest enough.
const kHalfMs = 900;
const kEveryMs = 120;

/** Says that the browser works, and about how far it is. */
export function PuzzleProgress({ solving }: { solving: boolean }) {
  const { t } = useTranslation();
  return (
    // Always there, so that a screen reader hears what comes into it.
    <div role="status" aria-live="polite">
      {solving && (
        <Paper withBorder p="sm" radius="md">
          <Group gap="xs" wrap="nowrap" mb={8}>
            <ShieldCheck size={18} aria-hidden />
            <Text size="sm" fw={500}>
              {t("login.puzzle")}
            </Text>
          </Group>
          <Bar />
          <Text size="xs" c="dimmed" mt={6}>
            {t("login.puzzleHint")}
          </Text>
        </Paper>
      )}
    </div>
  );
}

function Bar() {
  const { t } = useTranslation();
  const [share, setShare] = useState(0);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(
      () => setShare(1 - 0.5 ** ((performance.now() - began) / kHalfMs)),
      kEveryMs,
    );
    return () => clearInterval(timer);
  }, []);
  return (
    <Progress
      value={Math.min(96, share * 100)}
      size={6}
      radius="xl"
      aria-label={t("login.puzzleProgress")}
    />
  );
}

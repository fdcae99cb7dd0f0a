import {
  Accordion,
  Badge,
  Button,
  EmptyState,
  Group,
  Paper,
  Progress,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { FlaskConical, Sparkles } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { tryBot } from "../api/bots";
import type { Bot, Trial } from "../api/types";
import { CitationLine } from "../inbox/message-bubble";
import { useFormat } from "../language/format";
import { ProblemAlert } from "../parts/problem-alert";
import classes from "./try-panel.module.css";
import { directedBy } from "../parts/text-direction";

/** Ask the bot as a visitor would, and see why it answered so. Nothing of it is kept. */
export function TryPanel({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState("");
  const trial = useMutation({ mutationFn: (asked: string) => tryBot(bot.id, asked) });

  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (question.trim()) trial.mutate(question.trim());
  };

  return (
    <Stack gap="md">
      <form onSubmit={ask}>
        <Group gap="xs" align="flex-end">
          <TextInput
            label={t("try.label")}
            description={t("try.hint")}
            placeholder={t("try.example")}
            flex="1 1 14rem"
            maxLength={500}
            {...directedBy(question)}
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          />
          <Button type="submit" loading={trial.isPending} disabled={!question.trim()}>
            {t("try.ask")}
          </Button>
        </Group>
      </form>
      <ProblemAlert error={trial.error} />
      <div aria-live="polite">
        {trial.data ? (
          <TrialResult question={trial.variables} trial={trial.data} />
        ) : (
          <EmptyState
            size="sm"
            py="lg"
            icon={<FlaskConical size={24} />}
            title={t("try.noneTitle")}
            description={t("try.none")}
          />
        )}
      </div>
    </Stack>
  );
}

function TrialResult({ question, trial }: { question: string; trial: Trial }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Paper withBorder p="md" className={classes.result ?? ""}>
        <Text size="xs" c="dimmed" dir="auto" mb="xs">
          {question}
        </Text>
        <Text dir="auto" className={classes.answer ?? ""}>
          {trial.text || t("try.unknown")}
        </Text>
        {trial.citation && <CitationLine citation={trial.citation} />}
        <Confidence trial={trial} />
      </Paper>
      {trial.considered.length > 0 && (
        <Accordion variant="contained" radius="md">
          <Accordion.Item value="considered">
            <Accordion.Control icon={<Sparkles size={16} />}>
              <Text size="sm">{t("try.considered")}</Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Considered trial={trial} />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
    </Stack>
  );
}

function Confidence({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confidence = format.percent(trial.confidence);
  const threshold = format.percent(trial.threshold);
  return (
    <div className={classes.confidence}>
      <Group justify="space-between" gap="xs" mb={6}>
        <Badge color={trial.answered ? "green" : "yellow"}>
          {trial.answered ? t("try.answered") : t("try.notAnswered")}
        </Badge>
        <Text size="xs" c="dimmed">
          {t("try.confidence", { confidence, threshold })}
        </Text>
      </Group>
      <div className={classes.meter}>
        <Progress
          size={6}
          radius="xl"
          value={trial.confidence * 100}
          color={trial.answered ? "green" : "yellow"}
          aria-label={t("try.confidenceLabel")}
        />
        <span
          aria-hidden
          className={classes.threshold}
          style={{ insetInlineStart: `${trial.threshold * 100}%` }}
        />
      </div>
    </div>
  );
}

function Considered({ trial }: { trial: Trial }) {
  const format = useFormat();
  return (
    <Stack gap="sm">
      {trial.considered.map((passage, index) => (
        <div key={index} className={classes.passage}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text size="xs" fw={600} truncate>
              <bdi>{[passage.title, passage.heading].filter(Boolean).join(" › ")}</bdi>
            </Text>
            <Text size="xs" c="dimmed">
              {format.percent(passage.score)}
            </Text>
          </Group>
          <Text size="xs" c="dimmed" dir="auto" lineClamp={4}>
            {passage.text}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { addSource, type NewSource } from "../api/bots";
import type { Bot } from "../api/types";
import { forgetError } from "../parts/forget-error";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { UrlField } from "./url-field";
import { directedBy } from "../parts/text-direction";

export function QuestionForm({ bot, onAdded }: { bot: Bot; onAdded: (title: string) => void }) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState("");
  const [answer, setAnswer] = useState("");
  const [url, setUrl] = useState("");
  const addition = useMutation({
    mutationFn: (source: NewSource) => addSource(bot.id, source),
    onSuccess: (source) => onAdded(source.title),
  });
  const problemOf = useFieldProblem(addition.error);

  const add = (event: FormEvent) => {
    event.preventDefault();
    addition.mutate({ kind: "question", question, answer, ...(url ? { url } : {}) });
  };

  return (
    <form onSubmit={add} onChange={forgetError(addition)}>
      <Stack gap="md">
        <TextInput
          label={t("knowledge.questionLabel")}
          placeholder={t("knowledge.questionExample")}
          required
          maxLength={300}
          {...directedBy(question)}
          value={question}
          error={problemOf("question")}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Textarea
          label={t("knowledge.answerLabel")}
          description={t("knowledge.answerHint")}
          required
          autosize
          minRows={4}
          maxRows={12}
          maxLength={8000}
          {...directedBy(answer)}
          value={answer}
          error={problemOf("answer")}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <UrlField value={url} onChange={setUrl} error={problemOf("url")} />
        {!isAboutAField(addition.error, ["question", "answer", "url"]) && (
          <ProblemAlert error={addition.error} />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={addition.isPending}>
            {t("knowledge.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

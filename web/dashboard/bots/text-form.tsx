import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { addSource, type NewSource } from "../api/bots";
import type { Bot } from "../api/types";
import { useFormat } from "../language/format";
import { forgetError } from "../parts/forget-error";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { kMostCharacters } from "./limits";
import { UrlField } from "./url-field";
import { directedBy } from "../parts/text-direction";

export function TextForm({ bot, onAdded }: { bot: Bot; onAdded: (title: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [url, setUrl] = useState("");
  const addition = useMutation({
    mutationFn: (source: NewSource) => addSource(bot.id, source),
    onSuccess: (source) => onAdded(source.title),
  });
  const problemOf = useFieldProblem(addition.error);

  const add = (event: FormEvent) => {
    event.preventDefault();
    addition.mutate({ kind: "text", title, text, ...(url ? { url } : {}) });
  };

  return (
    <form onSubmit={add} onChange={forgetError(addition)}>
      <Stack gap="md">
        <TextInput
          label={t("knowledge.title")}
          placeholder={t("knowledge.titleExample")}
          required
          data-autofocus
          maxLength={200}
          {...directedBy(title)}
          value={title}
          error={problemOf("title")}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t("knowledge.text")}
          description={t("knowledge.textHint", { number: format.number(kMostCharacters) })}
          required
          autosize
          minRows={6}
          maxRows={14}
          maxLength={kMostCharacters}
          {...directedBy(text)}
          value={text}
          error={problemOf("text")}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <UrlField value={url} onChange={setUrl} error={problemOf("url")} />
        {!isAboutAField(addition.error, ["title", "text", "url"]) && (
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

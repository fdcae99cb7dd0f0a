import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { createBot } from "../api/bots";
import type { Bot } from "../api/types";
import { currentLanguage } from "../language/i18n";
import { forgetError } from "../parts/forget-error";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { BotLanguage } from "./bot-language";
import { kBotsKey } from "./keys";
import { directedBy } from "../parts/text-direction";

interface CreateBotFormProps {
  submit: string;
  onCreated: (bot: Bot) => void;
}

export function CreateBotForm({ submit, onCreated }: CreateBotFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [greeting, setGreeting] = useState("");
  const [language, setLanguage] = useState<Bot["language"]>(currentLanguage());
  const creation = useMutation({
    mutationFn: createBot,
    onSuccess: (bot) => {
      void client.invalidateQueries({ queryKey: kBotsKey });
      onCreated(bot);
    },
  });
  const problemOf = useFieldProblem(creation.error);

  const create = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate({ name, language, ...(greeting.trim() ? { greeting: greeting.trim() } : {}) });
  };

  return (
    <form onSubmit={create} onChange={forgetError(creation)}>
      <Stack gap="md">
        <TextInput
          label={t("bots.name")}
          description={t("bots.nameHint")}
          placeholder={t("bots.nameExample")}
          required
          data-autofocus
          maxLength={80}
          {...directedBy(name)}
          value={name}
          error={problemOf("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t("bots.greeting")}
          description={t("bots.greetingHint")}
          placeholder={t("bots.greetingExample")}
          autosize
          minRows={2}
          maxLength={500}
          {...directedBy(greeting)}
          value={greeting}
          error={problemOf("greeting")}
          onChange={(event) => setGreeting(event.currentTarget.value)}
        />
        <BotLanguage value={language} onChange={setLanguage} />
        {!isAboutAField(creation.error, ["name", "greeting"]) && (
          <ProblemAlert error={creation.error} />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={creation.isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

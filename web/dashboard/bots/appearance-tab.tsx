import { Button, Fieldset, Group, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeBot } from "../api/bots";
import type { Bot } from "../api/types";
import { forgetError } from "../parts/forget-error";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { useNotify } from "../parts/use-notify";
import { useMay } from "../session/session";
import classes from "./appearance-tab.module.css";
import { BotLanguage } from "./bot-language";
import { DomainsField } from "./domains-field";
import { botKey, kBotsKey } from "./keys";
import { WidgetPreview } from "./widget-preview";
import { directedBy } from "../parts/text-direction";

const kFields = ["name", "greeting", "language", "domains"];

export function AppearanceTab({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const may = useMay();
  const [name, setName] = useState(bot.name);
  const [greeting, setGreeting] = useState(bot.greeting);
  const [language, setLanguage] = useState(bot.language);
  const [domains, setDomains] = useState(bot.domains);
  // Where a bot appears is a right of its own.
  const publishes = may("publish_bots", bot.id);
  const saving = useMutation({
    mutationFn: () =>
      changeBot(bot.id, { name, greeting, language, ...(publishes && { domains }) }),
    onSuccess: (saved) => {
      client.setQueryData(botKey(bot.id), saved);
      void client.invalidateQueries({ queryKey: kBotsKey });
      notify.done(t("common.saved"));
    },
  });
  const problemOf = useFieldProblem(saving.error);

  const save = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };

  return (
    <div className={classes.columns}>
      <form onSubmit={save} onChange={forgetError(saving)}>
        <Fieldset variant="unstyled" disabled={!may("edit_bots", bot.id)} className={classes.fields ?? ""}>
          <TextInput
            label={t("bots.name")}
            description={t("bots.nameHint")}
            required
            maxLength={80}
            {...directedBy(name)}
            value={name}
            error={problemOf("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t("bots.greeting")}
            description={t("bots.greetingHint")}
            autosize
            minRows={2}
            maxLength={500}
            {...directedBy(greeting)}
            value={greeting}
            error={problemOf("greeting")}
            onChange={(event) => setGreeting(event.currentTarget.value)}
          />
          <BotLanguage value={language} onChange={setLanguage} />
          <Fieldset variant="unstyled" disabled={!publishes}>
            <DomainsField value={domains} onChange={setDomains} error={problemOf("domains")} />
          </Fieldset>
          {!isAboutAField(saving.error, kFields) && <ProblemAlert error={saving.error} />}
          {may("edit_bots", bot.id) && (
            <Group justify="flex-end">
              <Button type="submit" loading={saving.isPending}>
                {t("common.save")}
              </Button>
            </Group>
          )}
        </Fieldset>
      </form>
      <WidgetPreview name={name} greeting={greeting} language={language} />
    </div>
  );
}

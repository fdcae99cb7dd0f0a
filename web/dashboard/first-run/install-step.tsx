import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeBot } from "../api/bots";
import type { Bot } from "../api/types";
import { DomainsField } from "../bots/domains-field";
import { snippetOf } from "../bots/install-tab";
import { botKey, kBotsKey } from "../bots/keys";
import { CopyBlock } from "../parts/copy-block";
import { ProblemAlert } from "../parts/problem-alert";
import { isAboutAField, useFieldProblem } from "../parts/problem-text";
import { Step } from "./step";

export function InstallStep({ bot, onFinish }: { bot: Bot; onFinish: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [domains, setDomains] = useState(bot.domains);
  const finishing = useMutation({
    mutationFn: () => changeBot(bot.id, { domains }),
    onSuccess: (saved) => {
      client.setQueryData(botKey(bot.id), saved);
      void client.invalidateQueries({ queryKey: kBotsKey });
      onFinish();
    },
  });
  const problemOf = useFieldProblem(finishing.error);
  return (
    <Step title={t("guide.installTitle")} description={t("guide.install")}>
      <Stack gap="lg">
        <DomainsField value={domains} onChange={setDomains} error={problemOf("domains")} />
        <div>
          <Text size="sm" fw={500} mb="xs">
            {t("install.how")}
          </Text>
          <CopyBlock value={snippetOf(bot)} label={t("install.snippet")} />
        </div>
        <Text size="sm" c="dimmed">
          {t("guide.demo")}{" "}
          <Anchor href="/demo" target="_blank" size="sm">
            {t("install.demo")}
          </Anchor>
        </Text>
        {!isAboutAField(finishing.error, ["domains"]) && <ProblemAlert error={finishing.error} />}
        <Group justify="flex-end">
          <Button loading={finishing.isPending} onClick={() => finishing.mutate()}>
            {t("guide.finish")}
          </Button>
        </Group>
      </Stack>
    </Step>
  );
}

import { Alert, Anchor, List, Stack, Text } from "@mantine/core";
import { ExternalLink, Globe } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Bot } from "../api/types";
import { CopyBlock } from "../parts/copy-block";

export function snippetOf(bot: Bot): string {
  return [
    `<script async src="${window.location.origin}/widget/v1/loader.js"`,
    `        data-widget="${bot.widget}"></script>`,
  ].join("\n");
}

export function InstallTab({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Text size="sm" maw="65ch">
        {t("install.how")}
      </Text>
      <CopyBlock value={snippetOf(bot)} label={t("install.snippet")} />
      {bot.domains.length === 0 ? (
        <Alert color="yellow" icon={<Globe size={18} />}>
          <Trans
            t={t}
            i18nKey="install.noDomains"
            components={[
              <Anchor component={Link} to={`/bots/${bot.id}/appearance`} size="sm" key="a" />,
            ]}
          />
        </Alert>
      ) : (
        <div>
          <Text size="sm" c="dimmed" mb={6}>
            {t("install.domains")}
          </Text>
          <List size="sm">
            {bot.domains.map((domain) => (
              <List.Item key={domain}>
                <bdi dir="ltr">{domain}</bdi>
              </List.Item>
            ))}
          </List>
        </div>
      )}
      <Anchor href="/demo" target="_blank" size="sm">
        {t("install.demo")} <ExternalLink size={14} aria-hidden />
      </Anchor>
    </Stack>
  );
}
